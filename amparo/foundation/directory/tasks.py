"""Background jobs of the directory: unconfirmed services, reminders, old feed files.

A reminder is sent by e-mail, at most three times; then a colleague is asked to call. All mails of
one request carry the same link (`Asking.link`), and opening it confirms nothing.
"""

from datetime import timedelta

from django.conf import settings
from django.core.mail import send_mail
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext, gettext_lazy
from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.clock import now
from amparo.foundation.core.jobs import background_task, periodic_task
from amparo.foundation.core.models import Notification
from amparo.foundation.directory.models.confirmations import LINK_VALIDITY
from amparo.foundation.directory.translated_text import FALLBACK_LANGUAGES
from amparo.ui import formats

from .models import ConfirmationRequest, FeedFile, Provider, Service
from .models.confirmations import directory_editors
from .models.services import STALE_AFTER

DAILY, MONTHLY = timedelta(days=1), timedelta(days=30)
# A directory of others that nobody decided about: it is fetched anew when somebody needs it.
WAITS = timedelta(days=30)


@periodic_task(every=DAILY)
@background_task(name="check-stale-services", title=_("Find unconfirmed services"))
def notify_stale_services() -> None:
    """Whoever keeps the directory hears of it once a month, while it is so."""
    if not Service.objects.stale().exists():
        return
    url = f"{reverse('directory:services')}?only=stale"
    Notification.remind(
        directory_editors(), event="directory.stale", about="", url=url, every=MONTHLY
    )


@periodic_task(every=DAILY)
@background_task(
    name="discard-undecided-feeds",
    title=_("Discard undecided external directories"),
)
def discard_old_feed_files() -> None:
    for file in FeedFile.objects.filter(at__lt=now() - WAITS).exclude(storage_key=""):
        file.discard(by=None)


# Reminders to confirm services.

REMINDER_INTERVAL = timedelta(days=14)
MAXIMUM_MAILS = 3
# A register of thousands that nobody ever confirmed is asked for over some days.
MAXIMUM_PER_DAY = 100


def send_confirmation_reminders() -> list[ConfirmationRequest]:
    """One step for each who keeps something unconfirmed; the requests that go out by mail now."""
    sent: list[ConfirmationRequest] = []
    for provider in _providers_with_stale_services():
        if len(sent) == MAXIMUM_PER_DAY:
            break
        if request := _next_reminder(provider):
            sent.append(request)
    return sent


def _providers_with_stale_services() -> list[Provider]:
    there = Provider.objects.filter(services__in=Service.objects.stale()).distinct()
    return [each for each in there.order_by("pk") if each.contact_email]


def _next_reminder(provider: Provider) -> ConfirmationRequest | None:
    last = provider.confirmation_requests.first()
    if last is None or last.at < now() - STALE_AFTER:
        request = ConfirmationRequest.send(provider, by=None)
    elif _is_reminder_due(last):
        request = last
    else:
        return None
    if request.mails >= MAXIMUM_MAILS:
        request.give_up()
        return None
    request.record_mail()
    return request


def _is_reminder_due(request: ConfirmationRequest) -> bool:
    """Whether a request that the site sent is unanswered for long; colleagues follow their own."""
    if request.by is not None or request.answered_at or request.given_up_at:
        return False
    return request.mailed_at is None or request.mailed_at <= now() - REMINDER_INTERVAL


# Confirmations by e-mail.


@periodic_task(every=DAILY)
@background_task(
    name="request-service-verifications",
    title=_("Request directory confirmation by e-mail"),
)
def request_confirmations_by_email() -> None:
    """Each mail is a job of its own, kept with the line that says it was sent."""
    if settings.AMPARO_MAIL_HOST:
        for request in send_confirmation_reminders():
            send_confirmation_email.enqueue(str(request.ref))


@background_task(
    name="email-verification-request",
    title=gettext_lazy("E-mail request to organization"),
    in_slices=True,
)
def send_confirmation_email(ref: str) -> None:
    """One question and one link. It names neither the organization nor whom it helps."""
    request = (
        ConfirmationRequest.objects.filter(ref=ref, answered_at=None)
        .select_related("provider")
        .first()
    )
    if request is None or not request.provider.contact_email:
        return
    with translation.override(_language_of_provider(request.provider)):
        subject = gettext("Are the details still correct?")
        paragraphs = [
            gettext("People rely on what is listed of your organization. Is it correct?"),
            gettext("It takes two minutes, and no account:"),
            f"{settings.AMPARO_BASE_URL}{request.link}",
            gettext(
                "The link holds until %(day)s. If somebody else keeps this, please pass it on."
            )
            % {"day": formats.with_year((request.at + LINK_VALIDITY).date())},
        ]
    send_mail(subject, "\n\n".join(paragraphs), None, [request.provider.contact_email])


def _language_of_provider(provider: Provider) -> str:
    """The language in which they speak of themselves, that of the site first."""
    translations = [provider.about, *provider.services.values_list("name", flat=True)]
    spoken = {code for each in translations for code in each or ()}
    return next((code for code in FALLBACK_LANGUAGES if code in spoken), settings.LANGUAGE_CODE)
