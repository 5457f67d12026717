"""Who is asked after a training, when, and by which mail: participants who agreed, and the
superiors they named. Mails name neither the person nor the course: the page behind the link does.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import send_mail
from django.db.models import Max, QuerySet
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.clock import now
from amparo.foundation.core.jobs import background_task
from amparo.foundation.core.models import User
from amparo.ui import formats

from . import results
from .models import Enrolment, NamedSupervisor, SupervisorAnswer, TrainingEvent, TrainingFollowUp
from .models.answers_by_link import REMINDED_AFTER, AnswerByLink, Month
from .models.follow_ups import prepare_follow_up

# Days after the last session; an event that is older when its day is first looked at was imported
# from the past, and nobody is asked about it.
DUE = {Month.THREE: timedelta(days=91), Month.SIX: timedelta(days=182)}
TOO_LATE = timedelta(days=45)
AT_ONCE = 500


def ask_due(moment: datetime) -> int:
    """Asks everybody whose day has come and who was not asked yet; returns how many. A second
    time it does nothing.
    """
    count = 0
    for month in Month:
        for enrolment in _due(month, moment):
            follow_up = prepare_follow_up(enrolment, month)
            if may_be_mailed(enrolment):
                ask_by_mail(follow_up, by=None)
            ask_supervisor(follow_up, by=None)
            count += 1
    return count


def _due(month: Month, moment: datetime) -> Iterator[Enrolment]:
    """Those who agreed and were not asked yet; where attendance was recorded, only who came."""
    last = moment - DUE[month]
    events = (
        TrainingEvent.objects.exclude(
            state__in=(TrainingEvent.State.DRAFT, TrainingEvent.State.CANCELLED)
        )
        .annotate(ended=Max("sessions__ends_at"))
        .filter(ended__lte=last, ended__gt=last - TOO_LATE)
    )
    for event in events.order_by("pk"):
        came = results.attendance_shares(event)
        for each in _willing(event).exclude(follow_ups__month=month)[:AT_ONCE]:
            if not came or came.get(each.pk, 0) > 0:
                yield each


def _willing(event: TrainingEvent) -> QuerySet[Enrolment]:
    found = Enrolment.objects.filter(
        event=event, state=Enrolment.State.ENROLLED, may_be_asked_later=True,
        participant__erased_at=None,
    )  # fmt: skip
    return found.select_related("event", "participant").order_by("pk")


def may_be_mailed(enrolment: Enrolment) -> bool:
    return bool(settings.AMPARO_MAIL_HOST and enrolment.participant.email)


def ask_by_mail(follow_up: TrainingFollowUp, *, by: User | None) -> None:
    """Sends the link to the participant; one that expired opens again for a month."""
    follow_up.ask(by=by)
    mail_follow_up.enqueue(str(follow_up.ref))


def ask_supervisor(follow_up: TrainingFollowUp, *, by: User | None) -> SupervisorAnswer | None:
    """Asks the superior who was named, unless they were asked at this follow-up already."""
    named = NamedSupervisor.objects.filter(
        enrolment=follow_up.enrolment_id, withdrawn_at=None
    ).first()
    if named is None:
        return None
    answer = SupervisorAnswer.prepare(follow_up)
    if answer.asked_at is None and settings.AMPARO_MAIL_HOST:
        answer.ask(by=by)
        mail_supervisor.enqueue(str(answer.ref))
    return answer


def remind_due(moment: datetime) -> int:
    """Reminds once those who were asked two weeks ago and have not answered; returns how many."""
    if not settings.AMPARO_MAIL_HOST:
        return 0
    count = 0
    for found, task in (
        (TrainingFollowUp.objects.filter(enrolment__may_be_asked_later=True), mail_follow_up),
        (SupervisorAnswer.objects.all(), mail_supervisor),
    ):
        waiting = found.filter(
            answered_at=None, reminded_at=None, asked_at__lte=moment - REMINDED_AFTER,
            expires_at__gt=moment,
        )  # fmt: skip
        for each in waiting.order_by("pk")[:AT_ONCE]:
            each.reminded_at = now()
            each.save(update_fields=["reminded_at"])
            log.log_event(None, f"{each.audit_name}.reminded", each)
            task.enqueue(str(each.ref))
            count += 1
    return count


# Mails.


@background_task(
    name="email-training-follow-up", title=gettext_lazy("E-mail follow-up of a training"),
    in_slices=True,
)  # fmt: skip
def mail_follow_up(ref: str) -> None:
    """Nothing is sent to who has answered, asks for nothing more, or was erased."""
    found = TrainingFollowUp.objects.filter(
        ref=ref, answered_at=None, enrolment__may_be_asked_later=True,
        enrolment__participant__erased_at=None,
    )  # fmt: skip
    follow_up = found.select_related("enrolment__participant").first()
    if follow_up is None or not follow_up.enrolment.participant.email:
        return
    participant = follow_up.enrolment.participant
    with translation.override(language_of(participant.language)):
        subject = _("Five questions about your training")
        paragraphs = [
            _("Some months ago you took part in a training and agreed to be asked about it."),
            _("It takes five minutes, and no account:"),
            link_of("training-follow-up", follow_up),
            *_until(follow_up),
            _("You need not answer. On the page you can also ask us to send nothing more."),
        ]
    send_mail(subject, "\n\n".join(paragraphs), None, [participant.email])


@background_task(
    name="email-training-supervisor", title=gettext_lazy("E-mail superior of a participant"),
    in_slices=True,
)  # fmt: skip
def mail_supervisor(ref: str) -> None:
    """In the language of the participant: theirs is not known."""
    answer = (
        SupervisorAnswer.objects.filter(ref=ref, answered_at=None)
        .select_related("follow_up__enrolment__participant")
        .first()
    )
    if answer is None:
        return
    enrolment = answer.follow_up.enrolment
    named = NamedSupervisor.objects.filter(enrolment=enrolment, withdrawn_at=None).first()
    if named is None or enrolment.participant.erased_at:
        return
    with translation.override(language_of(enrolment.participant.language)):
        subject = _("Three questions about a training")
        paragraphs = [
            _("Somebody of your unit took part in a training and agreed that you are asked."),
            _("It takes two minutes, and no account:"),
            link_of("training-supervisor", answer),
            *_until(answer),
        ]
    named.enrolment = enrolment
    send_mail(subject, "\n\n".join(paragraphs), None, [named.email])


def _until(asked: AnswerByLink) -> list[str]:
    if asked.answer_by is None:
        return []
    return [_("Please answer by %(day)s.") % {"day": formats.with_year(asked.answer_by.date())}]


def language_of(code: str) -> str:
    return code if code in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def link_of(route: str, asked: AnswerByLink) -> str:
    """Returns the whole address, in the language in force."""
    address = reverse(f"public:{route}", args=[asked.token])
    return f"{settings.AMPARO_BASE_URL}{address}?lang={formats.current_language()}"
