from onestory.access.models.accounts import Account
from onestory.access.models.closing import Denial, Interest, Named, Restriction
from onestory.access.models.grants import Grant
from onestory.access.models.sharing import Agreement, Alert, BreakGlass, PortalAccess, Supervision
from onestory.access.models.teams import Team, TeamMembership

__all__ = [
    "Account", "Agreement", "Alert", "BreakGlass", "Denial", "Grant", "Interest", "Named", "PortalAccess",
    "Restriction", "Supervision", "Team", "TeamMembership",
]  # fmt: skip
