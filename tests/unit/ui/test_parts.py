"""The parts of a page say what they mean without colour, sight or a mouse."""

from typing import Any

from django.template import Context, Template

from onestory.ui import parts


def drawn(source: str, **context: Any) -> str:
    return Template("{% load ui govuk %}" + source).render(Context(context))


def test_a_component_takes_its_own_parameters_and_escapes_them() -> None:
    html = drawn('{% govuk "input" id="a" name="a" label__text=text %}', text="<b>Name</b>")
    assert 'for="a"' in html
    assert "&lt;b&gt;Name&lt;/b&gt;" in html


def test_a_component_can_be_drawn_around_a_part_of_the_page() -> None:
    html = drawn('{% govuk_with "details" summaryText="Who?" %}<p>{{ who }}</p>{% endgovuk_with %}', who="<Zoë>")
    assert "<p>&lt;Zoë&gt;</p>" in html


def test_values_that_differ_stand_side_by_side() -> None:
    row = parts.SummaryRow(key="Date of birth", values=("14 March 2019", "14 May 2019"), note="They differ")
    html = drawn("{% summary_list rows %}", rows=[row])
    assert "14 March 2019<br>14 May 2019" in html.replace("\n", "").replace("  ", "")
    assert "They differ" in html


def test_a_table_has_a_caption_and_a_heading_for_every_row() -> None:
    table = parts.Table(
        caption="Who came",
        columns=(parts.Column(heading="Month"), parts.Column(heading="Families", numeric=True)),
        rows=((parts.Link(text="May", url="/may"), "31"), ("June", "28")),
    )
    html = drawn("{% data_table table %}", table=table)
    assert "<caption" in html
    assert html.count('scope="row"') == 2
    assert 'href="/may"' in html


def test_a_list_with_neither_end_in_sight_leads_both_ways() -> None:
    html = drawn('{% older_newer page "entries" %}', page=parts.Page(older_url="?o=1", newer_url="?n=1"))
    assert 'rel="prev" href="?n=1"' in html
    assert 'rel="next" href="?o=1"' in html


def test_a_list_that_fits_has_no_way_on() -> None:
    assert drawn("{% older_newer page %}", page=parts.Page()).strip() == ""


def test_only_the_familys_own_words_are_set_in_their_voice() -> None:
    told: Any = {"when": "5 July 2024", "when_iso": "2024-07-05", "kind": "Words", "by": "Zoë"}
    ours = parts.Entry(text="We like it here", in_their_words=True, **told)
    visit = parts.Entry(text="Went round", **told)
    html = drawn("{% story entries %}", entries=[ours, visit])
    assert html.count('class="words"') == 1
    assert '<blockquote class="words">We like it here' in html


def test_what_is_known_is_confirmed_in_one_press_with_its_token() -> None:
    fact = parts.KnownFact(question="Language?", answer="Kurdish", source="Told to Sam", confirm_url="/yes")
    html = drawn("{% still_right fact %}", fact=fact, csrf_token="t0ken")
    assert 'method="post" action="/yes"' in html
    assert 'value="t0ken"' in html


def test_the_lead_is_named_as_such_in_words() -> None:
    assert "Lead" in drawn("{% person who %}", who=parts.Person(name="Sam Okafor", lead=True))


def test_initials_are_of_the_first_and_last_words() -> None:
    assert parts.initials("Zoë de la Hart") == "ZH"
    assert parts.initials("Cher") == "C"
    assert parts.initials("") == ""


def test_a_family_is_known_by_its_own_letter_and_never_by_the() -> None:
    assert parts.initials("The Hobbs family") == "H"
    assert parts.initials("Leanne and her baby") == "L"
    assert parts.initials("The kinship morning") == "KM"
