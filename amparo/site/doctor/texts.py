"""Whether texts reach anybody, and whether the house hears what people answer."""

from collections.abc import Iterator
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from amparo.foundation.core import http_client
from amparo.foundation.core.clock import now
from amparo.foundation.core.permissions.rls.context import rls_bypass_all
from amparo.foundation.people.messaging.providers import Folder, RapidPro, provider
from amparo.foundation.people.models import Message

from .findings import Finding, check, danger, ok, warn

LATELY = timedelta(days=2)


@check("texts")
def somebody_brings_them() -> Iterator[Finding]:
    try:
        chosen = provider()
    except ImproperlyConfigured as said:
        yield danger(str(said))
        return
    if isinstance(chosen, Folder):
        yield warn(
            "Texts are laid into a folder, and nobody is told until something sends them from "
            "there: AMPARO_TEXTS"
        )
    elif isinstance(chosen, RapidPro) and not http_client.is_allowed_host(chosen.url):
        yield danger("Texts cannot leave: name the machine of AMPARO_TEXTS in AMPARO_OUTBOUND.")
    elif isinstance(chosen, RapidPro) and not settings.AMPARO_TEXTS_TOKEN:
        yield danger("Texts cannot leave: AMPARO_TEXTS_TOKEN is empty.")
    elif chosen.name == "mail" and not settings.AMPARO_MAIL_HOST:
        yield danger("Texts cannot leave by e-mail: AMPARO_MAIL_HOST is empty.")
    else:
        yield ok("Texts leave the house.")


@check("texts")
def answers_are_heard() -> Iterator[Finding]:
    if not settings.AMPARO_TEXTS_HEARD:
        yield warn("Nobody hears who answers STOP to a text, or NO: AMPARO_TEXTS_HEARD")
    elif len(settings.AMPARO_TEXTS_HEARD) < 32:
        yield danger("The key in AMPARO_TEXTS_HEARD can be guessed: take 32 letters or more.")
    else:
        yield ok("What people answer to a text is heard.")


@check("texts")
def texts_that_did_not_arrive() -> Iterator[Finding]:
    with rls_bypass_all():
        lately = Message.objects.filter(at__gt=now() - LATELY)
        failed, all_of_them = lately.filter(state=Message.State.FAILED).count(), lately.count()
    if failed:
        yield warn(f"{failed} of {all_of_them} texts of two days did not arrive.")
    else:
        yield ok("No text of two days failed.")
