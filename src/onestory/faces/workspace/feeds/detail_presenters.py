"""How details to put right are worded, and how good the record is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from onestory.core.dates import show_date
from onestory.faces.workspace.changing import FormPage
from onestory.linkage import declaration
from onestory.linkage.details import Detail, Rule
from onestory.linkage.models import QualityReading
from onestory.ui.charts import line
from onestory.ui.parts import Column, Link, Table

NAMES = {
    "born": "Date of birth", "nhs": "NHS number", "ethnicity": "Ethnicity", "main_language": "Main language",
    "gp_practice": "GP practice",
}  # fmt: skip


_CAPTIONS = {"": "How much is known", "source": "How much is known, by source", "owner": "How much is known, by team"}


@dataclass(frozen=True)
class DetailLine:
    link: Link
    words: str
    about: str
    aside: Link


def lines(found: Sequence[Detail]) -> list[DetailLine]:
    return [
        DetailLine(
            link=Link(text=one.person_name, url=_url("person", one.family, one.person), about=f": {one.words}"),
            words=one.words,
            about=f"{one.family_name}. {_owner(one)}",
            aside=Link(
                text="Leave it for now",
                url=_url("set_detail_aside", one.family, one.person, one.key),
                about=f": {one.person_name}, {one.words}",
            ),
        )
        for one in found
    ]


def _url(name: str, *arguments: object) -> str:
    return reverse(f"workspace:{name}", args=arguments)


def _owner(one: Detail) -> str:
    if one.mine:
        return "You lead their circle"
    return f"{one.owner} leads their circle" if one.owner else "Nobody leads their circle"


def leaving(rule: Rule, called: str) -> FormPage:
    return FormPage(
        title="Leaving a detail as it is", heading="Leave this as it is for now?", caption=called,
        intro=f"{rule.words}. It comes back on the day you choose, unless it has been put right.",
        back=Link(text="Details to put right", url=reverse("workspace:details")), said="Left as it is until then.",
        button="Leave it for now",
    )  # fmt: skip


# --- how good the record is -------------------------------------------------------------------------------------------


def over_time(readings: Sequence[QualityReading], *, by: str) -> Table:
    """`by` is what the rows are of besides the detail: "", "source" or "owner". The newest night stands in numbers."""
    series: dict[tuple[str, str], list[QualityReading]] = defaultdict(list)
    for one in readings:
        series[(one.detail, getattr(one, by) if by else "")].append(one)
    heading = {"": (), "source": (Column(heading="Told by"),), "owner": (Column(heading="Team"),)}[by]
    return Table(
        caption=_CAPTIONS[by], caption_hidden=True,
        columns=(
            Column(heading="Detail"), *heading, Column(heading="Known", numeric=True), Column(heading="Over time"),
            Column(heading="Contradictory", numeric=True), Column(heading="Of", numeric=True),
        ),
        rows=tuple(
            (NAMES.get(detail, detail), *((_titled(of, by),) if by else ()), _share(nights[-1]), _drawn(nights, detail, of),
             f"{nights[-1].contradictory:,}", f"{nights[-1].people:,}")
            for (detail, of), nights in sorted(series.items())
        ),
    )  # fmt: skip


def _titled(of: str, by: str) -> str:
    declared = declaration.feeds().get(of)
    return declared.title if by == "source" and declared else of


def _share(one: QualityReading) -> str:
    return f"{_hundredth(one):.0f}%"


def _hundredth(one: QualityReading) -> float:
    return 100 * one.known / one.people if one.people else 0.0


def _drawn(nights: Sequence[QualityReading], detail: str, of: str) -> str:
    shown = [_hundredth(one) for one in nights]
    if len(shown) < 2:
        return ""
    whose = f" ({of})" if of else ""
    words = f"{NAMES.get(detail, detail)}{whose}: {shown[-1]:.0f}% now, {shown[0]:.0f}% on {show_date(nights[0].day)}"
    return line.draw(hundredths=shown, words=words)
