"""`onestory link`: linking what waits, taking a link apart, and what judgements say of the lanes."""

from __future__ import annotations

import json
from argparse import ArgumentParser

import pytest
from tests.factories import an_account
from tests.integration.linkage.delivering import ADA, ADA_AT_SCHOOL, PUPIL, Load, with_cells
from tests.integration.linkage.judged import say, taken

from onestory.access.models import Account
from onestory.access.viewer import acting_as
from onestory.core.errors import Invalid, NotThere
from onestory.linkage import linking
from onestory.linkage.actions import links
from onestory.linkage.models import Link, SourceRecord


@pytest.fixture
def linkage(db: None) -> Account:
    return an_account("Linkage", role="linkage", kind=Account.Kind.SERVICE)


@pytest.fixture
def run(linkage: Account, capsys: pytest.CaptureFixture[str]):  # type: ignore[no-untyped-def]
    def told(*words: str) -> dict[str, object]:
        parser = ArgumentParser()
        linking.add_arguments(parser)
        assert linking.run(parser.parse_args([*words, "--as", linkage.email, "--json"])) == 0
        found: dict[str, object] = json.loads(capsys.readouterr().out.splitlines()[-1])
        return found

    return told


def test_what_waits_is_linked_and_a_second_run_finds_nothing(load: Load, linkage: Account, run) -> None:  # type: ignore[no-untyped-def]
    load(ADA)
    with acting_as(linkage):
        SourceRecord.objects.update(to_link=True)
    first, second = run("run"), run("run")
    assert first["linked"] == 2
    assert second["linked"] == second["new"] == second["waiting"] == 0


def test_one_feed_alone_is_linked(load: Load, run) -> None:  # type: ignore[no-untyped-def]
    load(ADA)
    assert list(run("run", "--feed", "health_visiting")["feeds"]) == ["health_visiting"]
    with pytest.raises(NotThere):
        run("run", "--feed", "gas_board")


def test_a_link_is_taken_apart_once(load: Load, linkage: Account, run) -> None:  # type: ignore[no-untyped-def]
    load(ADA)
    with acting_as(linkage):
        link = Link.objects.get(who="child")
    assert run("undo", str(link.pk)) == {"link": str(link.pk), "undone": True, "taken_back": 0, "left": 0}
    with pytest.raises(Invalid, match="undone already"):
        run("undo", str(link.pk))
    with pytest.raises(Invalid, match="not the reference"):
        run("undo", "everything")


def test_judgements_say_how_often_a_lane_was_right(load: Load, steward: Account, run) -> None:  # type: ignore[no-untyped-def]
    load(ADA)
    load(ADA_AT_SCHOOL, feed="school_census", header=PUPIL)
    assert run("evaluate")["bands"] == []
    pair = taken(steward, lane="likely")
    assert pair is not None
    say("same", by=steward)
    likely = run("evaluate")["bands"][0]
    assert (likely["kind"], likely["same"], likely["different"], likely["precision"]) == ("likely", 1, 0, 1.0)
    assert likely["at_least"] < 0.5


def test_nobody_is_looked_for_in_a_feed_whose_columns_nobody_agreed(load: Load, run) -> None:  # type: ignore[no-untyped-def]
    load(ADA, agreed=False)
    told = run("run")
    assert "health_visiting" in told["not_agreed"]
    assert told["new"] == 0


def test_a_run_links_what_came_once_its_columns_are_agreed(load: Load, keeper: Account, linkage: Account, run) -> None:  # type: ignore[no-untyped-def]
    from tests.integration.linkage.delivering import agree

    load(ADA, agreed=False)
    agree("health_visiting", keeper)
    assert run("run")["new"] + run("run")["new"] <= 2
    with acting_as(linkage):
        assert Link.objects.filter(who="child").exists()


class _PulledOut(Exception):
    """The machine stops."""


def test_a_run_that_was_stopped_goes_on_where_it_was(
    load: Load,
    linkage: Account,
    run,
    monkeypatch: pytest.MonkeyPatch,  # type: ignore[no-untyped-def]
) -> None:
    load(ADA, with_cells(ADA, RECORD_ID="HV2", NHS_NUMBER="", GIVEN_NAME="Eve", BIRTH_DATE="2026-01-02"))
    with acting_as(linkage):
        before = set(Link.objects.values_list("record__reference", "who", "person_id"))
        SourceRecord.objects.update(to_link=True)
    monkeypatch.setattr(links, "RECORDS_IN_A_PAGE", 1)

    def stop(done: int) -> None:
        raise _PulledOut

    with pytest.raises(_PulledOut):
        links.link(name="health_visiting", by=linkage, progress=stop)
    with acting_as(linkage):
        assert SourceRecord.objects.filter(to_link=True).count() == 1
    run("run")
    with acting_as(linkage):
        assert not SourceRecord.objects.filter(to_link=True).exists()
        assert set(Link.objects.values_list("record__reference", "who", "person_id")) == before
