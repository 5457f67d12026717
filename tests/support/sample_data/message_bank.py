"""Messages in the sample data: one that is approved, one pending approval, one draft."""

from types import SimpleNamespace

HEADINGS = {
    "es": "Ayuda gratuita", "en": "Help is free", "fr": "L’aide est gratuite",
    "ar": "المساعدة مجانية",
}  # fmt: skip


def approved_message(
    world: SimpleNamespace, title: str = "Help is free", kind: str = "information",
    languages: tuple[str, ...] = ("es", "en", "fr", "ar"), **fields,
):  # fmt: skip
    """Returns a message that is approved and in use, after all steps before that. `world` has
    `communications_officer`, `supervisor` and `office`, as the sample data and the cast have.
    """
    message = submitted_message(world, title, kind, languages, **fields)
    message.approve(by=world.supervisor)
    return message


def submitted_message(
    world: SimpleNamespace, title: str = "Help is free", kind: str = "information",
    languages: tuple[str, ...] = ("es", "en", "fr", "ar"), **fields,
):  # fmt: skip
    """Returns a message that is pending approval."""
    message = drafted_message(world, title, kind, languages, **fields)
    message.submit(by=world.communications_officer)
    return message


def drafted_message(
    world: SimpleNamespace, title: str = "Help is free", kind: str = "information",
    languages: tuple[str, ...] = ("es", "en", "fr", "ar"), **fields,
):  # fmt: skip
    """Returns a draft with its wordings, ready to be submitted."""
    from amparo.pillars.advocacy.message_bank.models import KeyMessage, PretestWaiver, RiskCheck

    by = world.communications_officer
    office = getattr(world, "office", None) or by.office
    about = {"topic": "services", "audience": "migrants"} | fields
    message = KeyMessage.draft(
        by=by, office=office, title=title, kind=kind, languages=",".join(languages), **about
    )
    for language in languages:
        heading = HEADINGS[language]
        message.say(language, by=by, words={"heading": heading, "body": heading})
    RiskCheck.make(message, by=by, answer="no", measures="It names a service that is open.")
    PretestWaiver.sign(message, by=by, reason="translation")
    return message


def add_message_bank(world: SimpleNamespace) -> None:
    """Messages of the office, from draft to approved."""
    world.message_draft = drafted_message(world, "Help is free: draft")
    world.message_submitted = submitted_message(world, "Help is free: pending")
    world.message = approved_message(world)
