"""What training does in the background: reminders, notices and mails, certificates, seats."""

from datetime import timedelta

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.utils.translation import gettext, override, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.clock import now
from amparo.foundation.core.jobs import background_task, checkpoint, periodic_task
from amparo.foundation.core.models import User

from .issuing import Known, is_over, issue_all
from .models import Enrolment, StatusList, TrainingEvent, TrainingNotice
from .notices import send_notice
from .open_badges import sign_list, url_of
from .reminders import remind_of_trainings, tell_of_changes
from .requirement_reminders import remind_of_requirements
from .seats import check_counters


@periodic_task(every=timedelta(days=1))
@background_task(
    name="remind-of-required-competencies", title=_("Remind of required competencies")
)
def remind_of_required_competencies() -> None:
    """Tells who has to renew something their work requires, once for each warning."""
    remind_of_requirements()


@periodic_task(every=timedelta(hours=6))
@background_task(name="remind-of-trainings", title=_("Remind participants of trainings"))
def remind_of_trainings_soon() -> None:
    """A week and a day before, once each, whoever agreed to be reminded."""
    remind_of_trainings()


@periodic_task(every=timedelta(minutes=10))
@background_task(
    name="tell-of-changed-trainings", title=_("Notify participants of changed trainings")
)
def tell_of_changed_trainings() -> None:
    """Whose time or place changed a while ago, in one mail."""
    tell_of_changes()


# In slices: a slow mail server must not keep the database waiting.
@background_task(
    name="send-training-notice", title=_("E-mail participant of training"), in_slices=True
)
def send_training_notice(ref: str) -> None:
    """The mail of one notice; none where participant or notice were erased meanwhile."""
    notice = TrainingNotice.objects.filter(ref=ref).first()
    if notice is not None:
        send_notice(notice)


@periodic_task(every=timedelta(days=1))
@background_task(name="check-training-seats", title=_("Check the counted seats of trainings"))
def check_training_seats() -> None:
    """Corrects counters that do not fit the list of an event, and tells its organizers."""
    check_counters()


@background_task(
    name="issue-certificates",
    title=pgettext_lazy("background task", "Issue certificates"),
    in_slices=True,
)
def issue_certificates(event_ref: str, user_ref: str) -> None:
    """Issues a certificate to everybody eligible at an event. Begun again it goes on where it was:
    nobody gets a second one.
    """
    event = TrainingEvent.objects.select_related("office", "version__course").get(ref=event_ref)
    by = User.objects.get(ref=user_ref)
    while is_over(event):
        with transaction.atomic():
            count = issue_all(event, Known.of(event), by=by)
            checkpoint()
        if not count:
            return


@periodic_task(every=timedelta(days=1))
@background_task(name="sign-status-lists", title=_("Sign the status lists of certificates"))
def sign_status_lists() -> None:
    """Signs each list as it is now; asked for also when a certificate stops to hold."""
    at = now()
    for each in StatusList.objects.all():
        as_jwt, as_json = sign_list(each, at)
        each.keep_signed(as_jwt=as_jwt, as_json=as_json, at=at)


# In slices: a slow mail server must not keep the database waiting.
@background_task(
    name="mail-certificate", title=_("Tell a participant of their certificate"), in_slices=True
)
def mail_certificate(enrolment_ref: str) -> None:
    """Tells somebody who agreed to be written to where their certificate is; not which course."""
    enrolment = Enrolment.objects.select_related("participant").filter(ref=enrolment_ref).first()
    if enrolment is None or not enrolment.participant.email:
        return
    with override(enrolment.participant.language or settings.LANGUAGE_CODE):
        subject = gettext("Your certificate is ready")
        told = gettext("Open this address and write the code of your badge: %(code)s") % {
            "code": enrolment.code
        }
    body = f"{told}\n\n{url_of('my-training')}"
    send_mail(subject, body, None, [enrolment.participant.email])
