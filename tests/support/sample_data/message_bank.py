"""Messages in the sample data: one that is approved, one pending approval, one draft."""

from types import SimpleNamespace

HEADINGS = {
    "es": "Ayuda gratuita", "en": "Help is free", "fr": "L’aide est gratuite",
    "ar": "المساعدة مجانية",
}  # fmt: skip


def add_message_bank(world: SimpleNamespace) -> None:
    """Messages of the office, from draft to approved."""
    from amparo.pillars.advocacy.message_bank.models import KeyMessage

    by, office = world.communications_officer, world.office

    def written(title: str, kind: str = KeyMessage.Kind.INFORMATION) -> KeyMessage:
        message = KeyMessage.draft(
            by=by, office=office, title=title, kind=kind, topic="services", audience="migrants"
        )
        for language, heading in HEADINGS.items():
            message.say(language, by=by, words={"heading": heading, "body": heading})
        return message

    world.message_draft = written("Help is free: draft")
    world.message_submitted = written("Help is free: pending")
    world.message_submitted.submit(by=by)
    world.message = written("Help is free")
    world.message.submit(by=by)
    world.message.approve(by=world.supervisor)
