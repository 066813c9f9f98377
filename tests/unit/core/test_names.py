import pytest
from hypothesis import given
from hypothesis import strategies as st

from onestory.core import names
from onestory.core.errors import Invalid
from onestory.core.names import PersonName


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("Ada Lovelace", PersonName("Ada", "Lovelace")),
        ("Smith-Jones, Amy Rose, Mrs", PersonName("Amy", "Smith-Jones", "Rose")),
        ("Mr John Paul Smith", PersonName("John", "Smith", "Paul")),
        ("Dr. Ana de la Cruz", PersonName("Ana", "de la Cruz")),
        ("Jan van der Berg", PersonName("Jan", "van der Berg")),
        ("Ian St John", PersonName("Ian", "St John")),
        ("Sister", PersonName("Sister", "")),
        ("  Seán\u00a0O\u2019Neill ", PersonName("Seán", "O'Neill")),
        ("محمد علي", PersonName("محمد", "علي")),
    ],
)
def test_a_name_is_read_in_either_order_without_its_title(typed: str, read: PersonName) -> None:
    assert names.parse(typed) == read


@pytest.mark.parametrize("typed", ["", "   ", "1234", "--", "x" * 200])
def test_what_holds_no_name_is_refused_in_words(typed: str) -> None:
    with pytest.raises(Invalid, match=r"name"):
        names.parse(typed)


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("MCDONALD", "McDonald"),
        ("o'neill", "O'Neill"),
        ("VAN DER BERG", "van der Berg"),
        ("smith-jones", "Smith-Jones"),
        ("DE LA CRUZ", "de la Cruz"),
        ("LE GRICE", "Le Grice"),
        ("ŁUKASZ", "Łukasz"),
        ("AJ", "AJ"),
        ("McDonald", "McDonald"),
        ("MacLeod", "MacLeod"),
        ("deSouza", "deSouza"),
    ],
)
def test_capitals_are_put_back_only_when_all_were_lost(sent: str, kept: str) -> None:
    assert names.tidy(sent) == kept


def test_a_name_is_shown_one_way_and_shortened_to_two_letters() -> None:
    name = names.parse("Jan van der Berg")
    assert names.show(name) == "Jan van der Berg"
    assert names.initials(name) == "JV"
    assert names.initials(names.parse("Prince")) == "P"


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Łukasz", "lukasz"),
        ("Søren", "soren"),
        ("Weiß", "weiss"),
        ("Đorđe", "dorde"),
        ("O\u2019Neill", "oneill"),
        ("Smith-Jones", "smith jones"),
        ("Zoë", "zoe"),
        ("Олена", "olena"),
    ],
)
def test_folding_leaves_plain_letters_to_compare(text: str, folded: str) -> None:
    assert names.fold(text) == folded


@pytest.mark.parametrize(
    ("one", "other"),
    [("Stephen", "Steven"), ("Smith", "Smyth"), ("Catherine", "Kathryn"), ("Phillip", "Filip")],
)
def test_names_that_sound_alike_share_a_sound(one: str, other: str) -> None:
    assert names.sounds(one) == names.sounds(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Bill", "William"),
        ("Liam", "Bill"),
        ("Kate", "Katherine"),
        ("Kasia", "Katarzyna"),
        ("Mohammed", "Muhammad"),
        ("Ola", "Aleksandra"),
        ("Gosia", "Małgorzata"),
    ],
)
def test_short_forms_are_known_in_both_directions(one: str, other: str) -> None:
    assert names.fold(other) in names.nicknames(one)
    assert names.fold(one) in names.nicknames(other)


@pytest.mark.parametrize(("one", "other"), [("Anna", "Hannah"), ("Jacob", "James"), ("Ava", "Eva"), ("Ellie", "Ella")])
def test_two_sisters_names_are_not_one_name(one: str, other: str) -> None:
    assert names.fold(other) not in names.nicknames(one)


@given(st.text(max_size=150))
def test_no_text_breaks_a_name(text: str) -> None:
    try:
        name = names.parse(text)
    except Invalid:
        return
    assert names.show(name)
    assert names.fold(names.fold(text)) == names.fold(text)
    assert isinstance(names.sounds(text), str)


@given(st.text(max_size=100))
def test_tidying_twice_changes_nothing_more(text: str) -> None:
    once = names.tidy(text)
    assert names.fold(names.tidy(once)) == names.fold(once)
