"""How text goes wrong in people's hands: slips at the keyboard, spelling by ear, names carried between scripts.

Each function takes a text and gives back a different one, or None when that slip cannot happen to it.
"""

from __future__ import annotations

import unicodedata
from datetime import date, timedelta
from random import Random

_NEIGHBOURS = {
    "a": "qsz",
    "b": "vgn",
    "c": "xdv",
    "d": "sfe",
    "e": "wrd",
    "f": "dgr",
    "g": "fht",
    "h": "gjy",
    "i": "uok",
    "j": "hku",
    "k": "jli",
    "l": "kop",
    "m": "nj",
    "n": "bmh",
    "o": "ipl",
    "p": "ol",
    "q": "wa",
    "r": "etf",
    "s": "adw",
    "t": "ryg",
    "u": "yij",
    "v": "cbf",
    "w": "qes",
    "x": "zcs",
    "y": "tuh",
    "z": "xa",
}
_BY_EAR = (
    *(("ph", "f"), ("ck", "k"), ("ie", "y"), ("y", "ie"), ("ea", "ee"), ("ai", "ay"), ("th", "t"), ("tt", "t")),
    *(("ll", "l"), ("nn", "n"), ("ss", "s"), ("c", "k"), ("k", "c"), ("s", "z"), ("z", "s"), ("ei", "ie")),
    *(("ou", "oo"), ("gh", ""), ("wh", "w"), ("x", "cks"), ("kn", "n"), ("igh", "y"), ("oe", "o"), ("v", "ph")),
)
# One name in several spellings, as it comes from another script or another language.
_SPELLINGS = (
    ("Mohammed", "Muhammad", "Mohamed", "Mohammad", "Muhammed"),
    ("Ahmed", "Ahmad", "Ahmet"),
    ("Hussain", "Hussein", "Hossain", "Hossein"),
    ("Yusuf", "Yousef", "Yousuf", "Youssef"),
    ("Fatima", "Fatema", "Fatemeh", "Fathima"),
    ("Aisha", "Ayesha", "Aysha", "Aishah"),
    ("Ibrahim", "Ebrahim", "Ibraheem"),
    ("Mustafa", "Mostafa", "Moustafa"),
    ("Khadija", "Khadeeja", "Hadija"),
    ("Maryam", "Mariam", "Meryem"),
    ("Omar", "Umar", "Omer"),
    ("Hassan", "Hasan"),
    ("Rahman", "Rehman"),
    ("Chowdhury", "Choudhury", "Chaudhry", "Choudhary"),
    ("Sheikh", "Shaikh"),
    ("Oleksandr", "Alexander", "Aleksandr"),
    ("Yuliia", "Julia", "Yulia"),
    ("Andrii", "Andrei", "Andriy"),
    ("Serhii", "Sergey", "Serhiy"),
    ("Kateryna", "Ekaterina", "Katerina"),
    ("Sofiia", "Sofia", "Sophia"),
    ("Nguyễn", "Nguyen"),
    ("Chen", "Chan", "Tan"),
    ("Wang", "Wong"),
    ("Huang", "Wong"),
    ("Li", "Lee"),
    ("Zhang", "Cheung"),
    ("Tesfay", "Tesfai", "Tesfaye"),
    ("Catherine", "Katherine", "Kathryn"),
    ("Stephen", "Steven"),
    ("Philip", "Phillip"),
    ("Sarah", "Sara"),
    ("Hannah", "Hanna"),
    ("Geoffrey", "Jeffrey"),
)
_OTHER_SPELLINGS = {
    name: tuple(other for other in group if other != name) for group in reversed(_SPELLINGS) for name in group
}
_UNJOINED = str.maketrans({"ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ø": "o", "ß": "ss", "ı": "i"})


def without_accents(text: str) -> str:
    """The text in plain letters, as a system that knows no others would keep it."""
    if text.isascii():
        return text
    split = unicodedata.normalize("NFD", text.translate(_UNJOINED))
    return "".join(letter for letter in split if not unicodedata.combining(letter))


