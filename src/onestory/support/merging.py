"""A circle, when two families turn out to be one: it has one lead, and everybody is in it once."""

from onestory.core.merging import Change, Of, Relation, Then
from onestory.support.episode_states import JOINED, WALKING

_NOW = "{x}.ends_on IS NULL"
_WALKING = f"EXISTS (SELECT FROM support_episode b WHERE b.family_id = kept AND b.state = '{WALKING}')"
_LEADS = "EXISTS (SELECT FROM support_circlemember b WHERE b.family_id = kept AND b.lead AND b.ends_on IS NULL)"

RELATIONS = (
    Relation(
        "support_circlemember", "family_id", Of.FAMILY, words="people in the circle",
        unless="a.ends_on IS NULL AND a.account_id IS NOT NULL AND EXISTS (SELECT FROM support_circlemember b"
        " WHERE b.family_id = kept AND b.account_id = a.account_id AND b.ends_on IS NULL)",
    ),
    Relation("support_leadchoice", "family_id", Of.FAMILY),
    Relation("support_leadchoice", "said_by_person_id", Of.PERSON),
    Relation("support_episode", "family_id", Of.FAMILY, words="times somebody walked alongside them"),
    Relation("support_review", "family_id", Of.FAMILY, words="reviews"),
    Relation("support_walkingevent", "family_id", Of.FAMILY, section="section"),
    Relation("support_introduction", "family_id", Of.FAMILY, words="introductions"),
    Relation("support_consultation", "family_id", Of.FAMILY),
    Relation("support_goal", "family_id", Of.FAMILY, words="goals of the plan"),
    Relation("support_goal", "said_by_person_id", Of.PERSON),
    Relation("support_planstep", "family_id", Of.FAMILY),
    Relation("support_planstep", "person_id", Of.PERSON),
    Relation("support_planversion", "family_id", Of.FAMILY, words="plans they agreed to"),
    Relation("support_planversion", "seen_by_person_id", Of.PERSON),
    Relation("support_planshown", "family_id", Of.FAMILY),
    Relation("support_planshown", "person_id", Of.PERSON),
    Relation("support_need", "family_id", Of.FAMILY, section="section"),
    Relation("support_need", "person_id", Of.PERSON),
    Relation("support_needevidence", "family_id", Of.FAMILY, section="section"),
    Relation("support_win", "family_id", Of.FAMILY, words="small wins"),
    Relation("support_win", "person_id", Of.PERSON),
    # Who raised one of a family sees it there, and nobody else learns of it from a plan.
    Relation("support_worry", "family_id", Of.FAMILY),
    Relation("support_worry", "about", Of.PERSON, Then.IS_REPLACED),
    Relation("support_worryevent", "family_id", Of.FAMILY),
    Relation("support_worryreferral", "family_id", Of.FAMILY),
    Relation("support_appointment", "family_id", Of.FAMILY, section="section", words="appointments"),
    Relation("support_appointment", "people", Of.PERSON, Then.IS_REPLACED),
    Relation("support_reachout", "family_id", Of.FAMILY, section="section"),
    Relation("support_contact", "family_id", Of.FAMILY, section="section", words="visits, calls and messages"),
    Relation("support_contact", "there", Of.PERSON, Then.IS_REPLACED),
    Relation("support_attachment", "family_id", Of.FAMILY, section="section", words="pictures and letters"),
    Relation("support_attachment", "about", Of.PERSON, Then.IS_REPLACED),
    Relation("support_difference", "family_id", Of.FAMILY, section="section", words="things done differently"),
    # Its writer's, and whoever supervises them: a plan says nothing of it.
    Relation("support_thought", "family_id", Of.FAMILY),
    Relation("support_mention", "family_id", Of.FAMILY, section="section"),
    Relation("support_task", "family_id", Of.FAMILY, words="promises"),
    Relation("support_request", "family_id", Of.FAMILY, words="requests for support"),
    Relation("support_toldhome", "family_id", Of.FAMILY),
    Relation("support_meetingitem", "family_id", Of.FAMILY, words="decisions of meetings"),
    Relation("support_knownline", "family_id", Of.FAMILY, section="section"),
)  # fmt: skip
CHANGES = (
    Change(
        "support_circlemember", Of.FAMILY, f"x.family_id = merged AND x.lead AND {_NOW.format(x='x')} AND {_LEADS}",
        {"lead": "false"},
        words="Both circles have a lead. The one of the record that is kept goes on leading; the other stays in the circle.",
    ),
    Change(
        "support_episode", Of.FAMILY, f"x.family_id = merged AND x.state = '{WALKING}' AND {_WALKING}", {"state": f"'{JOINED}'"},
        words="Somebody walks alongside both. It goes on as in the record that is kept, with the people of both circles.",
    ),
)  # fmt: skip
