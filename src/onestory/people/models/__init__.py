from onestory.people.models.addresses import Address, Residence
from onestory.people.models.contact_points import ContactPoint
from onestory.people.models.facts import Ask, Fact, FactConfirmation
from onestory.people.models.families import Family, Membership
from onestory.people.models.findable import Findable
from onestory.people.models.identifiers import Identifier
from onestory.people.models.merges import Merge, MergedRow
from onestory.people.models.people import Person, PersonName
from onestory.people.models.relationships import ParentalResponsibility, Relationship

__all__ = [
    "Address", "Ask", "ContactPoint", "Fact", "FactConfirmation", "Family", "Findable", "Identifier", "Membership", "Merge",
    "MergedRow",
    "ParentalResponsibility", "Person", "PersonName", "Relationship", "Residence",
]  # fmt: skip
