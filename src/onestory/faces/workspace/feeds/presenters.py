"""How feeds are worded. What a record says stands nowhere here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.html import format_html

from onestory.core.dates import show_date, show_moment
from onestory.core.text import join_words, plural
from onestory.faces.workspace.changing import FormPage
from onestory.linkage.declaration import IGNORED, RECORD, Feed
from onestory.linkage.declaration import Column as DeclaredColumn
from onestory.linkage.feed_queries import SHOWN_DELIVERIES, ColumnOverTime, FeedLine, FeedPage
from onestory.linkage.formats import excel
from onestory.linkage.models import Delivery, Signing, WaitingRow
from onestory.ui.charts import line
from onestory.ui.parts import Column, Label, Link, SummaryRow, Table

_WORDED = {
    "family": "family name", "given": "first name", "middle": "middle names", "full_name": "whole name", "nhs": "NHS number",
    "upn": "UPN", "uprn": "UPRN", "born": "date of birth", "due": "due date", "died": "date of death",
    "gp_practice": "GP practice",
}  # fmt: skip
_EVERY = {1: "day", 7: "week", 14: "two weeks", 31: "month"}


@dataclass(frozen=True)
class Line:
    link: Link
    about: str
    labels: tuple[Label, ...]


@dataclass(frozen=True)
class RowLine:
    """A row that waits: where it is, why, and the cells that are wrong."""

    id: int
    where: str
    wrong: tuple[str, ...]
    file: str


def _url(name: str, *arguments: Any) -> str:
    return reverse(f"workspace:{name}", args=arguments)


def lines(found: Sequence[FeedLine]) -> list[Line]:
    return [
        Line(
            link=Link(text=one.declared.title, url=_url("feed", one.declared.feed)),
            about=f"{one.declared.partner}. {_came(one)}",
            labels=labels(one),
        )
        for one in found
    ]


def _came(one: FeedLine) -> str:
    if one.last is None:
        return "No file has come yet"
    due = f", next expected {show_date(one.due)}" if one.due else ""
    return f"Last file {show_date(one.last)}{due}"


def labels(one: FeedLine) -> tuple[Label, ...]:
    said = []
    if one.late:
        said.append(Label(text="Late", tone="attention"))
    if one.asks:
        said.append(Label(text="Waits for your answer", tone="attention"))
    if not one.signed:
        said.append(Label(text="Not agreed", tone="attention"))
    if one.waiting:
        said.append(Label(text=f"{plural(one.waiting, 'row')} set aside"))
    return tuple(said)


# --- one feed ---------------------------------------------------------------------------------------------------------


def summary(page: FeedPage) -> list[SummaryRow]:
    name, newest = page.line.declared.feed, page.newest
    rows = [SummaryRow(key="Files", values=(_came(page.line), _how_often(page.line.declared)))]
    if newest and newest.held:
        rows.append(SummaryRow(key="Records", values=_held(newest)))
    waiting = f"{plural(page.line.waiting, 'row')} set aside" if page.line.waiting else "No row waits"
    look = (
        (Link(text="Look at them", url=_url("feed_rows", name), about=": rows set aside"),) if page.line.waiting else ()
    )
    rows.append(SummaryRow(key="Rows set aside", values=(waiting,), links=look))
    rows.append(_agreement(page))
    return rows


def _how_often(declared: Feed) -> str:
    if declared.expected is None:
        return "Comes when it comes"
    days = declared.expected.every_days
    every = f"Expected every {_EVERY.get(days, plural(days, 'day'))}"
    return f"{every}, late after {plural(declared.expected.grace_days, 'day')} more"


def _held(newest: Delivery) -> tuple[str, ...]:
    held = newest.held
    said = [f"{plural(held.get('records', 0), 'record')} held"]
    if held.get("missing"):
        said.append(f"{held['missing']:,} no longer sent")
    if held.get("withdrawn"):
        said.append(f"{held['withdrawn']:,} withdrawn as agreed")
    return tuple(said)


def _agreement(page: FeedPage) -> SummaryRow:
    url = _url("agree_feed", page.line.declared.feed)
    if page.signed:
        return SummaryRow(
            key="What columns mean",
            values=(_signed(page.signed),),
            links=(Link(text="Read", url=url, about=" what columns mean"),),
        )
    why = "It has changed since it was last agreed" if page.before else "Nobody has agreed it with the partner yet"
    return SummaryRow(
        key="What columns mean", values=(f"{why}. Until then nobody in a new file is looked for",),
        labels=(Label(text="Not agreed", tone="attention"),), links=(Link(text="Agree", url=url, about=" what columns mean"),),
    )  # fmt: skip


def _signed(one: Signing) -> str:
    return f"Agreed by {one.signed_by.name} with {one.partner_said}, {show_moment(one.created_at)}"


def changed(page: FeedPage) -> list[str]:
    """What the newest file changed, in words."""
    newest = page.newest
    if newest is None:
        return []
    counts = ((newest.rows_new, "new"), (newest.rows_changed, "changed"), (newest.rows_unchanged, "the same"))
    parts = [f"{number:,} {what}" for number, what in counts if number]
    said = [f"{plural(newest.rows_read, 'row')}{': ' if parts else ''}{join_words(parts)}"]
    if newest.rows_repeated:
        said.append(f"{plural(newest.rows_repeated, 'row')} twice in the file")
    if newest.rows_late:
        said.append(f"{plural(newest.rows_late, 'row')} older than what a newer file had said: kept, and not counted")
    if newest.rows_set_aside:
        said.append(f"{plural(newest.rows_set_aside, 'row')} set aside")
    return [*said, *newest.unusual, *newest.layout.get("notes", ())]


def quality(page: FeedPage) -> Table:
    """Each column with how it went. The words say what the line draws."""
    count = min(len(page.deliveries), 24)
    several = count > 1
    return Table(
        caption=f"Filled in and readable, in the last {plural(count, 'file')}", caption_hidden=True,
        columns=(
            Column(heading="Column"), Column(heading="Filled in", numeric=True),
            *((Column(heading="Over time"),) if several else ()),
            Column(heading="Readable", numeric=True),
        ),
        rows=tuple(
            (_named(one), _now(one.filled), *((_drawn(one),) if several else ()), _read(one))
            for one in page.columns
        ),
    )  # fmt: skip


def _named(one: ColumnOverTime) -> str:
    return format_html('{}<span class="person__about">{}</span>', one.column, meaning(one.means))


def meaning(means: str) -> str:
    if means == IGNORED:
        return "not used"
    owner, _, field = means.partition(".")
    worded = _WORDED.get(field, field.replace("_", " "))
    return worded if owner == RECORD else f"{owner}: {worded}"


def _now(hundredths: Sequence[float]) -> str:
    """All and nothing are said only of all and nothing."""
    if not hundredths:
        return ""
    newest = hundredths[-1]
    return f"{newest:.1f}%" if 0 < newest < 1 or 99 < newest < 100 else f"{newest:.0f}%"


def _read(one: ColumnOverTime) -> str:
    """Nothing, where nothing is filled in."""
    return _now(one.readable) if one.filled and one.filled[-1] else ""


def _drawn(one: ColumnOverTime) -> str:
    shown = one.filled[-24:]
    if len(shown) < 2:
        return ""
    words = f"{one.column}: {shown[-1]:.0f}% now, between {min(shown):.0f}% and {max(shown):.0f}% in {len(shown)} files"
    return line.draw(hundredths=shown, words=words)


def wrong(page: FeedPage) -> list[str]:
    """One example of what could not be read in each column of the newest file."""
    return [f"{one.column}: {one.example}" for one in page.columns if one.example]


def deliveries(page: FeedPage) -> Table:
    newest_first = page.deliveries[::-1][:SHOWN_DELIVERIES]
    return Table(
        caption="Files, the newest first", caption_hidden=True,
        columns=(
            Column(heading="Of"), Column(heading="File"), Column(heading="Rows", numeric=True),
            Column(heading="Set aside", numeric=True), Column(heading="State"),
        ),
        rows=tuple(
            (show_date(one.as_at), one.file_name, f"{one.rows_read:,}", f"{one.rows_set_aside:,}", _state(one, page))
            for one in newest_first
        ),
    )  # fmt: skip


def _state(one: Delivery, page: FeedPage) -> str | Link:
    said = page.answers.get(one.pk)
    if one.unusual and said is None and not one.linked_at:
        # Its row says of which file. Words for those who hear it alone would stand outside a table that scrolls.
        return Link(text="Say yes or no", url=_url("answer_delivery", one.feed, one.pk))
    if said and not said.yes:
        return f"Left out by {said.said_by.name}"
    if one.linked_at is None:
        return "Its people are being looked for" if page.signed else "Waits until its columns are agreed"
    return f"Taken in, on the word of {said.said_by.name}" if said else "Taken in"


def coverage(page: FeedPage) -> tuple[str, Table | None]:
    """Over all in words, and by ward."""
    told = next((one.held["spoken_of"] for one in page.deliveries[::-1] if "spoken_of" in one.held), None)
    if not told or not told["children"]:
        return "", None
    words = f"It speaks of {told['spoken_of']:,} of the {plural(told['children'], 'child', 'children')} known here"
    rows = tuple((ward, _share(spoken, children)) for ward, children, spoken in told["wards"])
    table = Table(
        caption="Share of the children known in each ward", caption_hidden=True,
        columns=(Column(heading="Ward"), Column(heading="Of its children", numeric=True)), rows=rows,
    )  # fmt: skip
    return f"{words}: {_share(told['spoken_of'], told['children'])}.", table if rows else None


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f}%" if whole else "0%"


# --- acts -------------------------------------------------------------------------------------------------------------


def back(name: str, title: str) -> Link:
    return Link(text=title, url=_url("feed", name))


def agreeing(page: FeedPage) -> FormPage:
    declared = page.line.declared
    return FormPage(
        title="What columns mean", heading="What each column means", caption=declared.title,
        intro=f"{declared.about} Agree it with somebody at the partner who knows, column by column.",
        back=back(declared.feed, declared.title), said="Agreed. Who is in its files is looked for within a few minutes.",
        button="We agree what each column means", template="workspace/feeds/agree.html",
        more={"table": mapping(declared, page.before), "signed": _signed(page.signed) if page.signed else "",
              "rules": rules(declared)},
    )  # fmt: skip


def mapping(declared: Feed, before: Signing | None) -> Table:
    """With what each meant when it was last agreed, where that was something else."""
    was = before.columns if before else {}
    values = any(one.values for one in declared.columns.values())
    more = ((Column(heading="Values"),) if values else ()) + ((Column(heading="Before"),) if before else ())
    return Table(
        caption="Each column, and what it means", caption_hidden=True,
        columns=(Column(heading="Column"), Column(heading="Means"), *more),
        rows=tuple(
            (name, meaning(one.means), *((_values(one),) if values else ()),
             *((_was(was, name, one.means),) if before else ()))
            for name, one in declared.columns.items()
        ),
    )  # fmt: skip


def _values(one: DeclaredColumn) -> str:
    return ", ".join(f"{theirs}: {ours.replace('_', ' ')}" for theirs, ours in one.values.items())


def _was(was: dict[str, str], name: str, means: str) -> str:
    if name not in was:
        return "New"
    return meaning(was[name]) if was[name] != means else "The same"


def rules(declared: Feed) -> list[str]:
    """What the declaration decides besides."""
    numbers = " and ".join({"nhs": "NHS numbers", "upn": "UPNs"}[one] for one in declared.verifies)
    gone = {
        "keep": "Records that are no longer sent are kept as they are.",
        "mark": "Records that are no longer sent are kept, and marked.",
        "withdraw": f"Records that are no longer sent are withdrawn {_after(declared)}.",
    }[declared.gone.then]
    return [
        f"A record is known by {', '.join((*declared.reference, *declared.part))}.",
        f"{declared.partner} checks {numbers or 'no number'} at {'their' if numbers else 'its'} source.",
        "Somebody nobody knows yet gets a record." if declared.starts_records else "Nobody gets a record because of it.",
        *([gone] if declared.sends == "everyone" else ["It sends changes alone, so nobody is gone because they are not in it."]),
    ]  # fmt: skip


def _after(declared: Feed) -> str:
    gone = declared.gone
    said = []
    if gone.after_deliveries is not None:
        said.append(f"when {plural(gone.after_deliveries, 'file')} in a row left them out")
    if gone.after_days is not None:
        said.append(f"after {plural(gone.after_days, 'day')}")
    return " or ".join(said)


def answering(declared: Feed, one: Delivery) -> FormPage:
    return FormPage(
        title="A file that is not as usual", heading="Is this file right?", caption=f"{declared.title}, {one.file_name}",
        intro="Until you say yes, nobody in it is looked for, and nothing counts as gone because it is not in it.",
        back=back(declared.feed, declared.title), said="Thank you. It is seen to within a few minutes.", button="Save",
        template="workspace/feeds/answer.html", more={"unusual": one.unusual},
    )  # fmt: skip


def rows(found: Sequence[WaitingRow]) -> list[RowLine]:
    return [
        RowLine(
            id=row.pk,
            where=_where(row),
            wrong=tuple(_wrong(column, reason, row.cells.get(column, "")) for column, reason in row.reasons),
            file=f"{row.delivery.file_name}, {show_date(row.delivery.as_at)}",
        )
        for row in found
    ]


def _where(row: WaitingRow) -> str:
    layout = row.delivery.layout
    if layout.get("format") == "excel":
        number, sheet = excel.where(layout, row.line)
        place = f"Row {number} of {sheet}"
    else:
        place = f"{ {'fhir': 'Entry', 'parquet': 'Row'}.get(layout.get('format', ''), 'Line') } {row.line:,}"
    return f"{place}, reference {row.reference}" if row.reference else place


def _wrong(column: str, reason: str, cell: str) -> str:
    if not column:
        return reason
    return f"{column}: “{cell}”. {reason}" if cell else f"{column}: {reason}"
