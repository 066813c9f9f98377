"""A worry is always somebody's and always due; others are called when it waits, and only a person ends it."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from tests.factories import Known, a_family, a_team, an_account, as_superuser, place_of

from onestory.access.actions import agreements
from onestory.access.models import Account
from onestory.access.viewer import Viewer, acting_as
from onestory.core.errors import Invalid, NotThere
from onestory.core.ids import uuid7
from onestory.people import queries as people
from onestory.support import worry_queries
from onestory.support.actions import circle, worries
from onestory.support.models import Worry

NEW = worries.NewWorry(seen="A bruise on his arm", urgency="today", told="unsafe", why_untold="He is afraid of him")


@pytest.fixture
def known(db: None) -> Known:
    return a_family(an_account())


def helper(known: Known, *, role: str = "volunteer") -> Account:
    """Somebody in the circle who does not see what is written about safety."""
    made = an_account("Jo Stone", role=role, team=place_of(known.author).team)
    with acting_as(known.author) as viewer:
        circle.bring_in(by=viewer, family=people.family(viewer, known.family.pk), account=made, role="Helper")
    return made


def raised(by: Viewer, known: Known, new: worries.NewWorry = NEW) -> Worry:
    family = people.family(by, known.family.pk)
    return worries.raise_worry(by=by, family=family, new=new, now=timezone.now())


def supervisor_of(account: Account) -> Account:
    made = an_account("Lee Ward", role="supervisor", team=a_team("Elsewhere"))
    with acting_as(an_account("Ad Min", role="administrator")) as viewer:
        agreements.set_supervision(by=viewer, supervisor=made, account=account)
    return made


def seen(known: Known, account: Account) -> list[Worry]:
    with acting_as(account) as viewer:
        return worry_queries.of_family(viewer, people.family(viewer, known.family.pk))


def calls(account: Account) -> list[str]:
    with acting_as(account) as viewer:
        return [one.why for one in worry_queries.calls(viewer)]


def time_passes(worry: Worry, hours: int) -> None:
    moved = "due_at = due_at - make_interval(hours => {}), owned_since = owned_since - interval '1 day'"
    as_superuser(f"UPDATE support_worry SET {moved} WHERE id = {{}}", hours, worry.pk)


def test_whoever_raises_a_worry_has_it_and_it_is_due_by_how_urgent_it_is(known: Known) -> None:
    with acting_as(known.author) as viewer:
        worry = raised(viewer, known)
        assert (worry.owner_id, worry.state) == (viewer.account_id, "open")
        assert worry.due_at - worry.created_at == timedelta(hours=4)
        assert [one.act for one in worry_queries.events(viewer, worry)] == ["worries.raise"]


def test_a_form_sent_twice_raises_one(known: Known) -> None:
    key = uuid7()
    with acting_as(known.author) as viewer:
        family = people.family(viewer, known.family.pk)
        both = [
            worries.raise_worry(by=viewer, family=family, new=NEW, now=timezone.now(), form_key=key) for _ in range(2)
        ]
    assert both[0] == both[1]


@pytest.mark.parametrize(
    ("field", "new"),
    [
        ("seen", worries.NewWorry(seen=" ", urgency="today", told="yes")),
        ("urgency", worries.NewWorry(seen="A bruise", urgency="", told="yes")),
        ("told", worries.NewWorry(seen="A bruise", urgency="today", told="")),
        ("why_untold", worries.NewWorry(seen="A bruise", urgency="today", told="unsafe")),
    ],
)
def test_what_is_missing_is_said_beside_its_box(known: Known, field: str, new: worries.NewWorry) -> None:
    with acting_as(known.author) as viewer, pytest.raises(Invalid) as refused:
        raised(viewer, known, new)
    assert refused.value.field == field


def test_a_volunteer_raises_one_and_sees_that_it_was_taken_on_but_nothing_more(known: Known) -> None:
    volunteer = helper(known)
    with acting_as(volunteer) as viewer:
        worry = raised(viewer, known)
    with acting_as(known.author) as viewer:
        theirs = worry_queries.worry(viewer, people.family(viewer, known.family.pk), worry.pk)
        worries.take_on(by=viewer, worry=theirs, now=timezone.now())
        later = timezone.now() + timedelta(days=1)
        worries.look(by=viewer, worry=theirs, words="I rang the school", again_at=later, now=timezone.now())
    with acting_as(volunteer) as viewer:
        mine = worry_queries.worry(viewer, people.family(viewer, known.family.pk), worry.pk)
        assert mine.owner_name == "Sam Reed"
        assert [one.act for one in worry_queries.events(viewer, mine)] == ["worries.raise"]
        with pytest.raises(NotThere):
            worries.look(by=viewer, worry=mine, words="More", again_at=later, now=timezone.now())


def test_others_in_the_circle_see_no_worry(known: Known) -> None:
    other = helper(known, role="practitioner")
    with acting_as(known.author) as viewer:
        raised(viewer, known)
    assert seen(known, other) == []
    assert len(seen(known, known.author)) == 1


def test_one_raised_by_somebody_who_may_not_look_further_calls_their_supervisor_at_once(known: Known) -> None:
    volunteer = helper(known)
    supervisor = supervisor_of(volunteer)
    with acting_as(volunteer) as viewer:
        raised(viewer, known)
    assert calls(supervisor) == ["unseen"]


def test_whoever_takes_on_a_call_has_it_and_sees_what_it_needs_of_the_family(known: Known) -> None:
    volunteer = helper(known)
    supervisor = supervisor_of(volunteer)
    with acting_as(volunteer) as viewer:
        raised(viewer, known)
    with acting_as(supervisor) as viewer:
        call = worry_queries.calls(viewer)[0]
        worry = worries.answer_call(by=viewer, call_id=call.call, now=timezone.now())
        family = people.family(viewer, known.family.pk)
        assert worry.owner_id == viewer.account_id
        assert "safeguarding" in family.sections_open_to(viewer)
        assert "young_person" not in family.sections_open_to(viewer)
    assert calls(supervisor) == []


@pytest.mark.hazard("HZ-58")
def test_one_that_waits_past_its_time_calls_who_stands_nearest_and_then_others(known: Known) -> None:
    near, far = supervisor_of(known.author), an_account("Kim Lee", role="supervisor")
    with acting_as(known.author) as viewer:
        worry = raised(viewer, known)
    worries.call_whoever_is_needed()
    assert (calls(near), calls(far)) == ([], [])
    time_passes(worry, 5)
    worries.call_whoever_is_needed()
    worries.call_whoever_is_needed()
    assert (calls(near), calls(far)) == (["late"], [])
    as_superuser(
        "UPDATE support_worrycall SET called_at = called_at - interval '3 hours' WHERE worry_id = {}", worry.pk
    )
    for _ in range(2):
        worries.call_whoever_is_needed()
        as_superuser(
            "UPDATE support_worrycall SET called_at = called_at - interval '3 hours' WHERE worry_id = {}", worry.pk
        )
    assert calls(far) == ["late"]
    assert [one.state for one in seen(known, known.author)] == ["open"]


@pytest.mark.hazard("HZ-58")
def test_one_whose_owner_has_left_calls_somebody_before_it_is_late(known: Known) -> None:
    near = supervisor_of(known.author)
    with acting_as(known.author) as viewer:
        raised(viewer, known)
    as_superuser("UPDATE access_account SET asleep_since = now() WHERE id = {}", known.author.pk)
    worries.call_whoever_is_needed()
    assert calls(near) == ["away"]


def test_one_whose_owner_is_away_calls_who_stands_in_only_where_they_see_this_already(known: Known) -> None:
    knows, does_not = an_account("Kim Lee"), an_account("Jo Stone")
    for deputy in (knows, does_not):
        as_superuser(
            "INSERT INTO support_deputy (id, created_at, away_id, deputy_id, starts_on, ends_on, set_by_id)"
            " VALUES ({}, now(), {}, {}, current_date, current_date + 3, {})",
            uuid7(), known.author.pk, deputy.pk, known.author.pk,
        )  # fmt: skip
    with acting_as(known.author) as viewer:
        family = people.family(viewer, known.family.pk)
        circle.bring_in(by=viewer, family=family, account=knows, role="Helper", sections=("shared", "safeguarding"))
        raised(viewer, known)
    assert (calls(knows), calls(does_not)) == (["away"], [])


@pytest.mark.hazard("HZ-25")
def test_nobody_is_called_to_whom_the_family_is_closed(known: Known) -> None:
    volunteer = helper(known)
    supervisor = supervisor_of(volunteer)
    as_superuser(
        "INSERT INTO access_denial (id, created_at, family_id, account_id, kind, reason, starts_at, set_by_id)"
        " VALUES ({}, now(), {}, {}, 'conflict', 'Her brother', now() - interval '1 day', {})",
        uuid7(), known.family.pk, supervisor.pk, known.author.pk,
    )  # fmt: skip
    with acting_as(volunteer) as viewer:
        raised(viewer, known)
    assert calls(supervisor) == []


def test_a_referral_waits_for_an_answer_and_only_then_can_the_worry_end(known: Known) -> None:
    with acting_as(known.author) as viewer:
        worry, now = raised(viewer, known), timezone.now()
        worries.refer(by=viewer, worry=worry, new=worries.NewReferral("The duty team", "What Chidi said"), now=now)
        with pytest.raises(Invalid, match="with social care"):
            worries.end(by=viewer, worry=worry, reason="Nothing more to do", now=now)
        worries.hear(by=viewer, worry=worry, outcome="assessment", answer="Within 45 days", now=now)
        worries.end(by=viewer, worry=worry, reason="They have their own social worker now", now=now)
        assert worry_queries.referrals(viewer, worry)[0].outcome == "assessment"
        assert [one.after for one in worry_queries.events(viewer, worry)] == ["open", "referred", "open", "ended"]


def test_it_does_not_end_without_a_reason_or_before_the_family_was_thought_of(known: Known) -> None:
    not_yet = worries.NewWorry(seen="A bruise", urgency="soon", told="not_yet", why_untold="She was not at home")
    with acting_as(known.author) as viewer:
        worry, now = raised(viewer, known, not_yet), timezone.now()
        with pytest.raises(Invalid, match="whether the family knows"):
            worries.end(by=viewer, worry=worry, reason="It was ink", now=now)
        worries.tell_family(by=viewer, worry=worry, told="yes", why="", now=now)
        with pytest.raises(Invalid, match="Say why"):
            worries.end(by=viewer, worry=worry, reason=" ", now=now)
        worries.end(by=viewer, worry=worry, reason="It was ink", now=now)
        worries.reopen(by=viewer, worry=worry, reason="There is another", now=now)
        assert worry.state == "open"


def test_a_worry_about_somebody_there_is_no_record_of_is_its_writers(known: Known) -> None:
    nobody_yet = worries.NewWorry(seen="Crying at the door", urgency="today", told="unsafe", why_untold="I do not know them",
                                  about_words="A boy of about five, Fore Street")  # fmt: skip
    with acting_as(known.author) as viewer:
        worry = worries.raise_worry(by=viewer, family=None, new=nobody_yet, now=timezone.now())
    with acting_as(an_account("Jo Stone")):
        assert not Worry.objects.filter(pk=worry.pk).exists()


@pytest.mark.parametrize(
    ("urgency", "on", "then"),
    [
        ("soon", "2026-11-20", "2026-11-23"),
        ("today", "2026-11-20", "2026-11-21"),
        # Christmas Day is a holiday, and a worry knows none.
        ("soon", "2026-12-24", "2026-12-25"),
        ("now", "2026-12-24", "2026-12-25"),
    ],
)
def test_social_care_is_asked_again_after_a_day_that_no_holiday_puts_off(urgency: str, on: str, then: str) -> None:
    friday = datetime.fromisoformat(f"{on}T16:00:00+00:00")
    assert worries.asked_again(Worry(urgency=urgency), now=friday).date().isoformat() == then
