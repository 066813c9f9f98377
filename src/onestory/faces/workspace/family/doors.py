from onestory.access.sections import Section
from onestory.safety.doors import Door, family

_ALL = frozenset({Section.SHARED, Section.HEALTH, Section.HOME, Section.SAFEGUARDING, Section.YOUNG_PERSON})

DOORS = {
    "family": Door("read a family’s page", family(), displays=_ALL),
    "story": Door("read on in a family’s story", family(), displays=_ALL),
}
