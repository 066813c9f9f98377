"""What was done differently stays the family's; what was learnt is shared without them, or not at all."""

import pytest
from django.utils import timezone
from tests.factories import Known, a_family, an_account

from onestory.access.actions import agreements
from onestory.access.viewer import Viewer, acting_as
from onestory.core.errors import Invalid, NotThere
from onestory.people import queries as people
from onestory.people.models import Family
from onestory.support import difference_queries
from onestory.support.actions import circle, differences, thoughts
from onestory.support.models import Difference, Learning


@pytest.fixture
def known(db: None) -> Known:
    return a_family(an_account())


def its(viewer: Viewer, known: Known) -> Family:
    return people.family(viewer, known.family.pk)


def begun(viewer: Viewer, known: Known) -> Difference:
    new = differences.NewDifference("We meet by the sea", "Rooms frighten her", "Ada, and Lee who runs the hub")
    return differences.begin(by=viewer, family=its(viewer, known), new=new)


def shared(viewer: Viewer, known: Known, text: str) -> Learning:
    return differences.share(
        by=viewer,
        family=its(viewer, known),
        difference=begun(viewer, known),
        text=text,
        about="places",
        now=timezone.now(),
    )


def test_it_says_what_why_and_who_agreed(known: Known) -> None:
    for missing in ("what", "why", "agreed_with"):
        said = {"what": "By the sea", "why": "Rooms", "agreed_with": "Ada"} | {missing: " "}
        with acting_as(known.author) as viewer, pytest.raises(Invalid) as refused:
            differences.begin(by=viewer, family=its(viewer, known), new=differences.NewDifference(**said))
        assert refused.value.field == missing


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Ada talked when we walked", "Ada"), ("ask chidi first", "chidi"), ("The Okafors", "Okafors"), ("an okafor", "okafor"),
        ("Ring 07700 900123", "07700 900123"), ("Meet in PL1 1AA", "PL1 1AA"), ("Write to a@b.org", "a@b.org"),
        ("Sam waits outside", ""), ("Bea came too", "Bea"), ("Ask Mo", "Mo"), ("mo is a word", ""),
    ],
)  # fmt: skip
def test_what_leads_to_the_family_is_not_shared(known: Known, text: str, word: str) -> None:
    with acting_as(known.author) as viewer:
        circle.add_own_person(by=viewer, family=its(viewer, known), name="Nana Bea and Mo", role="Grandmother")
        assert differences.leads_to(viewer, its(viewer, known), text) == word


def test_a_name_is_refused_by_name_and_nothing_is_shared(known: Known) -> None:
    with acting_as(known.author) as viewer:
        with pytest.raises(Invalid, match="Ada"):
            shared(viewer, known, "Ada talked when we walked")
        assert difference_queries.learning(viewer) == []


def test_others_learn_from_it_and_nothing_in_it_leads_back(known: Known) -> None:
    with acting_as(known.author) as viewer:
        made = shared(viewer, known, "Meet out of doors where walls frighten somebody")
    with acting_as(an_account("Jo Stone")) as viewer:
        found = difference_queries.learning(viewer, holding="doors walls")
        assert [one.text for one in found] == ["Meet out of doors where walls frighten somebody"]
        assert {field.name for field in Learning._meta.fields} == {"id", "about", "text", "shared_on"}
        assert (made.pk.version, made.shared_on.day) == (4, 1)
        assert not Difference.objects.exists()


def test_who_sees_no_family_reads_no_learning(known: Known) -> None:
    with acting_as(known.author) as viewer:
        shared(viewer, known, "Meet out of doors")
    with acting_as(an_account("Al", role="analyst")) as viewer:
        assert difference_queries.learning(viewer) == []
        assert not Learning.objects.exists()


def test_it_is_shared_once(known: Known) -> None:
    with acting_as(known.author) as viewer:
        made, family, now = begun(viewer, known), its(viewer, known), timezone.now()
        differences.share(by=viewer, family=family, difference=made, text="Out of doors", about="places", now=now)
        with pytest.raises(Invalid, match="shared already"):
            differences.share(by=viewer, family=family, difference=made, text="Again", about="places", now=now)


# The eight A's


def test_a_thought_is_its_writers_and_whoever_supervises_them_reads_it(known: Known) -> None:
    colleague, boss = an_account("Jo Stone"), an_account("Lee Ward", role="supervisor")
    with acting_as(known.author) as viewer:
        circle.bring_in(by=viewer, family=its(viewer, known), account=colleague, role="Helper")
        thoughts.think(by=viewer, family=its(viewer, known), prompt="attach", words="She waves", now=timezone.now())
    with acting_as(an_account("Ad Min", role="administrator")) as viewer:
        agreements.set_supervision(by=viewer, supervisor=boss, account=known.author)
    for account, read in ((known.author, ["She waves"]), (colleague, []), (boss, ["She waves"])):
        with acting_as(account) as viewer:
            assert [one.words for one in difference_queries.thoughts(viewer, its(viewer, known))] == read


def test_the_newest_thought_stands_and_the_earlier_ones_stay(known: Known) -> None:
    with acting_as(known.author) as viewer:
        for words in ("She hides", "She waves"):
            thoughts.think(by=viewer, family=its(viewer, known), prompt="attach", words=words, now=timezone.now())
        family = its(viewer, known)
        assert [one.words for one in difference_queries.thoughts(viewer, family)] == ["She waves"]
        assert [one.words for one in difference_queries.thoughts_about(viewer, family, "attach")] == [
            "She waves",
            "She hides",
        ]


def test_nobody_is_asked_for_a_thought_and_no_other_prompt_exists(known: Known) -> None:
    with acting_as(known.author) as viewer:
        family = its(viewer, known)
        with pytest.raises(Invalid):
            thoughts.think(by=viewer, family=family, prompt="attach", words=" ", now=timezone.now())
        with pytest.raises(NotThere):
            thoughts.think(by=viewer, family=family, prompt="score", words="9", now=timezone.now())
