from onestory.places.models.neighbourhoods import Neighbourhood, Postcode

__all__ = ["Neighbourhood", "Postcode"]
