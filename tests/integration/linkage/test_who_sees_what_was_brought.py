"""What partners send is open to the team that the loading program belongs to, and to nobody else."""

from __future__ import annotations

from tests.factories import an_account, place_of
from tests.integration.linkage.delivering import ADA, Load

from onestory.access.models import Account
from onestory.access.viewer import acting_as
from onestory.people.models import Family


def test_the_programs_own_team_finds_the_family_and_another_does_not(load: Load, linkage: Account) -> None:
    front_door = place_of(linkage).team
    colleague, stranger = an_account("Jo Stone", team=front_door), an_account("Kim Lee")
    load(ADA)
    with acting_as(colleague):
        assert Family.objects.get().name == "The Hill family"
    with acting_as(stranger):
        assert not Family.objects.exists()


def test_a_second_delivery_opens_nothing_twice(load: Load, linkage: Account) -> None:
    colleague = an_account("Jo Stone", team=place_of(linkage).team)
    load(ADA)
    load(ADA.replace("HV1", "HV2").replace("943 476 5919", "999 000 0042"), name="again.csv")
    with acting_as(colleague) as viewer:
        from onestory.people.queries import grants_of

        families = list(grants_of(viewer).values_list("family_id", flat=True))
    assert len(families) == len(set(families))
