"""The words of every page that changes something about a person. Titles never say whose page it is."""

from __future__ import annotations

from dataclasses import dataclass

from onestory.core.dates import show_date, today
from onestory.faces.workspace.changing import FormPage
from onestory.faces.workspace.people.subject import Subject
from onestory.faces.workspace.wording import name_of
from onestory.people.models import Membership
from onestory.ui.parts import Link


@dataclass(frozen=True, kw_only=True)
class Words:
    """`{name}` and `{given}` stand for the person's."""

    title: str
    heading: str
    said: str
    intro: str = ""
    button: str = "Save"
    grave: bool = False


WORDS = {
    "place": Words(title="Place in the family", heading="What is {given} to this family?", said="Saved."),
    "leave": Words(
        title="Leaving a family",
        heading="Has {given} left this family?",
        intro="{given}’s name stays in the family’s story, and everything written stays. Where {given} is from now on, "
        "and how to reach them, will no longer be seen from here.",
        button="Yes, they have left",
        said="They are no longer in this family. What was written about them is kept.",
        grave=True,
    ),
    "new_name": Words(
        title="Another name",
        heading="What else is {name} called?",
        intro="A new usual name takes the place of the one before, which is kept as an earlier name. If a name is only "
        "spelt wrong, go back and correct the spelling instead.",
        button="Add this name",
        said="The name has been added.",
    ),
    "correct_name": Words(
        title="Spelling of a name",
        heading="How is the name spelt?",
        intro="For a slip of the pen. If it is a new name, add it instead, so that the old one still finds them.",
        said="The spelling has been put right.",
    ),
    "birth": Words(title="Birth", heading="When was {given} born?", said="Saved."),
    "death": Words(
        title="A death",
        heading="Has {name} died?",
        intro="From the moment you save this, nothing more is sent to {given} or about {given} by itself. "
        "Everybody in the circle will see it on the family’s page.",
        button="Yes, write it down",
        said="It has been written down. Nothing more will be sent by itself.",
        grave=True,
    ),
    "add_number": Words(
        title="A number",
        heading="Add a number for {given}",
        intro="A number that another system knows {given} by. It is checked for slips as you save it.",
        said="The number has been added.",
    ),
    "check_number": Words(
        title="Checking a number",
        heading="Is this number right?",
        said="Thank you. What you found is written down.",
    ),
    "add_contact": Words(
        title="A way to reach somebody",
        heading="How can {given} be reached?",
        button="Add it",
        said="Added.",
    ),
    "check_again": Words(
        title="Is it still safe?",
        heading="Is it still safe?",
        button="Save what they said today",
        said="Saved. It is good for 90 days, and then it is asked again.",
    ),
    "stop_using": Words(
        title="Stop using this",
        heading="Stop using this?",
        intro="Nobody will be shown it as a way to reach {given} any more. That it was used once is kept.",
        button="Yes, stop using it",
        said="It will not be used any more.",
        grave=True,
    ),
    "move": Words(
        title="A new address",
        heading="Where do they live now?",
        intro="The address before is kept as an earlier one, and ends on the day the new one begins.",
        button="Save the address",
        said="The new address has been written down.",
    ),
    "hide_home": Words(
        title="Keep an address confidential",
        heading="Keep where {given} lives confidential?",
        intro="At once and everywhere, only people who need to know where {given} is will see this address. "
        "Nobody can find {given} by it, and others of the family who live there cannot be found by it either. "
        "Somebody who could see it until now may still remember it.",
        button="Keep it confidential",
        said="The address is now confidential.",
    ),
    "show_home": Words(
        title="An address no longer confidential",
        heading="Show where {given} lives again?",
        intro="Everybody alongside this family will see the address. Do this only if {given} has told you it is safe.",
        button="Yes, it is safe to show",
        said="The address is shown again.",
        grave=True,
    ),
    "relate": Words(
        title="A relationship",
        heading="How is {given} related?",
        intro="Say it once: the other way round follows by itself.",
        said="The relationship has been written down.",
    ),
    "end_relationship": Words(
        title="A relationship that has ended",
        heading="Is this no longer so?",
        button="Save",
        said="Written down. That it was once so is kept.",
    ),
    "record_responsibility": Words(
        title="Parental responsibility",
        heading="Who holds parental responsibility for {given}?",
        intro="Only write down what you know. Where nothing is written, we act as though nobody holds it.",
        said="Written down.",
    ),
    "end_responsibility": Words(
        title="Parental responsibility that has ended",
        heading="Does this no longer hold?",
        said="Written down. That it once held is kept.",
    ),
}


def page(key: str, subject: Subject, *, heading: str = "", intro: str = "", then: str = "") -> FormPage:
    """The page of this name, about this person."""
    words = WORDS[key]
    names_in = {"name": subject.name, "given": subject.given}
    return FormPage(
        title=words.title,
        heading=heading or words.heading.format(**names_in),
        caption=who(subject.place),
        intro=intro or words.intro.format(**names_in),
        button=words.button,
        said=words.said,
        grave=words.grave,
        then=then,
        back=Link(text=f"Back to {subject.given}", url=subject.url),
    )


def who(place: Membership) -> str:
    """The line above every heading, by which one child is told from another: "Chidi Okafor, born 14 March 2019"."""
    return ", ".join(part for part in (name_of(place), born(place)) if part)


def born(place: Membership) -> str:
    person = place.person
    if person.born:
        about = "about " if person.born_estimated else ""
        return f"born {about}{person.born.show()}"
    return f"due {show_date(person.due_on)}" if person.due_on else ""


def age(place: Membership) -> str:
    """Their age in words, while they live."""
    person = place.person
    return person.born.age_words(today()) if person.born and not person.died else ""
