"""Mails to who registered: how they stand, in their language. No link opens anything by itself."""

from django.conf import settings
from django.core.mail import send_mail
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from amparo.foundation.core.clock import now
from amparo.foundation.core.jobs import background_task
from amparo.foundation.core.rate_limits import mails_to
from amparo.ui import formats

from .models import Enrolment, TrainingEvent
from .registration_times import moment_there, session_times, zone_name
from .seats import place_in_line

State = Enrolment.State


# In slices: a slow mail server must not keep the database waiting.
@background_task(
    name="email-training-registration",
    title=gettext_lazy("Tell participants how they stand"),
    in_slices=True,
)
def email_registration(ref: str, what: str) -> None:
    """Tells what happened to an enrolment ("registered", "moved_up", "moved_down", "withdrawn"),
    and how it stands now. Without an address, or where one gets very many, nothing is sent; nor
    of a training that is over, as in a list of earlier ones that is imported.
    """
    rows = Enrolment.objects.select_related("event__version__course", "participant")
    found = rows.filter(ref=ref).first()
    if found is None or not found.participant.email or not _is_to_come(found.event):
        return
    participant = found.participant
    if not mails_to(participant.email_key).take():
        return
    with translation.override(participant.language or settings.LANGUAGE_CODE):
        subject = pgettext("mail", "Your registration")
        body = "\n\n".join(filter(None, paragraphs(found, what)))
    send_mail(subject, body, None, [participant.email])


def _is_to_come(event: TrainingEvent) -> bool:
    return event.moves_up and event.sessions.filter(ends_at__gt=now()).exists()


def paragraphs(enrolment: Enrolment, what: str) -> list[str]:
    """Returns the text of the mail. Of one that was sent a second time it tells of the first: only
    who reads this mailbox learns that they were registered.
    """
    first = enrolment.repeats if enrolment.state == State.REPEATED else None
    about = first or enrolment
    event = about.event
    told = [_title(event), _how_it_stands(about, what, is_again=bool(first))]
    if about.state not in Enrolment.COUNTED:
        return told
    page = f"{settings.AMPARO_BASE_URL}{reverse('public:my-training')}"
    language = f"?lang={formats.current_language()}"
    return [
        *told,
        *_times(event),
        _("Your code: %(code)s") % {"code": about.code},
        _("With it you see your page: dates, place, your contact, and how to give the seat back.")
        + f"\n{page}{language}",
        _("If you did not register, ignore this mail."),
    ]


def _title(event: TrainingEvent) -> str:
    """Where being named is dangerous, a mailbox that others read says only the number."""
    return event.number if event.uses_codes else f"{event.title} ({event.number})"


def _how_it_stands(about: Enrolment, what: str, *, is_again: bool) -> str:
    if about.state == State.WITHDRAWN:
        return _("Your registration was withdrawn. You need not do anything.")
    if about.state == State.WAITING:
        place = _("You are on the waiting list, at place %(place)s. If a seat becomes free, you"
                  " get it and we write to you.") % {
            "place": formats.number(place_in_line(about.event_id, about.turn))
        }  # fmt: skip
        return f"{_YOUR_SEAT_WENT} {place}" if what == "moved_down" else place
    if is_again:
        return _("You have a seat already: you were registered before, and need not do it again.")
    if what == "moved_up" and about.answer_by:
        return _(
            "A seat became free, and it is yours. Say on your page until %(moment)s whether you"
            " come. If you cannot come, give it back with one tap: somebody else waits for it."
        ) % {"moment": moment_there(about.answer_by, about.event)}
    return _("You have a seat.")


_YOUR_SEAT_WENT = gettext_lazy("The organizer has put you on the waiting list again.")


def _times(event: TrainingEvent) -> list[str]:
    lines = [when for _title, when in session_times(event)]
    zone = _("Times of %(place)s.") % {"place": zone_name(event)}
    return ["\n".join(filter(None, [*lines, zone, event.venue]))] if lines else []
