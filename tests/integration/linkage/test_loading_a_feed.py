"""What a delivery leaves behind: records, versions, rows set aside, and counts that add up."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.factories import an_account
from tests.integration.linkage.delivering import ADA, Load, with_cells

from onestory.access.models import Account
from onestory.access.viewer import acting_as
from onestory.core.errors import Invalid, NotThere
from onestory.linkage import queries
from onestory.linkage.actions import feeds
from onestory.linkage.models import Delivery, QuarantinedRow, SourceRecord, SourceVersion
from onestory.linkage.validate import HIDDEN

NOBODY = dict.fromkeys(("NHS_NUMBER", "MOTHER_NHS", "MOTHER_GIVEN", "MOTHER_FAMILY", "MOTHER_DOB", "MOBILE"), "")
BO = with_cells(ADA, **{"RECORD_ID": "HV2", "GIVEN_NAME": "Bo"} | NOBODY)


def test_each_row_becomes_a_record_with_its_first_version(load: Load, linkage: Account) -> None:
    delivery = load(ADA, BO)
    assert (delivery.rows_new, delivery.state) == (2, Delivery.State.LOADED)
    with acting_as(linkage):
        version = SourceVersion.objects.get(record__reference="HV1")
        assert version.cells["FAMILY_NAME"] == "HILL"
        assert version.standard["people"]["child"]["family"] == "Hill"


def test_the_same_file_again_changes_nothing(load: Load, linkage: Account) -> None:
    first = load(ADA, BO)
    assert load(ADA, BO).pk == first.pk
    with acting_as(linkage):
        assert SourceVersion.objects.count() == SourceRecord.objects.count() == 2


def test_a_changed_row_makes_a_new_version_and_keeps_the_old(load: Load, linkage: Account) -> None:
    load(ADA, BO)
    second = load(with_cells(ADA, ADDR1="2 Fore Street"), BO, name="next.csv")
    assert (second.rows_new, second.rows_changed, second.rows_unchanged) == (0, 1, 1)
    with acting_as(linkage):
        versions = SourceVersion.objects.filter(record__reference="HV1").order_by("number")
        assert [version.cells["ADDR1"] for version in versions] == ["1 Fore Street", "2 Fore Street"]


def test_a_row_that_cannot_be_kept_is_set_aside_whole_with_its_line(load: Load, linkage: Account) -> None:
    broken = with_cells(ADA, RECORD_ID="HV3", BIRTH_DATE="31/02/2024")
    delivery = load(ADA, broken, "HV4,too,short")
    with acting_as(linkage):
        rows = list(QuarantinedRow.objects.filter(delivery=delivery).order_by("line"))
    assert [(row.line, row.text) for row in rows] == [(3, broken), (4, "HV4,too,short")]
    assert rows[0].reasons == [["BIRTH_DATE", "31 February 2024 is not a date. Check the day and month."]]
    assert rows[1].reasons == [["", "The row has 3 cells where the file has 20 columns."]]


def test_a_row_at_odds_with_another_of_its_reference_is_set_aside_as_it_came(load: Load, linkage: Account) -> None:
    other = with_cells(ADA, GIVEN_NAME='"Eve"')
    load(ADA, other)
    with acting_as(linkage):
        assert QuarantinedRow.objects.get().text == other


def test_what_was_sent_is_kept_word_for_word_quotation_marks_and_all(load: Load, linkage: Account) -> None:
    odd = with_cells(ADA, ADDR1='"1, Fore Street"', FAMILY_NAME=" hill ")
    load(odd)
    with acting_as(linkage):
        version = SourceVersion.objects.get()
        assert version.sent == odd
        assert version.cells["ADDR1"] == "1, Fore Street"
        assert version.cells["FAMILY_NAME"] == " hill "
        assert "ADDR2" not in version.cells


def test_what_was_kept_by_column_before_files_kept_their_header_reads_the_same() -> None:
    assert SourceVersion(sent={"ADDR1": "1 Fore Street"}).cells == {"ADDR1": "1 Fore Street"}


def test_every_row_of_a_file_is_counted_once(load: Load) -> None:
    same_reference = with_cells(ADA, GIVEN_NAME="Eve")
    delivery = load(ADA, BO, ADA, same_reference, "HV9,broken")
    assert (delivery.rows_new, delivery.rows_repeated, delivery.rows_set_aside) == (2, 1, 2)
    assert delivery.rows_read == 5


def test_a_repeat_further_down_the_file_is_known_too(load: Load, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onestory.linkage.checking.ROWS_IN_A_RUN", 1)
    delivery = load(ADA, BO, ADA, with_cells(ADA, GIVEN_NAME="Eve"))
    assert (delivery.rows_new, delivery.rows_repeated, delivery.rows_set_aside) == (2, 1, 1)


def test_a_large_file_is_checked_by_helpers_and_written_in_its_order(
    load: Load, linkage: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("onestory.linkage.checking._SMALL", 2)
    monkeypatch.setattr("onestory.linkage.checking.ROWS_IN_A_RUN", 2)
    delivery = load(ADA, BO, ADA, "HV9,broken", with_cells(BO, RECORD_ID="HV3"))
    assert (delivery.rows_new, delivery.rows_repeated, delivery.rows_set_aside) == (3, 1, 1)
    with acting_as(linkage):
        kept = SourceVersion.objects.order_by("line").values_list("line", "record__reference")
        assert list(kept) == [(2, "HV1"), (3, "HV2"), (6, "HV3")]


def test_a_character_that_parts_rows_on_their_way_may_stand_in_a_cell(load: Load, linkage: Account) -> None:
    odd = with_cells(ADA, RECORD_ID="HV\x1e1", ADDR1="1\x1eFore Street")
    assert load(odd, BO).rows_new == 2
    with acting_as(linkage):
        version = SourceVersion.objects.get(record__reference="HV 1")
        assert version.cells["ADDR1"] == "1\x1eFore Street"
        assert version.standard["people"]["child"]["address"] == "1 Fore Street, Plymouth"


def test_loading_that_was_stopped_goes_on_where_it_was(
    load: Load, linkage: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException): ...

    def die(*_: object, **__: object) -> None:
        raise Killed

    rows = [with_cells(BO, RECORD_ID=f"HV{n}", GIVEN_NAME=f"Child{chr(65 + n)}") for n in range(6)]
    with monkeypatch.context() as patch:
        patch.setattr("onestory.linkage.checking.ROWS_IN_A_RUN", 2)
        done = feeds._write
        patch.setattr(
            feeds, "_write", lambda delivery, run, viewer: die() if run.last_line > 3 else done(delivery, run, viewer)
        )
        with pytest.raises(Killed):
            load(*rows)
    delivery = load(*rows)
    assert (delivery.rows_new, delivery.rows_read, delivery.state) == (6, 6, Delivery.State.LOADED)
    with acting_as(linkage):
        assert SourceVersion.objects.count() == 6


def test_a_child_on_two_rolls_has_a_record_for_each(load: Load, linkage: Account) -> None:
    row = "H801200001001,Hill,Ada,14/03/2015,F,PL1 2AB,{},Grace,Hill"
    header = "UPN,Surname,Forename,DOB,Sex,PostCode,LAEstab,ParentForename,ParentSurname"
    delivery = load(row.format("879/2001"), row.format("879/2002"), feed="school_census", header=header)
    assert (delivery.rows_new, delivery.rows_set_aside) == (2, 0)


def test_the_report_says_how_good_each_column_was(load: Load, linkage: Account) -> None:
    load(ADA, with_cells(BO, POSTCODE="PL1 2CI"), with_cells(BO, RECORD_ID="HV3", POSTCODE=""))
    with acting_as(linkage) as viewer:
        report = queries.report(viewer, "health_visiting")
    postcode = next(column for column in report.columns if column.column == "POSTCODE")
    assert (postcode.filled_percent, postcode.valid_percent) == (66.7, 50.0)
    assert report.reasons[0].reason == HIDDEN
    assert (report.read, report.accepted, report.quarantined) == (3, 3, 0)


def test_records_that_stopped_coming_are_counted_and_kept(load: Load, linkage: Account) -> None:
    load(ADA, BO)
    load(ADA, name="next.csv")
    with acting_as(linkage) as viewer:
        report = queries.report(viewer, "health_visiting")
    assert (report.records, report.no_longer_sent) == (2, 1)


def test_nobody_else_may_load_a_file_or_see_its_quality(load: Load, tmp_path: Path) -> None:
    load(ADA)
    practitioner = an_account(role="practitioner")
    file = tmp_path / "file.csv"
    with pytest.raises(NotThere):
        feeds.load(name="health_visiting", file=file, by=practitioner)
    with acting_as(practitioner) as viewer:
        with pytest.raises(NotThere):
            queries.report(viewer, "health_visiting")
        assert not SourceRecord.objects.exists()
        assert not SourceVersion.objects.exists()
        assert not QuarantinedRow.objects.exists()


def test_a_file_that_is_not_there_is_said_plainly(linkage: Account, tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="There is no file"):
        feeds.load(name="health_visiting", file=tmp_path / "missing.csv", by=linkage)
