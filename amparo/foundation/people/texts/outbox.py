"""The outbox: a text that was written leaves the house, whatever is killed in between.

Written, and the job that hands it over, are one transaction. The job notes that it begins, hands
the text over, and notes that it has; only between the last two can it happen that a text is handed
over again, and then under the same key. Where nothing is said of a text for too long, it ends with
a reason, and who wrote it is told: nothing hangs.
"""

from datetime import timedelta
from uuid import UUID

from django.db import transaction

from amparo.foundation.trust.clock import now
from amparo.foundation.trust.jobs import go_on
from amparo.foundation.trust.models import Job

from ..models import Message, MessageStep
from ..models.replies import tell_who_wrote
from .providers import Folder, NotReached, NotTaken, Text, provider
from .reasons import NotToBeTexted

# After each attempt that was not answered; after one more it has failed.
WAITS = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2))
# A job that should have been there long ago is asked for again.
PATIENCE = timedelta(minutes=10)
TOGETHER = 100


def hand_over(ref: str) -> None:
    """One attempt, begun, made and noted: three steps, of which each may be the last."""
    text = _begin(ref)
    if text is None:
        return
    chosen = provider()
    try:
        known_as = chosen.hand_over(text)
    except NotTaken:
        _ends(ref, "refused")
    except NotReached:
        _again(ref)
    else:
        with transaction.atomic():
            if message := _held(ref):
                message.step(
                    Message.State.HANDED, provider=chosen.name, provider_id=known_as[:100]
                )
            go_on(2, of=2)


def _begin(ref: str) -> Text | None:
    """What is to leave now, noted as begun; nothing where it waits, has left or must not."""
    with transaction.atomic():
        go_on(0, of=2)
        message = _held(ref)
        if message is None or not message.is_on_the_way:
            return None
        try:
            later = message.now_or_when()
        except NotToBeTexted as no:
            end(message, Message.State.EXPIRED, no.code)
            return None
        if later:
            ask_again(message, later)
            return None
        earlier = message.steps.filter(what=Message.State.TAKEN).first()
        message.taken_up()
        tried_at = earlier.at if earlier else None
        return Text(message.ref, message.number, message.words, tried_at)


def _again(ref: str) -> None:
    with transaction.atomic():
        go_on(1, of=2)
        message = _held(ref)
        if message is None or not message.is_on_the_way:
            return
        attempts = message.steps.filter(what=Message.State.TAKEN).count()
        if attempts > len(WAITS):
            end(message, Message.State.FAILED, "not_reached")
        else:
            ask_again(message, now() + WAITS[attempts - 1])


def _ends(ref: str, reason: str) -> None:
    with transaction.atomic():
        go_on(1, of=2)
        if message := _held(ref):
            end(message, Message.State.FAILED, reason)


def end(message: Message, what: str, reason: str) -> None:
    """It does not arrive; who wrote it hears of it, and why is in the file."""
    if message.step(what, reason=reason):
        tell_who_wrote(message, "message.failed")


def ask_again(message: Message, when) -> None:
    from ..tasks import hand_over as job

    job.using(run_after=when).enqueue(str(message.ref))


def _held(ref: str) -> Message | None:
    """As it is now, until this transaction ends; nothing where its file was erased."""
    found = Message.objects.filter(ref=ref).first()
    return found.held() if found else None


# By the clock: nothing hangs, nothing is lost.


def sweep() -> None:
    """What is over its time ends; what nobody has in hand is asked for again."""
    for ref in _refs(Message.objects.on_the_way().filter(until__lt=now())):
        with transaction.atomic():
            go_on()
            if (message := _held(ref)) and message.is_on_the_way:
                end(message, Message.State.EXPIRED, "too_late")
    for ref in _refs(Message.objects.on_the_way().filter(due_at__lt=now() - PATIENCE)):
        with transaction.atomic():
            go_on()
            if not Job.objects.about(UUID(ref)).unfinished().exists() and (message := _held(ref)):
                ask_again(message, now())
    clear_the_folder()


def clear_the_folder() -> None:
    """What lay there too long was not sent; what was fetched need not lie there in the clear."""
    chosen = provider()
    if not isinstance(chosen, Folder):
        return
    over = MessageStep.objects.filter(what=Message.State.HANDED, provider=chosen.name)
    lately = over.filter(message__until__lt=now(), at__gt=now() - timedelta(days=14))
    for step in lately.select_related("message"):
        lay = chosen.take_away(step.message.ref)
        if lay and step.message.state == Message.State.HANDED:
            with transaction.atomic():
                go_on()
                end(step.message.held(), Message.State.FAILED, "not_fetched")


def _refs(messages) -> list[str]:
    return [str(ref) for ref in messages.values_list("ref", flat=True)[:TOGETHER]]
