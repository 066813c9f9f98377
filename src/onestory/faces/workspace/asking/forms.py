"""What is asked when somebody asks for help, and at each step after. How to reach them safely comes first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms

from onestory.access.viewer import Viewer
from onestory.core.errors import Invalid
from onestory.faces.workspace.bound import BoundForm
from onestory.support.actions.requests import REACH_CHANGED
from onestory.support.models import Telling
from onestory.support.models.requests import Door, Reach, Urgency
from onestory.support.request_inputs import About, AskedBy, NewRequest, SafeReach, read_at
from onestory.ui import fields
from onestory.ui.forms import Form

THEMSELVES, ME, SOMEBODY = "themselves", "me", "somebody"
MINE, DUTY = "mine", "duty"
THEY_LIVE_THERE, AS_IT_IS = "there", "left"
_REACH = [
    ("", "They have not said"),
    (Reach.CALL, "Ring them"),
    (Reach.TEXT, "Send a text message"),
    (Reach.EMAIL, "Send an email"),
    (Reach.LETTER, "Write a letter"),
    (Reach.THROUGH, "Through somebody they trust"),
    (Reach.THEY_COME, "They will come to us, or ring us"),
]
_YES_NO = [("", "Nobody has asked"), ("yes", "Yes"), ("no", "No")]
_ROLES = [("parent", "Parent or carer"), ("child", "Child"), ("other", "Somebody else")]
_DOORS = [(str(door), door.label) for door in Door if door not in (Door.FEED,)]


def _line(label: str, *, most: int = 200, help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label=label, required=False, max_length=most, help_text=help_text,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip


class RequestForm(Form):
    """The one short form, the same from every door."""

    marks_optional = False

    reach_how = forms.ChoiceField(
        label="How may we reach them safely?", choices=_REACH, required=False,
        help_text="What nobody has asked about is not safe",
    )  # fmt: skip
    reach_at = _line("Where?", help_text="A number, an address, or whom to ask")
    reach_when = _line("When is it safe?", most=300, help_text="Such as mornings")
    leave_message = forms.ChoiceField(label="May we leave a message?", choices=_YES_NO, required=False)
    code_word = _line("A word by which they know it is us", most=60)
    given = fields.NameField(label="First name", required=False, max_length=100)
    family = fields.NameField(label="Surname", required=False, max_length=100)
    born = fields.PartialDateField(label="Born", required=False)
    postcode = fields.PostcodeField(label="Postcode", required=False)
    others = fields.WordsField(label="Who else is in the family?", required=False, rows=2)
    words = fields.WordsField(
        label="What do they ask for?", required=False, rows=5, help_text="In their own words, as far as you can"
    )
    words_by = _line("Whose words are these?", most=60)
    urgency = forms.ChoiceField(
        label="Can it wait?", choices=[(str(one), one.label) for one in reversed(Urgency)], initial=str(Urgency.USUAL),
        widget=forms.RadioSelect,
    )  # fmt: skip
    who = forms.ChoiceField(
        label="Who is asking?",
        choices=[(THEMSELVES, "They ask for themselves"), (ME, "I am, for them"), (SOMEBODY, "Somebody else, for them")],
        initial=THEMSELVES, widget=forms.RadioSelect,
    )  # fmt: skip
    family_knows = forms.ChoiceField(
        label="Does the family know that help is asked for?", choices=_YES_NO, required=False
    )
    asker_name = _line("Name")
    asker_role = _line("What are they to the family?", most=120)
    asker_organisation = _line("Where do they work?")
    asker_how = forms.ChoiceField(label="How do they hear what happens?", choices=_REACH, required=False)
    asker_at = _line("At which number or address?")
    door = forms.ChoiceField(label="How did it come to us?", choices=_DOORS, initial=str(Door.PHONE))
    keep_it = forms.ChoiceField(
        label="Who goes on with it?", choices=[(DUTY, "The team on duty"), (MINE, "I do")], initial=DUTY
    )
    told = forms.BooleanField(label="I have told them what happens next", required=False)

    def __init__(self, data: Any, *, takes: bool, initial: dict[str, Any]) -> None:
        """Whoever only asks, and takes no requests, asks for somebody else, and the team on duty has it."""
        super().__init__(data, initial=initial)
        if not takes:
            for name in ("who", "door", "keep_it", "told", *(one for one in self.fields if one.startswith("asker_"))):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        super().clean()
        return _with_places_read(self, "reach", "asker")

    def new(self, viewer: Viewer) -> NewRequest:
        said = self.cleaned_data
        return NewRequest(
            door=self._door(), words=said["words"], words_by=said["words_by"], urgency=said["urgency"],
            reach=SafeReach(
                how=said["reach_how"], at=said["reach_at"], when=said["reach_when"], code_word=said["code_word"],
                leave_message=_yes_no(said["leave_message"]),
            ),
            about=About(
                given=said["given"], family=said["family"], born=said["born"], postcode=said["postcode"] or "",
                others=said["others"],
            ),
            asker=self._asker(viewer),
        )  # fmt: skip

    def keeps(self) -> bool:
        """What they ask themselves they do not look at themselves, and hear of like anybody else."""
        return self.cleaned_data.get("keep_it") == MINE and self.cleaned_data.get("who") != ME

    def _door(self) -> str:
        """Whoever asks here themselves came by no telephone, whatever the box was left at."""
        asks = self.cleaned_data.get("who", ME) == ME
        door: str = self.cleaned_data.get("door", Door.PROFESSIONAL)
        return Door.PROFESSIONAL if asks and door in (Door.PHONE, Door.HUB, Door.CHAT, Door.SELF) else door

    def _asker(self, viewer: Viewer) -> AskedBy | None:
        said = self.cleaned_data
        who, knows = said.get("who", ME), _yes_no(said["family_knows"])
        if who == THEMSELVES:
            return None
        if who == ME:
            return AskedBy(name=viewer.name, signs_in=True, family_knows=knows)
        return AskedBy(
            name=said["asker_name"], role=said["asker_role"], organisation=said["asker_organisation"], how=said["asker_how"],
            at=said["asker_at"], family_knows=knows,
        )  # fmt: skip


def _yes_no(said: str) -> bool | None:
    return {"yes": True, "no": False}.get(said)


class ReachForm(BoundForm):
    """As it stands, to be put right. `asker`: whoever asked for them hears by a way of their own.

    `seen` stands for what was on the page when it was opened, `stands` for what is there now.
    """

    reach_how = forms.ChoiceField(label="How may we reach them safely?", choices=_REACH, required=False)
    reach_at = _line("Where?", help_text="A number, an address, or whom to ask")
    reach_when = _line("When is it safe?", most=300, help_text="Such as mornings")
    leave_message = forms.ChoiceField(label="May we leave a message?", choices=_YES_NO, required=False)
    code_word = _line("A word by which they know it is us", most=60)
    asker_how = forms.ChoiceField(label="How does whoever asked hear what happens?", choices=_REACH, required=False)
    asker_at = _line("At which number or address?")
    why = fields.WordsField(
        label="Why does it change?",
        rows=2,
        help_text="Such as that they rang, or that somebody else answered the old number",
    )

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any, *, subject: UUID, asker: bool, stands: str, initial: dict[str, Any]) -> None:
        """What was left as a draft keeps what its page showed: days later it is no more of today than it was."""
        super().__init__(data, subject=subject, initial={"seen": stands} | initial)
        self.stands = stands
        if not asker:
            del self.fields["asker_how"], self.fields["asker_at"]

    @property
    def is_of_before(self) -> bool:
        """Whether something was put right after this was opened, or left."""
        return bool(self["seen"].value() != self.stands)

    def clean_seen(self) -> str:
        """Asked here too, so that it is said with all else that is wrong, and shown again with what stands now."""
        seen: str = self.cleaned_data["seen"]
        if seen != self.stands:
            self.data = self.data.copy()  # type: ignore[attr-defined]
            self.data[self.add_prefix("seen")] = self.stands  # type: ignore[index]
            self.add_error(None, REACH_CHANGED)
        return seen

    def clean(self) -> dict[str, Any]:
        super().clean()
        return _with_places_read(self, "reach", "asker")

    def reach(self) -> SafeReach:
        said = self.cleaned_data
        return SafeReach(
            how=said["reach_how"], at=said["reach_at"], when=said["reach_when"], code_word=said["code_word"],
            leave_message=_yes_no(said["leave_message"]),
        )  # fmt: skip


def _with_places_read(form: forms.Form, *whom: str) -> dict[str, Any]:
    """Each number and address as it is kept. What cannot be rung or written to is said beside its box."""
    said = form.cleaned_data
    for name in whom:
        try:
            said[f"{name}_at"] = read_at(said.get(f"{name}_how") or "", said.get(f"{name}_at") or "")
        except Invalid as refusal:
            form.add_error(f"{name}_at", refusal.message)
    return said


class ToldHomeForm(BoundForm):
    answer = forms.ChoiceField(
        label="What is right?", initial=THEY_LIVE_THERE, widget=forms.RadioSelect,
        choices=[(THEY_LIVE_THERE, "They live there now"), (AS_IT_IS, "Leave the record as it is")],
    )  # fmt: skip
    who = forms.MultipleChoiceField(
        label="If so, who lives there?", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data: Any, *, subject: UUID, people: Sequence[tuple[str, str]], alone: set[str]) -> None:
        super().__init__(data, subject=subject, initial={"who": sorted(alone)})
        self.fields["who"].choices = people  # type: ignore[attr-defined]


class TakeOverForm(BoundForm):
    why = fields.WordsField(label="Why do you take it on in their place?", rows=3)


class ReasonForm(BoundForm):
    reason = fields.WordsField(label="Why?", rows=3, help_text="A sentence the family could read")


class NoteForm(BoundForm):
    text = fields.WordsField(label="What happened?", rows=4, help_text="For example that you rang, and nobody answered")
    next_on = fields.LastDayField(label="When do you look at it next?", required=False)


class OfferForm(BoundForm):
    what = fields.WordsField(label="What can we offer?", rows=4, help_text="In words they could read")
    next_on = fields.LastDayField(label="When do you ask whether they want it?", required=False)


class EndForm(BoundForm):
    how = forms.ChoiceField(label="What became of it?", widget=forms.RadioSelect)
    reason = fields.WordsField(
        label="Say it in a sentence",
        rows=4,
        help_text="The family could read it. Anybody else who asked is told no more than what became of it",
        error_messages={"required": "Say what became of it, in a sentence."},
    )

    def __init__(self, data: Any, *, subject: UUID, ends: Sequence[tuple[str, str]]) -> None:
        super().__init__(data, subject=subject)
        self.fields["how"].choices = ends  # type: ignore[attr-defined]


class PassOnForm(BoundForm):
    team = forms.TypedChoiceField(label="To a team", coerce=UUID, required=False, empty_value=None)
    email = forms.EmailField(label="Or to a colleague, by their email address", required=False)
    why = fields.WordsField(
        label="Why can they help better?", rows=3, help_text="They read it once they accept, and not before"
    )

    def __init__(self, data: Any, *, subject: UUID, teams: Sequence[tuple[str, str]]) -> None:
        super().__init__(data, subject=subject)
        self.fields["team"].choices = [("", "Choose a team"), *teams]  # type: ignore[attr-defined]


class FamilyForm(BoundForm):
    family = forms.TypedChoiceField(label="Which family is it about?", coerce=UUID, widget=forms.RadioSelect)

    def __init__(self, data: Any, *, subject: UUID, families: Sequence[tuple[str, str]]) -> None:
        super().__init__(data, subject=subject)
        self.fields["family"].choices = families  # type: ignore[attr-defined]


class StartForm(BoundForm):
    given = fields.NameField(label="First name", required=False)
    family = fields.NameField(label="Surname", required=False)
    born = fields.PartialDateField(label="Born", required=False)
    role = forms.ChoiceField(
        label="Are they an adult or a child of the family?", choices=_ROLES,
        initial="parent", widget=forms.RadioSelect,
    )  # fmt: skip


class JoinForm(BoundForm):
    other = forms.TypedChoiceField(label="Which request does it belong to?", coerce=UUID, widget=forms.RadioSelect)
    reason = fields.WordsField(label="How do you know?", rows=3)

    def __init__(self, data: Any, *, subject: UUID, others: Sequence[tuple[str, str]]) -> None:
        super().__init__(data, subject=subject)
        self.fields["other"].choices = others  # type: ignore[attr-defined]


class TellForm(BoundForm):
    how = forms.ChoiceField(label="How were they told?", widget=forms.RadioSelect, required=False)
    why_not = fields.WordsField(
        label="Or why were they not told?", rows=2, required=False,
        help_text="For example that it would not be safe, or that there is no way to reach them",
    )  # fmt: skip

    def __init__(self, data: Any, *, subject: UUID, ways: Sequence[str]) -> None:
        super().__init__(data, subject=subject)
        self.fields["how"].choices = [(way, Telling.How(way).label) for way in ways]  # type: ignore[attr-defined]
