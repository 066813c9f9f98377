"""What the gallery shows. Nobody in it is real; the telephone numbers are kept by Ofcom for drama."""

from django import forms

from onestory.ui import fields, parts
from onestory.ui.forms import Form

CONTACT = (("call", "Telephone call"), ("text", "Text message"), ("letter", "Letter"))
HELP = (("speech", "Speech and language"), ("sleep", "Sleep"), ("money", "Money"), ("dads", "Dads' group"))
SITES = (
    ("", "Choose a hub"),
    ("bud", "Budshead hub"),
    ("whit", "Whitleigh hub"),
    ("keyham", "Keyham hub"),
)


class NewPerson(Form):
    """One of every kind of box."""

    given = fields.NameField(label="First name")
    family = fields.NameField(label="Family name", required=False, help_text="If they use one")
    born = fields.PartialDateField(label="Date of birth", required=False)
    nhs_number = fields.NhsNumberField(label="NHS number", required=False, help_text="10 digits, such as 943 476 5919")
    upn = fields.UpnField(label="UPN", required=False, help_text="The school's number for a pupil")
    postcode = fields.PostcodeField(label="Postcode", required=False)
    phone = fields.PhoneField(label="Phone number", required=False)
    safe_contact = forms.ChoiceField(label="How is it safe to reach you?", choices=CONTACT, widget=forms.RadioSelect)
    wants = forms.MultipleChoiceField(
        label="What would help?", choices=HELP, widget=forms.CheckboxSelectMultiple, required=False
    )
    site = forms.ChoiceField(label="Nearest hub", choices=SITES, required=False)
    words = fields.WordsField(
        label="In your own words, what is going on?", help_text="As much or as little as you like"
    )
    told = forms.BooleanField(label="I have told them who will see this", required=False)


TYPED = {
    "given": "  Zoë ",
    "born": "31 2 2019",
    "nhs_number": "943 476 5910",
    "upn": "H80120000100",
    "postcode": "PL1 2",
    "phone": "01752",
    "words": "",
}
KEPT = {
    "given": "Zoë",
    "family": "Adeyemi-Hart",
    "phone": "+447700900123",
    "nhs_number": "9434765919",
    "site": "whit",
}

ROWS = [
    parts.SummaryRow(
        key="Name",
        values=("Zoë Adeyemi-Hart",),
        note="From Zoë, 5 July 2024",
        links=(parts.Link(text="Change", url="#", about="name"),),
    ),
    parts.SummaryRow(
        key="Date of birth",
        values=("14 March 2019", "14 May 2019"),
        note="School and health visiting differ. Nobody has agreed which is right.",
        links=(parts.Link(text="Agree one", url="#", about="date of birth"),),
    ),
    parts.SummaryRow(
        key="Phone",
        values=("07700 900123",),
        note="Safe for text messages. Confirmed 3 weeks ago.",
        links=(parts.Link(text="Change", url="#", about="phone number"),),
    ),
]

TABLE = parts.Table(
    caption="Who came to Stay and Play",
    columns=(
        parts.Column(heading="Month"),
        parts.Column(heading="Families", numeric=True),
        parts.Column(heading="New to us", numeric=True),
        parts.Column(heading="Was not seen", numeric=True),
    ),
    rows=(
        (parts.Link(text="May 2024", url="#"), "31", "6", "4"),
        (parts.Link(text="June 2024", url="#"), "28", "3", "7"),
        (parts.Link(text="July 2024", url="#"), "1,034", "9", "2"),
    ),
)

KNOWN = parts.KnownFact(
    question="Is there somebody in the family with a hearing loss?",
    answer="Yes: Theo wears two hearing aids and looks at your face when you talk.",
    source="Told to Marie Penrose, health visitor, on 5 July 2024",
    confirm_url="#",
    change_url="#",
)

STORY = [
    parts.Entry(
        when="12 July 2024",
        when_iso="2024-07-12",
        kind="In our words",
        text="I don't want to go through it all again. What helps is somebody who puts the kettle on.",
        by="Zoë, written down by Sam Okafor",
        url="#",
        in_their_words=True,
    ),
    parts.Entry(
        when="9 July 2024",
        when_iso="2024-07-09",
        kind="Home visit",
        text="Talked about bedtimes. Zoë has tried the lamp and the two books, and Theo slept through twice this week.",
        by="Sam Okafor, family support",
        url="#",
        labels=(parts.Label(text="Small win", tone="good"),),
    ),
    parts.Entry(
        when="2 July 2024",
        when_iso="2024-07-02",
        kind="Was not seen",
        text="Nobody in at 2:30pm. Left a note; Zoë rang at 4pm, had been at the hospital with Theo.",
        by="Marie Penrose, health visitor",
        url="#",
        labels=(parts.Label(text="Reached out", tone="attention"),),
    ),
]

CIRCLE = parts.Circle(
    family="Zoë's family",
    people=(
        parts.Person(name="Sam Okafor", about="Family support", kind="worker", lead=True, url="#"),
        parts.Person(name="Grace Adeyemi", about="Nan. Has Theo on Fridays", kind="own"),
        parts.Person(name="Jo Hart", about="Zoë's sister, lives next door", kind="own"),
        parts.Person(name="Marie Penrose", about="Health visitor, 01752 496 0111", kind="worker", url="#"),
        parts.Person(name="Aleksandra Wiśniewska", about="Teacher of the deaf", kind="worker", url="#"),
        parts.Person(name="Dev Rowe", about="Dads' group, peer supporter", kind="own"),
    ),
)

TODAY = (
    (
        parts.Person(name="Zoë Adeyemi-Hart", about="Home visit at 10am", kind="family", url="#"),
        parts.Label(text="Today"),
    ),
    (
        parts.Person(name="Kerenza Trevail", about="Was not seen on Monday. Ring before noon", kind="family", url="#"),
        parts.Label(text="Reach out", tone="attention"),
    ),
    (
        parts.Person(
            name="The Nowak family",
            about="Two weeks since you introduced them to Keyham hub",
            kind="family",
            url="#",
        ),
        parts.Label(text="Ask how it went"),
    ),
)

PAGE = parts.Page(newer_url="#newer", older_url="#older")
