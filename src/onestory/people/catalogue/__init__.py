"""The declared catalogue of facts: what can be told once, how it is asked, how long it stays fresh and who may see it.

One YAML file a theme; its form is described in `docs/reference/facts.md`. Read once at start-up, and refused with the
file's name and the line at fault when it does not fit.
"""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from onestory.core import codes
from onestory.core.dates import PartialDate
from onestory.core.errors import Invalid, NotThere
from onestory.core.text import join_words

Kind = Literal["yes_no", "choice", "choices", "text", "number", "date", "language", "languages"]
_DURATION = re.compile(r"^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?$")

DECLINED: dict[str, Any] = {"declined": True}
"""“I would rather not say”: an answer to having been asked, which every question takes and no list of choices needs."""


def is_declined(value: Any) -> bool:
    return bool(value == DECLINED)


class _Declared(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class FactKind(_Declared):
    """One thing that can be told, as declared."""

    key: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    about: Literal["person", "family"]
    question: str
    short: str
    kind: Kind
    fresh_for: str
    section: Literal["shared", "health", "home", "safeguarding", "young_person"]
    choices: dict[str, str] = {}
    code_list: str = ""
    location: bool = False
    site: Literal["", "school", "practice"] = ""
    hint: str = ""
    priority_group: bool = False
    priority_when: tuple[Any, ...] = ()
    why: str = ""
    also_known_as: tuple[str, ...] = ()
    applies_to: Literal["child", "adult", "any"] = "any"
    source: str = ""

    @property
    def days_fresh(self) -> int | None:
        """Days until it should be asked again; None for what does not change."""
        if self.fresh_for == "always":
            return None
        match = _DURATION.match(self.fresh_for)
        if not match:
            raise ValueError(f"{self.key}: fresh_for is a duration such as P1Y, P6M or P90D, or always")
        years, months, days = (int(part or 0) for part in match.groups())
        return years * 365 + months * 30 + days

    def puts_in_priority_group(self, value: Any) -> bool:
        """Whether this answer is a reason to offer help."""
        if not self.priority_group or is_declined(value):
            return False
        if self.kind == "yes_no":
            return value is True
        said = value if isinstance(value, list) else [value]
        return any(one in self.priority_when for one in said)

    def is_fresh(self, confirmed_on: date, *, on: date) -> bool:
        return self.days_fresh is None or (on - confirmed_on).days <= self.days_fresh

    def check(self, value: Any) -> Any:
        """The value as kept. Raises Invalid, naming the choices there are, for one that does not fit."""
        if is_declined(value):
            return value
        if self.kind == "yes_no" and not isinstance(value, bool):
            raise Invalid("Choose yes or no.", self.key)
        if self.kind == "number" and (isinstance(value, bool) or not isinstance(value, int | float)):
            raise Invalid("Enter a number.", self.key)
        if self.kind == "date":
            return PartialDate(str(value)).iso
        return self._check_words(value) if self.kind == "text" else self._check_list(value)

    def _check_words(self, value: Any) -> str:
        if not isinstance(value, str) or not value.strip():
            raise Invalid("Write a few words, or leave it for another day.", self.key)
        return value.strip()

    def _check_list(self, value: Any) -> Any:
        if self.kind in ("choice", "language"):
            self._check_choices([value])
        if self.kind in ("choices", "languages"):
            if not isinstance(value, list):
                raise Invalid("Choose one or more from the list.", self.key)
            # No language at all is an answer: nobody here reads one easily.
            if value or self.kind == "choices":
                self._check_choices(value)
        return value

    def _check_choices(self, values: list[Any]) -> None:
        known = self.all_choices()
        if not values or any(value not in known for value in values):
            raise Invalid("Choose from the list.", self.key)

    def all_choices(self) -> dict[str, str]:
        """The choices in order, value to words, from the declaration or the code list it names."""
        if self.kind in ("language", "languages"):
            return languages()
        return code_list(self.code_list) if self.code_list else self.choices

    def words(self, value: Any) -> str:
        """The value as a person would read it."""
        if is_declined(value):
            return "Would rather not say"
        if self.kind == "yes_no":
            return "Yes" if value else "No"
        if self.kind in ("choices", "languages"):
            known = self.all_choices()
            return join_words([known.get(one, str(one)) for one in value]) or "None"
        if self.kind in ("choice", "language"):
            return self.all_choices().get(value, str(value))
        if self.kind == "date":
            return PartialDate(str(value)).show()
        return str(value)


class Theme(_Declared):
    theme: str
    title: str
    says: str = ""
    facts: tuple[FactKind, ...]


@cache
def themes() -> tuple[Theme, ...]:
    """Every theme in the order of its file name. Raises ValueError naming the file that does not fit."""
    found = []
    for file in sorted(files(__name__).iterdir(), key=lambda f: f.name):
        if not file.name.endswith(".yaml"):
            continue
        try:
            found.append(Theme.model_validate(yaml.safe_load(file.read_text(encoding="utf-8"))))
        except (ValidationError, yaml.YAMLError) as error:
            raise ValueError(f"{file.name}: {error}") from error
    return tuple(found)


@cache
def by_key() -> dict[str, FactKind]:
    return {fact.key: fact for theme in themes() for fact in theme.facts}


def fact(key: str) -> FactKind:
    """Raises NotThere for a key nobody declared."""
    try:
        return by_key()[key]
    except KeyError:
        raise NotThere(f"a fact called {key}") from None


def theme(name: str) -> Theme:
    """Raises NotThere for a theme nobody declared."""
    for declared in themes():
        if declared.theme == name:
            return declared
    raise NotThere(f"a theme called {name}")


@cache
def code_list(name: str) -> dict[str, str]:
    """A published list of codes, code to words as a family would be asked."""
    if name == "ethnicity":
        # One list for what families are asked and what partners send.
        return dict(codes.ETHNICITIES.choices())
    file = files(__name__) / "code_lists" / f"{name}.yaml"
    declared: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return {code: entry["words"] for code, entry in declared["codes"].items()}


@cache
def languages() -> dict[str, str]:
    return {code: language.name for code, language in codes.languages().items()}
