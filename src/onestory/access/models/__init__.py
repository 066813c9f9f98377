from onestory.access.models.accounts import Account
from onestory.access.models.grants import Grant
from onestory.access.models.teams import Team, TeamMembership

__all__ = ["Account", "Grant", "Team", "TeamMembership"]
