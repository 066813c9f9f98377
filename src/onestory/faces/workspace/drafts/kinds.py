"""Every kind of form that keeps a draft, and what of it is typed, chosen or chosen several times.

A form's name is its kind, or "kind:rest" where one family has several at once: the rest are the further arguments of its page.
Only what was typed makes a draft; what was chosen is kept beside it.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """`words` name it on Today; `page` is the name of its address, whose first argument is the family, where it is of one
    (`of_a_family`); then those of its name; the last is the number of the draft, for one that is `numbered`. Of a `quiet` one
    no list shows a word: screens are read over shoulders.
    """

    words: str
    page: str
    typed: tuple[str, ...]
    chosen: tuple[str, ...] = ()
    several: tuple[str, ...] = ()
    numbered: bool = False
    quiet: bool = False
    of_a_family: bool = True


KINDS: dict[str, Kind] = {
    "request": Kind(
        "A request you are taking",
        "workspace:new_request",
        (
            "words",
            "words_by",
            "given",
            "family",
            "born",
            "postcode",
            "others",
            "reach_at",
            "reach_when",
            "code_word",
            "asker_name",
            "asker_role",
            "asker_organisation",
            "asker_at",
        ),
        ("reach_how", "leave_message", "urgency", "door", "who", "asker_how", "family_knows", "keep_it", "told"),
        numbered=True,
        quiet=True,
        of_a_family=False,
    ),
    "correct_reach": Kind(
        "How somebody is reached safely", "workspace:correct_reach", ("why", "reach_at", "reach_when", "code_word", "asker_at"),
        ("reach_how", "leave_message", "asker_how", "seen"), quiet=True, of_a_family=False,
    ),
    "say_known": Kind(
        "What your service knows", "workspace:say_what_is_known", ("words",), ("service", "section"), quiet=True,
        of_a_family=False,
    ),
    "decide": Kind(
        "What you decide together", "workspace:decide_together", ("level_why", "words", "goes_email", "goes_name"),
        ("level", "decision", "goes", "goes_on"), quiet=True, of_a_family=False,
    ),
    "ask_word": Kind(
        "A word you ask for", "workspace:ask_for_a_word", ("name", "service", "question"), ("about_name", "born", "section"),
        quiet=True, of_a_family=False,
    ),
    "correct_minutes": Kind(
        "Something to put right in minutes", "workspace:correct_minutes", ("words",), quiet=True, of_a_family=False
    ),
    "begin_walking": Kind("How you walk alongside them", "workspace:begin_walking", ("why",), ("level", "on")),
    "step": Kind("A step up or down", "workspace:step", ("reason",), ("level", "on")),
    "end_walking": Kind(
        "Support that ends", "workspace:end_walking", ("why", "family_view", "stays_in_place"), ("on",)
    ),
    "introduction": Kind(
        "An introduction", "workspace:offer_introduction", ("name", "role", "why", "family_words")
    ),
    "introduce": Kind("An introduction", "workspace:offer_colleague", ("why", "family_words"), ("role",)),
    "introduced": Kind(
        "How an introduction goes", "workspace:introduction", ("words",), ("act", "meet_on", "accompanied"), ("sections",)
    ),
    "consult": Kind("A question to somebody who knows more", "workspace:consult", ("question",), ("whom",)),
    "consulted": Kind("What somebody said", "workspace:consultation", ("words",), ("act",)),
    "goal": Kind("What they want", "workspace:write_goal", ("words", "why", "how_we_know"), ("said_by",)),
    "reword_goal": Kind("What they want", "workspace:reword_goal", ("words", "why", "how_we_know")),
    "turn_goal": Kind("How it is with a goal", "workspace:turn_goal", ("reason",), ("act",)),
    "plan_step": Kind("A step of a plan", "workspace:add_plan_step", ("what",), ("who", "due_on")),
    "agree_plan": Kind(
        "A plan they have seen", "workspace:agree_plan", ("seen_with", "words"), ("seen_by", "how", "on")
    ),
    "settle_plan": Kind("What was not right in a plan", "workspace:settle_plan", ("reason",)),
    "need": Kind("A need", "workspace:write_need", ("evidence",), ("code", "person", "goal", "on")),
    "change_need": Kind("How it is with a need", "workspace:need", ("evidence",), ("act", "on", "goal")),
    "review": Kind(
        "A review", "workspace:hold_review", ("who_was_there", "better", "harder", "family_view"), ("on", "next_on")
    ),
    "differently": Kind(
        "Something done differently", "workspace:begin_differently", ("what", "why", "agreed_with"), ("section",)
    ),
    "look_back": Kind("What came of doing it differently", "workspace:look_back", ("happened", "learnt")),
    "share": Kind("What others can learn", "workspace:share_learning", ("text",), ("about",)),
    "thought": Kind("One of the eight A’s", "workspace:think", ("words",), quiet=True),
    "attachment": Kind("A picture or a letter to add", "workspace:attach", ("what", "shows"), (), ("about",)),
    "reach_out": Kind("How you reached out", "workspace:reach_out", ("words",), ("way", "again")),
    "worry": Kind(
        "A worry you began", "workspace:raise_worry", ("seen", "whose_words", "untold_why"), ("urgency", "told"), ("about",),
        numbered=True, quiet=True,
    ),
    "loose_worry": Kind(
        "A worry you began", "workspace:raise_loose_worry", ("about_words", "seen", "whose_words", "untold_why"),
        ("urgency", "told", "request"), numbered=True, quiet=True, of_a_family=False,
    ),
}  # fmt: skip
