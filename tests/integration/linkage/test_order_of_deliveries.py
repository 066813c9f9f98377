"""Whatever order files come in, and however often, they end in one state; and what is no longer sent is handled as agreed."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from tests.integration.linkage.delivering import ADA, HEALTH, Load, agree, with_cells

from onestory.access.models import Account
from onestory.access.viewer import acting_as
from onestory.core.dates import today
from onestory.core.errors import Invalid
from onestory.linkage import declaration
from onestory.linkage.actions import feeds
from onestory.linkage.declaration import Feed, Gone
from onestory.linkage.models import Delivery, LateRow, SourceRecord, SourceVersion, WaitingRow
from onestory.people.models import Fact, Person

NOBODY = dict.fromkeys(("NHS_NUMBER", "MOTHER_NHS", "MOTHER_GIVEN", "MOTHER_FAMILY", "MOTHER_DOB", "MOBILE"), "")
BO = with_cells(ADA, **{"RECORD_ID": "HV2", "GIVEN_NAME": "Bo"} | NOBODY)
CY = with_cells(ADA, **{"RECORD_ID": "HV3", "GIVEN_NAME": "Cy"} | NOBODY)
BROKEN = with_cells(ADA, **{"RECORD_ID": "HV4", "GIVEN_NAME": "Di", "BIRTH_DATE": "31/02/2024"} | NOBODY)
FILES = {
    "hv-2026-09-01.csv": (ADA, BO, BROKEN),
    "hv-2026-10-01.csv": (with_cells(ADA, ADDR1="2 Fore Street"), CY, BROKEN),
    "hv-2026-11-01.csv": (with_cells(ADA, ADDR1="1 Fore Street"), BO, with_cells(BROKEN, BIRTH_DATE="01/03/2024")),
}


def declared_as(monkeypatch: pytest.MonkeyPatch, **changes: Any) -> Feed:
    """Health visiting, with another agreement."""
    changed = declaration.feed("health_visiting").model_copy(update={"dated": "by its name"} | changes)
    monkeypatch.setattr(declaration, "feeds", lambda: {"health_visiting": changed})
    return changed


def state() -> dict[str, Any]:
    """What counts: who is held, as they now are, since when they are missing, and which rows still wait."""
    newest = {
        version.record_id: version.cells
        for version in SourceVersion.objects.select_related("delivery").order_by("number")
    }
    records = SourceRecord.objects.select_related().order_by("reference")
    return {
        "records": [
            (one.reference, newest[one.pk], bytes(one.digest), one.missing_since, bool(one.withdrawn_at)) for one in records
        ],
        "last": [Delivery.objects.get(pk=one.last_delivery_id).as_at for one in records],
        "waiting": list(WaitingRow.objects.filter(state="waiting").values_list("reference", "line")),
        "people": sorted(str(one) for one in Person.objects.values_list("names__given", flat=True)),
    }  # fmt: skip


@pytest.mark.hazard("HZ-81")
@pytest.mark.parametrize("order", list(permutations(FILES)), ids=lambda order: "".join(name[8] for name in order))
def test_three_deliveries_end_in_one_state_in_whichever_order_they_come(
    load: Load, linkage: Account, monkeypatch: pytest.MonkeyPatch, order: tuple[str, ...]
) -> None:
    declared_as(monkeypatch, gone=Gone(then="withdraw", after_deliveries=2))
    for name in (*order, *order):
        load(*FILES[name], name=name)
    with acting_as(linkage):
        found = state()
        assert [(one[0], one[1]["ADDR1"], one[3]) for one in found["records"]] == [
            ("HV1", "1 Fore Street", None), ("HV2", "1 Fore Street", None), ("HV3", "1 Fore Street", date(2026, 11, 1)),
            ("HV4", "1 Fore Street", None),
        ]  # fmt: skip
        assert found["last"] == [date(2026, 11, 1), date(2026, 11, 1), date(2026, 10, 1), date(2026, 11, 1)]
        assert found["waiting"] == []
        assert found["people"] == ["Ada", "Bo", "Cy", "Di", "Grace"]


@pytest.mark.hazard("HZ-81")
@pytest.mark.hazard("HZ-55")
def test_a_late_file_is_kept_and_nothing_of_it_counts_over_a_newer_one(
    load: Load, linkage: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    declared_as(monkeypatch)
    load(*FILES["hv-2026-10-01.csv"], name="hv-2026-10-01.csv")
    late = load(*FILES["hv-2026-09-01.csv"], name="hv-2026-09-01.csv")
    assert (late.rows_late, late.rows_new, late.rows_read) == (1, 1, 3)
    with acting_as(linkage):
        assert "1 Fore Street" in LateRow.objects.get().sent
        assert SourceVersion.objects.filter(record__reference="HV1").count() == 1


def test_a_file_with_its_day_in_its_name_may_come_again_as_another_days(
    load: Load, monkeypatch: pytest.MonkeyPatch
) -> None:
    declared_as(monkeypatch)
    first = load(ADA, name="hv-2026-09-01.csv")
    assert load(ADA, name="HV_20260901_again.csv").pk == first.pk
    assert load(ADA, name="hv-2026-10-01.csv").pk != first.pk


def test_an_old_file_found_again_is_not_taken_for_news(load: Load, linkage: Account) -> None:
    old = load(ADA, on=date(2026, 9, 1))
    load(with_cells(ADA, ADDR1="2 Fore Street"), name="next.csv", on=date(2026, 10, 1))
    assert load(ADA, name="found.csv", on=date(2026, 11, 1)).pk == old.pk
    with acting_as(linkage):
        assert SourceVersion.objects.order_by("number").last().cells["ADDR1"] == "2 Fore Street"


@pytest.mark.parametrize(
    ("name", "why"),
    [("hv.csv", "does not say its day"), ("hv-2026-13-45.csv", "not say its day"), ("hv-{}.csv", "has not come yet")],
)  # fmt: skip
def test_a_name_without_a_day_or_with_one_to_come_is_refused(
    load: Load, monkeypatch: pytest.MonkeyPatch, name: str, why: str
) -> None:
    declared_as(monkeypatch)
    with pytest.raises(Invalid, match=why):
        load(ADA, name=name.format(today() + timedelta(days=40)))


# --- no longer sent ---------------------------------------------------------------------------------------------------


def sent_then_gone(load: Load, times: int) -> None:
    load(ADA, BO, name="hv-2026-01-01.csv")
    for month in range(2, 2 + times):
        load(BO, with_cells(CY, LAST_CONTACT=f"2026-0{month}-01"), name=f"hv-2026-0{month}-01.csv")


def facts_of_ada() -> list[bool]:
    return [bool(one.ended_at) for one in Fact.objects.filter(key="gp_practice", source_record_id__isnull=False)]


@pytest.mark.parametrize(
    ("gone", "missing", "withdrawn"),
    [
        (Gone(then="keep"), None, False),
        (Gone(then="mark"), date(2026, 2, 1), False),
        (Gone(then="withdraw", after_deliveries=3), date(2026, 2, 1), False),
        (Gone(then="withdraw", after_deliveries=2), date(2026, 2, 1), True),
        (Gone(then="withdraw", after_days=30), date(2026, 2, 1), True),
    ],
)
def test_records_no_longer_sent_are_handled_as_agreed(
    load: Load, linkage: Account, monkeypatch: pytest.MonkeyPatch, gone: Gone, missing: date | None, withdrawn: bool
) -> None:
    declared_as(monkeypatch, gone=gone)
    sent_then_gone(load, times=2)
    with acting_as(linkage):
        ada = SourceRecord.objects.get(reference="HV1")
        assert (ada.missing_since, bool(ada.withdrawn_at)) == (missing, withdrawn)
        told = Fact.objects.filter(source_record_id=ada.pk)
        assert told
        assert {bool(one.ended_at) for one in told} == {withdrawn}
        assert Person.objects.filter(names__given="Ada").exists()


def test_whoever_is_sent_again_is_no_longer_gone(load: Load, linkage: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    declared_as(monkeypatch, gone=Gone(then="withdraw", after_deliveries=1))
    sent_then_gone(load, times=1)
    load(ADA, BO, name="hv-2026-09-01.csv")
    with acting_as(linkage):
        ada = SourceRecord.objects.get(reference="HV1")
        assert (ada.missing_since, ada.withdrawn_at, ada.to_link) == (None, None, False)
        assert Fact.objects.filter(source_record_id=ada.pk, ended_at__isnull=True).exists()


# --- not as usual -----------------------------------------------------------------------------------------------------

CHILDREN = [with_cells(BO, RECORD_ID=f"C{n}", GIVEN_NAME=f"Kit{chr(97 + n)}") for n in range(25)]


def agreed_load(tmp_path: Path, linkage: Account, rows: list[str], name: str) -> Delivery:
    file = tmp_path / name
    file.write_text("\n".join((HEALTH, *rows)))
    return feeds.load(name="health_visiting", file=file, by=linkage)


@pytest.mark.hazard("HZ-81")
def test_a_shrunken_file_makes_nobody_gone_until_somebody_says_yes(
    load: Load, linkage: Account, keeper: Account
) -> None:
    from onestory.linkage.actions import dropping, keeping

    load(*CHILDREN)
    small = load(*CHILDREN[:10], name="next.csv")
    assert small.unusual == ["It has 10 rows, and the one before had 25: 60% fewer."]
    with acting_as(linkage):
        assert not SourceRecord.objects.filter(missing_since__isnull=False).exists()
    with acting_as(keeper) as viewer:
        keeping.answer(by=viewer, delivery=small.pk, yes=True, why="Their system lost a school; they rang")
    dropping.see_to_everything(by=linkage, folder=None)
    with acting_as(linkage):
        assert SourceRecord.objects.filter(missing_since=today()).count() == 15
        assert Delivery.objects.get(pk=small.pk).linked_at


def test_no_keeps_it_from_counting_and_the_next_is_compared_with_the_one_before(
    load: Load, linkage: Account, keeper: Account
) -> None:
    from onestory.linkage.actions import dropping, keeping

    load(*CHILDREN)
    small = load(*CHILDREN[:10], name="small.csv")
    with acting_as(keeper) as viewer:
        keeping.answer(by=viewer, delivery=small.pk, yes=False, why="Half of it was lost on the way")
    dropping.see_to_everything(by=linkage, folder=None)
    again = load(*CHILDREN[:24], name="again.csv")
    assert again.unusual == []
    with acting_as(linkage):
        assert SourceRecord.objects.filter(missing_since__isnull=False).count() == 1


def test_nobody_in_a_swollen_file_is_looked_for_until_somebody_says_yes(load: Load, linkage: Account) -> None:
    load(*CHILDREN)
    with acting_as(linkage):
        before = Person.objects.count()
    many = [with_cells(BO, RECORD_ID=f"M{n}", GIVEN_NAME=f"Jo{chr(97 + n % 26)}{chr(97 + n // 26)}") for n in range(30)]
    swollen = load(*CHILDREN, *many, name="next.csv")
    assert "120% more" in swollen.unusual[0]
    with acting_as(linkage):
        assert Person.objects.count() == before > 0
        assert SourceRecord.objects.filter(to_link=True).count() == 30


def test_a_column_suddenly_empty_is_said(load: Load) -> None:
    load(*CHILDREN)
    empty = load(*[with_cells(row, POSTCODE="") for row in CHILDREN], name="next.csv")
    assert empty.unusual == ["POSTCODE was filled in 100% of rows before, and 0% now."]


@pytest.mark.hazard("HZ-40")
def test_nobody_is_linked_before_the_mapping_is_agreed(load: Load, linkage: Account, keeper: Account) -> None:
    from onestory.linkage.actions import dropping

    unsigned = load(ADA, agreed=False)
    with acting_as(linkage):
        assert (unsigned.linked_at, Person.objects.exists()) == (None, False)
    agree("health_visiting", keeper)
    dropping.see_to_everything(by=linkage, folder=None)
    with acting_as(linkage):
        assert Person.objects.filter(names__given="Ada").exists()


def test_a_changed_declaration_needs_signing_anew(
    load: Load, linkage: Account, keeper: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(ADA)
    feed = declaration.feed("health_visiting")
    columns = {name: column for name, column in feed.columns.items() if name != "MOBILE"}
    declared_as(monkeypatch, dated="when it comes", columns=columns)
    after = load(ADA, BO, name="next.csv", agreed=False)
    assert after.linked_at is None
    agree("health_visiting", keeper)
    assert load(ADA, BO, CY, name="third.csv").linked_at
