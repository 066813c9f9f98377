from onestory.network.models.organisations import Organisation
from onestory.network.models.sites import Site

__all__ = ["Organisation", "Site"]
