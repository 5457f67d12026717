"""What the relative said about being searched with: yes, no, or a yes that is taken back."""

from datetime import date

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.code_lists import codes
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.refusals import Refusal

from .base import TracingRecord
from .requests import TracingRequest


class TracingConsent(TracingRecord):
    """One word of the relative; the last one counts, from the next request on."""

    request = models.ForeignKey(TracingRequest, models.CASCADE, related_name="consents")
    agreed = models.BooleanField(gettext_lazy("Your answer"))
    # Photos are looked through with others only where they agreed to that too.
    with_photo = models.BooleanField(gettext_lazy("Photos may be shown"), default=False)
    method = models.CharField(gettext_lazy("How you answered"), max_length=30)
    language = models.CharField(gettext_lazy("Language"), max_length=10, blank=True)
    given_on = models.DateField(gettext_lazy("Day"))
    witness = PersonalField(gettext_lazy("Witness"))
    text = PersonalField(pgettext_lazy("field", "Text"))

    crypto_label = "tracingconsent"
    audit_name = "tracingconsent"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Consent to a search")

    class Events:
        given = AuditEvent(gettext_lazy("Consent to tracing given"))
        refused = AuditEvent(gettext_lazy("Consent to tracing refused"))
        taken_back = AuditEvent(gettext_lazy("Consent to tracing withdrawn"))

    @classmethod
    @transaction.atomic
    def record(
        cls, request: TracingRequest, *, by: User, agreed: bool, method: str,
        given_on: date | None = None, with_photo: bool = False, language: str = "",
        witness: str = "", text: str = "",
    ) -> "TracingConsent":  # fmt: skip
        request.require_open()
        codes.require("consent_method", method)
        given_on = given_on or request.office.today()
        request.must_not_be_ahead(given_on, by)
        if with_photo and not agreed:
            raise Refusal(_("Without a yes to the search there is none to photos."))
        word = request.consents.create(
            by=by, agreed=agreed, with_photo=with_photo, method=method, given_on=given_on,
            language=language, witness=witness, text=text,
        )  # fmt: skip
        log.log_event(by, "tracingconsent.given" if agreed else "tracingconsent.refused", word)
        return word

    @classmethod
    @transaction.atomic
    def take_back(
        cls, request: TracingRequest, *, by: User, method: str = "verbal", text: str = ""
    ) -> "TracingConsent":
        """From the next request on nobody is shown as found any more. Asked twice, it stays so."""
        request.hold()
        word = request.word
        if word is None:
            raise Refusal(_("No consent to tracing was given: nothing to withdraw."))
        if not word.agreed:
            return word
        taken = request.consents.create(
            by=by, agreed=False, method=method, given_on=request.office.today(), text=text
        )
        log.log_event(by, "tracingconsent.taken_back", taken)
        request.tell_tracers("tracing.taken_back", by=by)
        return taken
