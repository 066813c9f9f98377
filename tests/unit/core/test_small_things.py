from uuid import RFC_4122

from onestory.core.ids import uuid7, uuid7s
from onestory.core.text import join_words, plural


def test_identifiers_made_later_sort_later_and_say_their_version() -> None:
    made = [uuid7() for _ in range(1000)]
    assert len(set(made)) == 1000
    assert [i.int >> 80 for i in made] == sorted(i.int >> 80 for i in made)
    assert {(i.version, i.variant) for i in made} == {(7, RFC_4122)}


def test_many_identifiers_made_at_once_come_in_their_order() -> None:
    made = uuid7s(1000)
    assert len(set(made)) == 1000
    assert made == sorted(made)
    assert {(i.version, i.variant) for i in made} == {(7, RFC_4122)}


def test_words_are_joined_as_they_are_said() -> None:
    assert join_words([]) == ""
    assert join_words(["a"]) == "a"
    assert join_words(["a", "b", "c"]) == "a, b and c"
    assert join_words(["a", "b"], last="or") == "a or b"


def test_things_are_counted_in_words() -> None:
    assert plural(1, "child", "children") == "1 child"
    assert plural(1204, "person", "people") == "1,204 people"
    assert plural(2, "hub") == "2 hubs"
