"""No wrong door: by whichever a request comes, it is somebody's, has a next day, and whoever asked is to hear."""

from __future__ import annotations

import pytest
from tests.asking import asked, front_door, said

from onestory.access.viewer import acting_as
from onestory.core.dates import today
from onestory.support import request_queries
from onestory.support.models.requests import Door
from onestory.support.request_inputs import AskedBy

pytestmark = pytest.mark.django_db
SOMEBODY = AskedBy(name="Mo Lane", role="Registrar", organisation="Births", how="email", at="mo@births.example")


@pytest.mark.hazard("HZ-55")
@pytest.mark.parametrize("door", Door.values)
def test_by_every_door_it_is_somebodys_and_whoever_asked_is_to_hear(door: str) -> None:
    duty, team = front_door()
    made = asked(duty, new=said(door=door, asker=SOMEBODY))
    with acting_as(duty) as viewer:
        found = request_queries.request(viewer, made)
        assert (found.door, found.state, found.owner_id, found.owner_team_id) == (door, "received", None, team.pk)
        assert found.next_on >= today()
        assert [one.request_id for one in request_queries.still_to_tell(viewer)] == [made]
