"""A short word by e-mail where the house can send any: that something happened, never what."""

from django.conf import settings
from django.core.mail import send_mail
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amparo.foundation.core.jobs import background_task
from amparo.foundation.core.models import User
from amparo.foundation.directory.models import Asking
from amparo.foundation.directory.models.confirmations import LINK_VALIDITY
from amparo.foundation.directory.models.organizations import Provider
from amparo.foundation.directory.translated_text import FALLBACK_LANGUAGES
from amparo.ui import formats

from .templatetags.notices import SENTENCES


def tell_by_mail(user: User, what: str) -> None:
    """Kept with the deed, and sent beside it: nobody waits for a mail server."""
    if settings.AMPARO_MAIL_HOST:
        send.enqueue(str(user.ref), what)


# In slices: a slow mail server must not keep the database waiting.
@background_task(name="email-notice", title=gettext_lazy("Send a word by e-mail"), in_slices=True)
def send(ref: str, what: str) -> None:
    user = User.objects.filter(ref=ref, is_active=True).first()
    if user is None:
        return
    with translation.override(user.language or settings.LANGUAGE_CODE):
        subject = _("Amparo: something about your account")
        told = [str(SENTENCES[what]), _("If this was not you, tell your administrator now.")]
    send_mail(subject, "\n\n".join(told), None, [user.email])


@background_task(
    name="email-verification-request",
    title=gettext_lazy("Ask an organization by e-mail"),
    in_slices=True,
)
def ask_keeper(ref: str) -> None:
    """One question and one link. It names neither the organization nor whom it helps."""
    asking = Asking.objects.filter(ref=ref, answered_at=None).select_related("provider").first()
    if asking is None or not asking.provider.keeper_email:
        return
    with translation.override(_language_of(asking.provider)):
        subject = _("Is it still true?")
        told = [
            _("People rely on what is listed of your organization. Is it still true?"),
            _("It takes two minutes, and no account:"),
            f"{settings.AMPARO_ADDRESS}{asking.link}",
            _("The link holds until %(day)s. If somebody else keeps this, please pass it on.")
            % {"day": formats.with_year((asking.at + LINK_VALIDITY).date())},
        ]
    send_mail(subject, "\n\n".join(told), None, [asking.provider.keeper_email])


def _language_of(provider: Provider) -> str:
    """The language in which they speak of themselves, the house's own first."""
    said = [provider.about, *provider.services.values_list("name", flat=True)]
    spoken = {code for wording in said for code in wording or ()}
    return next((code for code in FALLBACK_LANGUAGES if code in spoken), settings.LANGUAGE_CODE)
