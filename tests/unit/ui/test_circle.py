"""The circle drawn: told apart without colour, named for those who cannot see it, safe with any name."""

from math import hypot
from xml.etree import ElementTree

import pytest

from onestory.ui.charts import circle
from onestory.ui.parts import Circle, Person

SVG = "{http://www.w3.org/2000/svg}"


def drawing(*people: Person) -> ElementTree.Element:
    svg = circle.draw(circle=Circle(family="Zoë's family", people=people))
    return ElementTree.fromstring(svg)


def test_the_drawing_is_an_image_with_a_name() -> None:
    svg = drawing(Person(name="Sam Okafor", kind="worker", lead=True), Person(name="Nan"))
    assert svg.attrib["role"] == "img"
    assert svg.attrib["aria-label"] == (
        "Drawing of the circle around Zoë's family: 2 people, with Sam Okafor as lead. The list says the same."
    )


def test_workers_are_square_and_the_familys_own_people_round() -> None:
    svg = drawing(Person(name="Sam Okafor", kind="worker"), Person(name="Nan"))
    assert len(svg.findall("rect")) == 1
    assert len(svg.findall("circle")) == 2


def test_the_lead_has_a_double_edge_and_the_word() -> None:
    svg = drawing(Person(name="Sam Okafor", kind="worker", lead=True))
    assert len(svg.findall("rect")) == 2
    assert "Sam, lead" in [text.text for text in svg.iter("text")]


@pytest.mark.parametrize(
    ("name", "label"),
    [("The kinship morning", "Kinship morning"), ("Mrs Adair", "Mrs Adair"), ("Gareth Nwosu", "Gareth")],
)
def test_each_is_called_what_one_would_call_them(name: str, label: str) -> None:
    assert label in [text.text for text in drawing(Person(name=name)).iter("text")]


@pytest.mark.parametrize(
    "name",
    ["The Fenn-Adeyemi family", "Selam, Yonas and the children", "Wolfeschlegelsteinhausenbergerdorff’s family", "Li"],
)
def test_a_familys_name_stays_inside_its_ring(name: str) -> None:
    svg = ElementTree.fromstring(circle.draw(circle=Circle(family=name)))
    for text in svg.iter("text"):
        size = float(text.attrib["font-size"])
        edge = hypot(circle.LETTER * size * len(text.text or "") / 2, float(text.attrib["y"]) - 5 - circle.MIDDLE_Y)
        assert edge < circle.RING


def test_everyone_stays_inside_the_drawing() -> None:
    svg = drawing(*(Person(name=f"Person {n}", kind="worker", lead=n == 0) for n in range(20)))
    ys = [float(text.attrib["y"]) for text in svg.iter("text")]
    assert len(svg.findall("path")) == circle.SHOWN
    assert 10 < min(ys) <= max(ys) < circle.HEIGHT


def test_a_name_cannot_break_out_of_the_drawing() -> None:
    svg = drawing(Person(name='<script>alert("1")</script>'))
    assert not list(svg.iter("script"))


def test_a_family_with_nobody_yet_is_still_drawn() -> None:
    assert "0 people" in drawing().attrib["aria-label"]
