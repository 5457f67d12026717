"""Advocacy asks in the sample data: from a draft to one with its commitment, one of them quiet."""

from datetime import timedelta
from io import BytesIO
from types import SimpleNamespace

ISSUE = "Families sleep in the street because the shelters are full."
WORDING = "Open forty more shelter places before winter."
RISKS = {
    "migrants": ("unlikely", "No place is named."),
    "sources": ("none", ""),
    "colleagues": ("none", ""),
    "access": ("possible", "The director is told before."),
}


def add_asks(world: SimpleNamespace) -> None:
    """`ask` is public and put, `ask_draft` whole but for its clearing, `ask_cleared` may be put,
    `ask_quiet` is kept to the policy officer, `ask_on_desk` waits for a colleague to read what its
    institution answered, `ask_agreed` was agreed without a commitment yet.
    """
    from amparo.foundation.core.files.validation import validate_upload
    from amparo.pillars.advocacy.asks.models import Ask, AskDocument, AskStep
    from amparo.pillars.advocacy.asks.models.steps import Channel

    by, today = world.policy_officer, world.office.today()
    ministry = world.official.office.organization

    def drafted(**other: object) -> Ask:
        fields = {
            "by": by, "office": world.office, "language": "en", "issue": ISSUE,
            "wording": WORDING, "right": "housing", "place": world.place, "is_quiet": False,
            "addressee": ministry, "post": "Minister of Housing",
        }  # fmt: skip
        ask = Ask.draft(**fields | other)
        ask.translate("es", by=by, issue="Faltan plazas.", wording="Abrir cuarenta plazas.")
        ask.assess_risk(by=by, risks=RISKS)
        return ask

    def cleared(**other: object) -> Ask:
        ask = drafted(**other)
        ask.clear(by=world.supervisor)
        return ask

    def put(**other: object) -> Ask:
        ask = cleared(**other)
        ask.put(
            by=by, on=today - timedelta(days=20), channel=Channel.LETTER,
            answer_due_on=today - timedelta(days=2),
        )  # fmt: skip
        return ask

    world.ask_draft, world.ask_cleared, world.ask = drafted(), cleared(), put()
    paper = validate_upload("carta.txt", "text/plain", 5, BytesIO(b"Hello"))
    world.ask_document = AskDocument.keep(world.ask, by=by, paper=paper)
    world.ask_quiet = drafted(is_quiet=True)
    world.ask_on_desk = put(wording="Register children without a birth certificate.")
    said = {"organization": ministry, "on": today, "text": "We look into it."}
    world.ask_answer = world.ask_on_desk.answer(
        by=world.official, channel=Channel.DESK, outcome=AskStep.Outcome.OPEN, **said
    )
    world.ask_agreed = put(wording="Name one desk for migrants in each town hall.")
    world.ask_agreed.answer(
        by=by, channel=Channel.MEETING, outcome=AskStep.Outcome.AGREED,
        agreed_post="Director of Housing", agreed_until=today + timedelta(days=90), **said,
    )  # fmt: skip