def accents_lost(text: str) -> str | None:
    plain = without_accents(text)
    return plain if plain != text else None


def typo(text: str, rng: Random) -> str | None:
    """A key beside the right one, a letter left out, two exchanged, or one struck twice."""
    if len(text) < 3:
        return None
    place = rng.randrange(1, len(text))
    letter, kind = text[place], rng.random()
    if kind < 0.35:
        near = _NEIGHBOURS.get(letter.lower())
        return text[:place] + rng.choice(near) + text[place + 1 :] if near else None
    if kind < 0.65:
        return text[:place] + text[place + 1 :]
    if kind < 0.85:
        if place == len(text) - 1 or letter == text[place + 1]:
            return None
        return text[:place] + text[place + 1] + letter + text[place + 2 :]
    return text[:place] + letter + text[place:]


def by_ear(text: str, rng: Random) -> str | None:
    """The same sounds in other letters: Phillips as Fillips."""
    lowered = text.lower()
    fitting = [(heard, written) for heard, written in _BY_EAR if heard in lowered]
    if not fitting:
        return None
    heard, written = rng.choice(fitting)
    place = lowered.index(heard)
    changed = lowered[:place] + written + lowered[place + len(heard) :]
    return _cased_like(text, changed) if len(changed) > 1 else None


def _cased_like(text: str, changed: str) -> str:
    return changed[0].upper() + changed[1:] if text[:1].isupper() else changed


def other_spelling(text: str, rng: Random) -> str | None:
    others = _OTHER_SPELLINGS.get(text)
    return rng.choice(others) if others else None


def punctuation(text: str, rng: Random) -> str | None:
    """O'Brien as OBrien or O Brien, McCarthy as Mc Carthy or MacCarthy, Smith-Jones as Smith Jones or only Jones."""
    if "'" in text:
        return text.replace("'", rng.choice(("", " ", "’", "`")))
    if "-" in text:
        first, _, last = text.partition("-")
        return rng.choice((f"{first} {last}", f"{first}{last}", last, first, f"{last}-{first}"))
    if text.startswith("Mc") and len(text) > 3:
        return rng.choice((f"Mc {text[2:]}", f"Mac{text[2:]}", f"Mc{text[2:].lower()}"))
    return None


def spacing(text: str, rng: Random) -> str:
    return rng.choice((f" {text}", f"{text} ", f"{text}  ", text.replace(" ", "  ") if " " in text else f"{text}\t"))


def digit(text: str, rng: Random, keep: int = 0) -> str | None:
    """One digit wrong, or two neighbours exchanged; the first `keep` characters stay as they are."""
    places = [place for place, c in enumerate(text) if c.isdigit() and place >= keep]
    if len(places) < 2:
        return None
    place = rng.choice(places[:-1])
    following = text[place + 1]
    if rng.random() < 0.4 and following.isdigit() and following != text[place]:
        return text[:place] + following + text[place] + text[place + 2 :]
    wrong = rng.choice([d for d in "0123456789" if d != text[place]])
    return text[:place] + wrong + text[place + 1 :]


def postcode(text: str, rng: Random) -> str | None:
    """A wrong digit, a wrong last letter, or a nought written as the letter O."""
    if len(text) < 5:
        return None
    kind = rng.random()
    if kind < 0.4:
        return digit(text, rng, keep=2)
    if kind < 0.7:
        return text[:-1] + rng.choice([c for c in "ABDEFGHJLNPQRSTUWXYZ" if c != text[-1]])
    if "0" in text:
        return text.replace("0", "O")
    return text[:-2] + text[-1] + text[-2] if text[-1] != text[-2] else None


def day_for_month(day: date) -> date | None:
    return date(day.year, day.day, day.month) if day.day <= 12 and day.day != day.month else None


def wrong_year(day: date, rng: Random) -> date | None:
    year = day.year + rng.choice((-1, 1, -1, 1, -10, 10, -2, 2))
    return date(year, day.month, min(day.day, 28))


def wrong_day(day: date, rng: Random) -> date:
    return day + timedelta(days=rng.choice((-1, 1, -10, 10, -2, 2)))
