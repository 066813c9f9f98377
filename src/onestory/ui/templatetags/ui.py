"""The parts of a page, one tag each. Their shapes are in onestory.ui.parts."""

from typing import Any

from django import forms, template
from django.utils.safestring import SafeString

from onestory.ui import parts, repeated
from onestory.ui.charts import circle
from onestory.ui.forms import summary_of

register = template.Library()


@register.inclusion_tag("ui/parts/page_heading.html")
def page_heading(text: str, caption: str = "", intro: str = "") -> dict[str, Any]:
    """The page's one h1."""
    return {"text": text, "caption": caption, "intro": intro}


@register.inclusion_tag("ui/parts/error_summary.html")
def error_summary(*all_forms: "forms.BaseForm | forms.BaseFormSet[Any] | str | None") -> dict[str, Any]:
    """Everything that needs putting right, each with a link to its box. Nothing when all is well."""
    each = (given.forms if isinstance(given, forms.BaseFormSet) else [given] for given in all_forms)
    present = [form for some in each for form in some if isinstance(form, forms.BaseForm)]
    return {"errors": [mistake for form in present for mistake in summary_of(form)]}


@register.simple_tag
def summary_list(rows: list[parts.SummaryRow]) -> SafeString:
    """What is known, one thing to a line."""
    return repeated.draw("summary_list", rows=rows, acts=any(row.links for row in rows))


@register.inclusion_tag("ui/parts/table.html")
def data_table(table: parts.Table) -> dict[str, Any]:
    """A table with its caption. Each row's first cell names the row."""
    return {"table": table, "body": [list(zip(row, table.columns, strict=True)) for row in table.rows]}


@register.inclusion_tag("ui/parts/older_newer.html")
def older_newer(page: parts.Page, what: str = "") -> dict[str, Any]:
    """The way on through a long list. `what` names it for those who hear links alone: "entries"."""
    return {"page": page, "what": what}


@register.simple_block_tag(takes_context=True)
def empty(context: template.Context, content: str, heading: str) -> str:
    """A page or list with nothing on it yet: what will appear here, and how to begin."""
    return _drawn(context, "ui/parts/empty.html", heading=heading, body=content)


@register.simple_block_tag(takes_context=True)
def banner(context: template.Context, content: str, word: str, tone: str = "plain") -> str:
    """A notice at the top. `word` opens it ("Saved", "Important"), so that it does not rest on colour."""
    return _drawn(context, "ui/parts/banner.html", word=word, tone=tone, body=content)


@register.inclusion_tag("ui/parts/label.html")
def label(shape: parts.Label | str, tone: parts.Tone = "plain") -> dict[str, Any]:
    """A short word beside something, for a state: {% label "Draft" %}."""
    return {"label": parts.Label(text=shape, tone=tone) if isinstance(shape, str) else shape}


@register.inclusion_tag("ui/parts/still_right.html", takes_context=True)
def still_right(context: template.Context, fact: parts.KnownFact) -> dict[str, Any]:
    """What is known already, with a way to say it still holds or has changed."""
    return {"fact": fact, "csrf_token": context.get("csrf_token")}


@register.simple_tag
def story(entries: list[parts.Entry], level: int = 3) -> SafeString:
    """A story, each entry one glance tall. `level` is that of each entry's heading."""
    return repeated.draw("story", entries=entries, level=level)


@register.simple_tag
def person(shape: parts.Person) -> SafeString:
    """A name with initials, and a line about them."""
    return repeated.draw("person", person=shape)


@register.inclusion_tag("ui/parts/circle.html")
def circle_of(shape: parts.Circle, beside: bool = False) -> dict[str, Any]:
    """The circle drawn, and the same in a list. The list alone must be enough."""
    return {"circle": shape, "drawing": circle.draw(circle=shape), "beside": beside}


def _drawn(context: template.Context, name: str, **values: Any) -> SafeString:
    engine = context.template.engine if context.template else template.Engine.get_default()
    return engine.get_template(name).render(template.Context(values))
