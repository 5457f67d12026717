"""What participants are told by mail: that a training is near, was moved, or was cancelled.

A mail says day, hour and number, and neither the topic nor a name: whoever else reads the box
learns nothing that could harm. It carries the code that opens the participant's own page.
"""

from dataclasses import dataclass

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from amparo.ui import formats

from .calendar import event_ics
from .models import TrainingEvent, TrainingNotice
from .presenters.times import hours_of

KINDS = TrainingNotice.Kind
LANGUAGES = frozenset(code for code, _name in settings.LANGUAGES)


@dataclass(frozen=True)
class Mail:
    """One mail: subject and paragraphs, in the language of who reads it."""

    subject: str
    paragraphs: list[str]

    @property
    def body(self) -> str:
        return "\n\n".join(self.paragraphs)


def send_notice(notice: TrainingNotice) -> None:
    """Sends the mail of a notice; nothing where the address was erased meanwhile."""
    enrolment = notice.enrolment
    address = enrolment.participant.email
    if not address:
        return
    with translation.override(language_of(notice)):
        mail = mail_of(notice)
        message = EmailMessage(mail.subject, mail.body, None, [address])
        if notice.kind in (KINDS.MOVED, KINDS.CANCELLED):
            has_seat = enrolment.state == enrolment.State.ENROLLED
            entry = event_ics(enrolment.event, has_seat=has_seat, is_plain=True)
            message.attach("training.ics", entry.decode(), "text/calendar")
        message.send()


def language_of(notice: TrainingNotice) -> str:
    """That of the participant; else one in which the event is held; else that of the site."""
    wanted = [notice.enrolment.participant.language, *notice.enrolment.event.language_codes]
    return next((code for code in wanted if code in LANGUAGES), settings.LANGUAGE_CODE)


def mail_of(notice: TrainingNotice) -> Mail:
    """Returns the mail in the language in force."""
    event = notice.enrolment.event
    number = {"number": event.number}
    if notice.kind == KINDS.CANCELLED:
        subject = _("Training %(number)s is cancelled") % number
        news = [_("The training with this number is cancelled.")]
    elif notice.kind == KINDS.MOVED:
        subject = _("Training %(number)s: time or place changed") % number
        news = [_("Time or place of the training changed. It begins: %(when)s.") % _when(event)]
    else:
        subject = _("Training %(number)s begins soon") % number
        news = [_("Your training begins: %(when)s.") % _when(event)]
    return Mail(subject, [*news, *_own_page(notice)])


def _when(event: TrainingEvent) -> dict[str, str]:
    first = event.sessions.first()
    if first is None:
        return {"when": "–"}
    first.event = event
    day = formats.with_year(first.day)
    return {"when": formats.join_list((day, hours_of(first), event.time_zone))}


def _own_page(notice: TrainingNotice) -> list[str]:
    address = f"{settings.AMPARO_BASE_URL}{reverse('public:my-training')}"
    page = f"{address}?lang={formats.current_language()}"
    told = [
        _("Place and times stand on your own page: %(page)s") % {"page": page},
        _("Your code: %(code)s") % {"code": notice.enrolment.code},
    ]
    if notice.kind != KINDS.CANCELLED:
        told.append(_("You cannot come? Withdraw on that page: somebody else gets the seat."))
    return told
