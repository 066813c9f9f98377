"""Small changes to a condition in SQL, each of which some test should notice.

A reader of SQL that knows words, brackets and the few words that end a condition: enough for our own functions and walls,
which are written here and no others are given to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

# What asks whether something is in force is one term, with two halves.
LIVE = re.compile(
    r"(?P<began>(?P<t>\w+|\"\w+\"|\{t\})\.starts_at <= statement_timestamp\(\))"
    r" AND (?P<lasts>\((?P=t)\.ends_at IS NULL OR (?P=t)\.ends_at > statement_timestamp\(\)\))"
)
TOKEN = re.compile(r"«\w+»|'(?:[^']|'')*'|\"[^\"]*\"|::|:=|<>|<=|>=|<@|&&|\|\||[A-Za-z_{][\w{}.]*|\d+|\S")
ENDING = """THEN WHERE ORDER GROUP FOR RETURNING UNION LIMIT JOIN LEFT ON SET INTO LOOP SELECT FROM VALUES IF BEGIN END INSERT
UPDATE RAISE PERFORM RETURN USING DELETE ELSE ELSIF DO ; ,"""
ENDS = frozenset(ENDING.split())
TURNED = {"=": "<>", "<>": "=", "<=": ">", ">=": "<", "<": ">=", ">": "<=", "<@": "@>"}


@dataclass(frozen=True)
class Token:
    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Change:
    """What was done, around where, and the whole text as it then reads."""

    what: str
    where: str
    sql: str


def changes(sql: str, *, sentences: Mapping[str, str] | None = None) -> list[Change]:
    """Every change to the conditions of a condition or of a function's body; a function's head is left as it is.

    `sentences` are conditions said in one place and used in many: one is a single term here, and is changed where it is said.
    """
    short = sql
    for name, sentence in (sentences or {}).items():
        short = short.replace(sentence, f"«{name}»")
    # A function that only names another has no condition to change.
    head = short.find("$$") + 2 if "$$" in short else len(short) if short.lstrip().startswith("CREATE") else 0
    made = [*_halves_of_live(short, head), *_dropped_terms(short, head), *_turned(short, head)]
    whole = [replace(change, sql=_in_full(change.sql, sentences or {})) for change in made]
    return list({change.sql: change for change in whole if change.sql != sql}.values())


def _in_full(short: str, sentences: Mapping[str, str]) -> str:
    for name, sentence in sentences.items():
        short = short.replace(f"«{name}»", sentence)
    return short


def _tokens(sql: str, head: int) -> list[Token]:
    """With each question of `LIVE` as one token."""
    found: list[Token] = []
    at = head
    for live in [*LIVE.finditer(sql, head), None]:
        until = live.start() if live else len(sql)
        found += [Token(one.group(), one.start(), one.end()) for one in TOKEN.finditer(sql, at, until)]
        if live:
            found.append(Token("LIVE", live.start(), live.end()))
            at = live.end()
    return found


def _halves_of_live(sql: str, head: int) -> Iterator[Change]:
    for live in LIVE.finditer(sql, head):
        yield _put(sql, live.start(), live.end(), live["lasts"], "counts before it begins")
        yield _put(sql, live.start(), live.end(), live["began"], "counts after it ends")


def _dropped_terms(sql: str, head: int) -> Iterator[Change]:
    tokens = _tokens(sql, head)
    for place, token in enumerate(tokens):
        if token.text in ("AND", "OR") and not _is_between(tokens, place):
            right = _term(tokens, place, +1)
            left = _term(tokens, place, -1)
            yield _put(sql, token.start, tokens[right].end, "", f"drops what follows {token.text}")
            before = tokens[left - 1].text if left else ""
            if before not in ("AND", "OR"):
                yield _put(sql, tokens[left].start, token.end, "", f"drops what stands before {token.text}")


def _term(tokens: list[Token], place: int, step: int) -> int:
    """The last token of the term beside an operator, going one way until its clause or its brackets end."""
    deeper, shallower = ("([", ")]") if step > 0 else (")]", "([")
    depth, here = 0, place + step
    while 0 <= here < len(tokens):
        text = tokens[here].text
        if depth == 0 and (
            text in shallower or text in ENDS or (text in ("AND", "OR") and not _is_between(tokens, here))
        ):
            break
        depth += (text in deeper) - (text in shallower)
        here += step
    return here - step


def _is_between(tokens: list[Token], place: int) -> bool:
    """The AND of BETWEEN joins no conditions."""
    if tokens[place].text != "AND":
        return False
    for token in reversed(tokens[max(0, place - 6) : place]):
        if token.text == "BETWEEN":
            return True
        if token.text in ("AND", "OR", "WHERE", "THEN"):
            return False
    return False


def _turned(sql: str, head: int) -> Iterator[Change]:
    tokens = _tokens(sql, head)
    for place, token in enumerate(tokens):
        after = tokens[place + 1].text if place + 1 < len(tokens) else ""
        if (token.text == "NOT" and after in ("EXISTS", "IN", "(")) or (
            token.text == "NOT" and after.startswith("wall")
        ):
            yield _put(sql, token.start, token.end, "", "forgets NOT")
        elif token.text == "IS" and after == "NULL":
            yield _put(sql, token.start, token.end, "IS NOT", "turns IS NULL round")
        elif token.text == "IS" and after == "NOT" and tokens[place + 2].text in ("NULL", "DISTINCT", "TRUE"):
            yield _put(sql, tokens[place + 1].start, tokens[place + 1].end, "", "forgets the NOT of IS NOT")
        elif token.text in TURNED and not _is_assignment(tokens, place):
            yield _turn(sql, tokens, place, after)


def _turn(sql: str, tokens: list[Token], place: int, after: str) -> Change:
    """`= ANY` becomes `<> ALL`, and the other way round; anything else its opposite."""
    token, other = tokens[place], {"ANY": "ALL", "ALL": "ANY"}.get(after)
    until, turned = (
        (tokens[place + 1].end, f"{TURNED[token.text]} {other}") if other else (token.end, TURNED[token.text])
    )
    return _put(sql, token.start, until, turned, f"turns {token.text} round")


def _is_assignment(tokens: list[Token], place: int) -> bool:
    """`SET ends_at = x` sets; it does not ask."""
    depth = 0
    for token in reversed(tokens[:place]):
        depth += (token.text == ")") - (token.text == "(")
        if depth < 0 or token.text in ("WHERE", "THEN", "IF", "SELECT", "ON", "AND", "OR", "RETURN", ";"):
            return False
        if token.text == "SET" and depth == 0:
            return True
    return False


def _put(sql: str, start: int, end: int, instead: str, what: str) -> Change:
    around = " ".join(sql[max(0, start - 30) : end + 30].split())
    return Change(what, around, sql[:start] + instead + sql[end:])
