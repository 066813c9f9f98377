"""What a column may be called, and how somebody says that theirs is called something else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from onestory.core.errors import Invalid
from onestory.core.text import join_words

ID = "id"
# In the order they are shown in. Each is compared in a way of its own (compare.py).
STANDARD = (
    "given_name", "family_name", "other_name", "date_of_birth", "sex", "address", "postcode", "phone", "email",
    "nhs_number", "upn", "reference", "mother_name", "role",
)  # fmt: skip
# What others call them, where nobody said; folded as `_plain` folds them.
_ALSO = {
    "given_name": ("first_name", "forename", "forenames", "firstname", "given"),
    "family_name": ("surname", "last_name", "lastname", "family"),
    "other_name": ("middle_name", "middle_names", "known_as", "preferred_name", "preferred_forename"),
    "date_of_birth": ("dob", "birth_date", "born", "birthdate"),
    "sex": ("gender",),
    "address": ("address_line_1", "address1", "street"),
    "postcode": ("post_code", "zip", "zipcode"),
    "phone": ("telephone", "mobile", "phone_number"),
    "email": ("email_address",),
    "nhs_number": ("nhs", "nhs_no", "nhsnumber"),
    "upn": ("unique_pupil_number",),
    "reference": (),
    "mother_name": ("mothers_name",),
    # Whether the row names somebody as a parent or as a child: not compared, but no parent is a child.
    "role": ("person_role",),
    ID: ("unique_id", "rec_id", "record_id"),
}


@dataclass(frozen=True, slots=True)
class Columns:
    """For each of our columns the columns of a file that fill it, in order; the file's own spelling."""

    of: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def __getitem__(self, name: str) -> tuple[str, ...]:
        return self.of.get(name, ())


def parse(text: str) -> dict[str, tuple[str, ...]]:
    """Read "given_name=fname,address=number+street": several joined by + fill one column. Raises Invalid."""
    told: dict[str, tuple[str, ...]] = {}
    for part in filter(None, (piece.strip() for piece in text.split(","))):
        ours, equals, theirs = (piece.strip() for piece in part.partition("="))
        if ours not in (*STANDARD, ID):
            raise Invalid(
                f"{ours} is not a column Onestory compares. Write one of {join_words((ID, *STANDARD), 'or')}."
            )
        if not equals or not theirs:
            raise Invalid(f"Say which column fills {ours}, as in {ours}=THEIRS.")
        told[ours] = tuple(piece.strip() for piece in theirs.split("+"))
    return told


def find(header: Sequence[str], told: Mapping[str, tuple[str, ...]]) -> Columns:
    """Where each of our columns stands in a file: as told, else by its usual names. Raises Invalid."""
    known = {_plain(name): name for name in reversed(header)}
    found: dict[str, tuple[str, ...]] = {}
    for ours in (ID, *STANDARD):
        names = told.get(ours) or next(((name,) for name in (ours, *_ALSO[ours]) if name in known), ())
        missing = [name for name in names if _plain(name) not in known]
        if missing:
            raise Invalid(f"There is no column {missing[0]}. The file has {join_words(header)}.")
        if names:
            found[ours] = tuple(known[_plain(name)] for name in names)
    if not found.keys() - {ID, "sex"}:
        raise Invalid(f"Nothing in this file can be compared. It has {join_words(header)}; say which is which, as in "
                      "--columns given_name=FNAME,date_of_birth=DOB.")  # fmt: skip
    return Columns(found)


def _plain(name: str) -> str:
    return "_".join(name.replace("\ufeff", "").strip().lower().replace("-", " ").split())
