"""E-mail notifications: that something happened, never about whom nor in which case."""

from django.conf import settings
from django.core.mail import send_mail
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amparo.foundation.core.audit import events
from amparo.foundation.core.jobs import background_task
from amparo.foundation.core.models import User

from .kinds import DANGER, GROUPS


def send_notification_email(user: User, what: str) -> None:
    """Queues the e-mail in the caller's transaction; a worker sends it."""
    if settings.AMPARO_MAIL_HOST:
        deliver_notification_email.enqueue(str(user.ref), what)


# In slices: a slow mail server must not keep the database waiting.
@background_task(
    name="email-notice", title=gettext_lazy("Send e-mail notification"), in_slices=True
)
def deliver_notification_email(ref: str, what: str) -> None:
    user = User.objects.filter(ref=ref, is_active=True, practises_for=None).first()
    if user is None:
        return
    with translation.override(user.language or settings.LANGUAGE_CODE):
        subject = _("Amparo: something about your account")
        sentence = events.notices()[what].text()
        told = [sentence, _("If this was not you, tell your administrator now.")]
    send_mail(subject, "\n\n".join(told), None, [user.email])


@background_task(
    name="email-notification",
    title=gettext_lazy("Send e-mail about a notification"),
    in_slices=True,
)
def deliver_group_email(ref: str, group: str) -> None:
    """Says in which group something waits to be read, and nothing of what it is about."""
    user = User.objects.filter(ref=ref, is_active=True, practises_for=None).first()
    if user is None or group not in GROUPS:
        return
    with translation.override(user.language or settings.LANGUAGE_CODE):
        subject = _("Amparo: new notification")
        label = GROUPS[group][0]  # type: ignore[index]
        kind = _("Kind: %(group)s") % {"group": label}
        rest = _("Sign in to Amparo to read it. This e-mail says nothing of the case on purpose.")
        if group == DANGER:
            rest = _("Somebody may be in danger: sign in to Amparo and read it now.")
    send_mail(subject, f"{kind}\n\n{rest}", None, [user.email])
