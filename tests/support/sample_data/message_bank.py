"""Messages in the sample data, and what other parts use to have one: `approved_message`."""

from io import BytesIO
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from amparo.pillars.advocacy.message_bank.models import KeyMessage

LANGUAGES = ("es", "en", "fr", "ar")
HEADINGS = {
    "es": "Ayuda gratuita", "en": "Help is free", "fr": "L’aide est gratuite",
    "ar": "المساعدة مجانية",
}  # fmt: skip
# Forty milliseconds of silence.
SOUND = (
    b"RIFF" + (36 + 320).to_bytes(4, "little") + b"WAVEfmt " + (16).to_bytes(4, "little")
    + b"\x01\x00\x01\x00" + (8000).to_bytes(4, "little") + (8000).to_bytes(4, "little")
    + b"\x01\x00\x08\x00data" + (320).to_bytes(4, "little") + b"\x80" * 320
)  # fmt: skip


def approved_message(
    world: Any, title: str = "Help is free", kind: str = "information",
    languages: tuple[str, ...] = LANGUAGES, **fields: Any,
) -> "KeyMessage":  # fmt: skip
    """Returns a message that is approved and in use, after all steps before that. `world` has
    `communications_officer`, `supervisor` and `office`, as the sample data and the cast have.
    """
    message = submitted_message(world, title, kind, languages, **fields)
    message.approve(by=world.supervisor)
    return message


def submitted_message(
    world: Any, title: str = "Help is free", kind: str = "information",
    languages: tuple[str, ...] = LANGUAGES, **fields: Any,
) -> "KeyMessage":  # fmt: skip
    """Returns a message that is pending approval, with its pretest waived."""
    from amparo.pillars.advocacy.message_bank.models import PretestWaiver, RiskCheck

    by = world.communications_officer
    message = drafted_message(world, title, kind, languages, **fields)
    RiskCheck.make(message, by=by, answer="no", measures="It names a service that is open.")
    PretestWaiver.sign(message, by=by, reason="translation")
    message.submit(by=by)
    return message


def drafted_message(
    world: Any, title: str = "Help is free", kind: str = "information",
    languages: tuple[str, ...] = LANGUAGES, **fields: Any,
) -> "KeyMessage":  # fmt: skip
    """Returns a draft with a wording in each language, and neither risk check nor pretest."""
    from amparo.pillars.advocacy.message_bank.models import KeyMessage

    by = world.communications_officer
    about = {"topic": "services", "audience": "migrants"} | fields
    message = KeyMessage.draft(
        by=by, office=world.office, title=title, kind=kind, languages=",".join(languages), **about
    )
    for language in languages:
        heading = HEADINGS[language]
        message.write_wording(language, by=by, fields={"heading": heading, "body": heading})
    return message


def sound_file() -> Any:
    """Returns a recording as a form accepts it."""
    from amparo.foundation.core.files.validation import validate_upload

    return validate_upload("a.wav", "audio/wav", len(SOUND), BytesIO(SOUND), heard=True)


def add_message_bank(world: SimpleNamespace) -> None:
    """A draft with a pretest and a recording, one pending approval, one in use in three languages
    of four, and its short link.
    """
    from amparo.pillars.advocacy.message_bank.models import MessageLink, Pretest, Recording

    by = world.communications_officer
    world.message_draft = drafted_message(world, "Help is free: draft")
    world.message_pretest = Pretest.record(
        world.message_draft, by=by, language="es", today=world.office.today(), asked=24,
        audience="women", method="group", tested_on=world.office.today(), understood=22,
        acceptable=24, believed=19, would_act=15, changed="Said “free” first.",
    )  # fmt: skip
    world.message_recording = Recording.add(
        world.message_draft, by=by, language="es", file=sound_file()
    )
    world.message_submitted = submitted_message(world, "Help is free: pending")
    world.message = approved_message(world)
    world.message_link = MessageLink.for_message(world.message, "social", by=by)
    world.message_link_code = world.message_link.code
