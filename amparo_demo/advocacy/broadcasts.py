"""Broadcasts in the demo: forty subscribers with numbers that nobody has, one broadcast that was
sent and one that waits for a second person. Made up.
"""

from datetime import time

from amparo.foundation.core.encryption.values import cached_keys
from amparo.pillars.advocacy.broadcasts.audience import fix_audience
from amparo.pillars.advocacy.broadcasts.models import Broadcast, Subscription
from amparo.pillars.advocacy.broadcasts.models.batches import BatchState
from amparo.pillars.advocacy.message_bank.models import KeyMessage, PretestWaiver, RiskCheck
from amparo_demo.places import place
from amparo_demo.world import Story, World

OFFICE, WRITER, APPROVER, PLACE = "Puerto Alto", "communications", "maren", "Puerto Alto"
# A block of Bolivian numbers that is made up, in the length of real ones.
FIRST_NUMBER = 59160000100
MANY = 40
LANGUAGES = ("es", "es", "es", "en", "fr", "ar")
TEXTS = {
    "es": ("El paso cierra de noche", "Cierra de 20:00 a 6:00. Espere en el albergue."),
    "en": ("The crossing closes at night", "Closed from 20:00 to 6:00. Wait in the shelter."),
    "fr": ("Le passage ferme la nuit", "Fermé de 20 h à 6 h. Attendez à l’abri."),
    "ar": ("الحدود تغلق ليلا", "يغلق المعبر من 20:00 إلى 6:00. انتظروا في الملجأ."),
}  # fmt: skip


def fill(world: World) -> None:
    world.tell(_story(world))


def _story(world: World) -> Story:
    by, approver = world.users[WRITER], world.users[APPROVER]
    yield world.at(-40, "08:00")
    message = _message(world)
    yield world.at(-30, "10:00")
    with cached_keys():
        _subscribe()
    yield world.at(-12, "09:00")
    sent = _draft(world, message, -12, -10)
    sent.submit(by=by)
    yield world.at(-12, "11:00")
    sent.approve(by=approver)
    _was_sent(sent, world)
    yield world.at(-1, "16:00")
    _draft(world, message, 0, 3).submit(by=by)


def _message(world: World) -> KeyMessage:
    by, approver = world.users[WRITER], world.users[APPROVER]
    message = KeyMessage.draft(
        by=by, office=world.offices[OFFICE], title="Cierre nocturno del paso", kind="warning",
        topic="safe_travel", audience="migrants", need="Muchas personas esperan de noche afuera.",
    )  # fmt: skip
    for language, (heading, text) in TEXTS.items():
        message.write_wording(
            language, by=by, fields={"heading": heading, "body": text, "text": text}
        )
    RiskCheck.make(message, by=by, answer="no", measures="Nombra un servicio que está abierto.")
    PretestWaiver.sign(message, by=by, reason="translation")
    message.submit(by=by)
    message.approve(by=approver)
    return message


def _subscribe() -> None:
    for number in range(MANY):
        Subscription.confirm(
            f"+{FIRST_NUMBER + number}", channel="sms", language=LANGUAGES[number % 6],
            topics=["safe_travel", "services"] if number % 2 else ["safe_travel"],
            places=[place(PLACE)] if number % 3 else [],
        )  # fmt: skip


def _draft(world: World, message: KeyMessage, first: int, last: int) -> Broadcast:
    drafted = Broadcast.draft(
        by=world.users[WRITER], office=world.offices[OFFICE], message=message,
        topic="safe_travel", languages=["es", "en", "fr", "ar"], channels=["sms"],
        places=[place(PLACE)], first_day=world.day(first), last_day=world.day(last),
        begins=time(8), ends=time(20),
    )  # fmt: skip
    return Broadcast.objects.select_related("message", "office").get(pk=drafted.pk)


def _was_sent(broadcast: Broadcast, world: World) -> None:
    """As a worker would have left it: nothing of the demo leaves for a real gateway."""
    fix_audience(broadcast)
    moment = world.at(-12, "11:05")
    for batch in broadcast.batches.all():
        batch.state, batch.taken_at, batch.handed_at = BatchState.HANDED, moment, moment
        batch.sent, batch.provider = batch.size, "file"
        batch.save()
    broadcast.state, broadcast.ended_at = Broadcast.State.SENT, moment
    broadcast.save(update_fields=["state", "ended_at"])
