from onestory.access.roles import May
from onestory.safety.doors import ACCEPTED, Door, family, staff

DOORS = {
    "choose_family": Door("choose whom to write about", staff(may=May.WRITE)),
    "begin_writing": Door("begin to write something down", family(may=May.WRITE), shows=(ACCEPTED,)),
}
