from onestory.access.models.accounts import Account, Password
from onestory.access.models.asking import Asking
from onestory.access.models.closing import Denial, Interest, Named, Restriction, Shut
from onestory.access.models.grants import Grant
from onestory.access.models.letting_in import Placement, Recovery
from onestory.access.models.nights import Night
from onestory.access.models.reviews import AccessReview
from onestory.access.models.sessions import SignedIn
from onestory.access.models.sharing import Agreement, Alert, BreakGlass, PortalAccess, Supervision
from onestory.access.models.tallies import Tally
from onestory.access.models.teams import Team, TeamMembership

__all__ = [
    "AccessReview", "Account", "Agreement", "Alert", "Asking", "BreakGlass", "Denial", "Grant", "Interest", "Named",
    "Night", "Password", "Placement", "PortalAccess", "Recovery", "Restriction", "Shut", "SignedIn", "Supervision", "Tally",
    "Team", "TeamMembership",
]  # fmt: skip
