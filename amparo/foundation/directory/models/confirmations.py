"""Models: a request to confirm services by a link, and remarks that organizations send back."""

from collections.abc import Iterable
from datetime import timedelta

from django.core import signing
from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.models import Membership, Notification, User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal

from .organizations import Provider
from .services import Service, ServiceVerification

LINK_VALIDITY = timedelta(days=60)
_SALT = "amparo.directory.asking"


class ServiceRemarkQuerySet(PermissionQuerySet):
    def open(self, service: Service) -> "ServiceRemarkQuerySet":
        return self.filter(service=service, settled_at=None)


class ServiceRemark(Record):
    """What an organization says is no longer true of its service, as its own free text."""

    service = models.ForeignKey(Service, models.CASCADE, related_name="remarks")
    text = PersonalField(gettext_lazy("Remark"), crypto_name="words")
    at = models.DateTimeField(default=now, editable=False)
    settled_at = models.DateTimeField(null=True, editable=False)
    settled_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    crypto_label = "remark"
    audit_name = "remark"

    objects = ServiceRemarkQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Service remark")
        ordering = ["-at"]

    class Privacy:
        no_owner = gettext_lazy("What organizations say of their own services.")

    class Events:
        settled = AuditEvent(gettext_lazy("Service remark resolved"))

    def __str__(self):
        return f"ServiceRemark {self.ref}"

    @transaction.atomic
    def settle(self, *, by: User) -> None:
        """It was looked at, and the directory says what is true."""
        if self.settled_at is None:
            self.settled_at, self.settled_by = now(), by
            self.save(update_fields=["settled_at", "settled_by"])
            log.log_event(by, "remark.settled", self)


class ConfirmationRequest(Record):
    """One link by which an organization confirms what it offers; a newer one takes its place."""

    provider = models.ForeignKey(Provider, models.CASCADE, related_name="confirmation_requests")
    # Nobody: the site asks by itself, by e-mail, and asks again (`tasks.py`).
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=now, editable=False)
    answered_at = models.DateTimeField(null=True, editable=False)
    # How often it was sent by e-mail, when last, and when a colleague was asked to call instead.
    mails = models.PositiveSmallIntegerField(default=0, editable=False)
    mailed_at = models.DateTimeField(null=True, editable=False)
    given_up_at = models.DateTimeField(null=True, editable=False)

    audit_name = "asking"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Request to confirm directory details")
        ordering = ["-at"]

    def __str__(self):
        return f"ConfirmationRequest {self.ref}"

    @classmethod
    @transaction.atomic
    def send(cls, provider: Provider, *, by: User | None) -> "ConfirmationRequest":
        request = cls.objects.create(provider=provider, by=by)
        log.log_event(by, "provider.asked", provider)
        return request

    @transaction.atomic
    def record_mail(self) -> None:
        """The same link once more, so that an older mail opens it too."""
        self.mails, self.mailed_at = self.mails + 1, now()
        self.save(update_fields=["mails", "mailed_at"])
        log.log_event(None, "provider.mailed", self.provider, count=self.mails)

    @transaction.atomic
    def give_up(self) -> None:
        """They answer no mail: a colleague calls. Until then pages say that it is unconfirmed."""
        if self.given_up_at is None:
            self.given_up_at = now()
            self.save(update_fields=["given_up_at"])
            log.log_event(None, "provider.silent", self.provider)
            url = reverse("directory:provider", args=[self.provider.ref])
            Notification.notify(
                directory_editors(), event="directory.silent", about="", url=url, by=None
            )

    @property
    def link(self) -> str:
        """The way to the page on which they answer."""
        return reverse("directory:confirmation", args=[signing.dumps(self.ref.hex, salt=_SALT)])

    @classmethod
    def from_token(cls, token: str) -> "ConfirmationRequest | None":
        """Returns the request that a link names; None where it is old, replaced or made up."""
        try:
            ref = signing.loads(token, salt=_SALT)
        except signing.BadSignature:
            return None
        young = cls.objects.filter(at__gt=now() - LINK_VALIDITY).select_related(
            "provider__organization"
        )
        request = young.filter(ref=ref).first()
        if request is None:
            return None
        return (
            request
            if request == cls.objects.filter(provider=request.provider_id).first()
            else None
        )

    @transaction.atomic
    def answer(self, answers: Iterable[tuple[Service, bool, str]]) -> None:
        """Of each service whether it is still true, and what is not; they may answer again."""
        remarks = []
        for service, is_true, text in answers:
            if is_true:
                name = self.provider.organization.name
                service.confirm(ServiceVerification.How.LINK, by=None, name=name)
            elif not text.strip():
                raise Refusal(_("Write what is no longer true."))
            elif text not in [each.text for each in ServiceRemark.objects.open(service)]:
                remarks.append(ServiceRemark(service=service, text=text))  # sent twice, kept once
        for remark in remarks:
            remark.save()
        self.answered_at = now()
        self.save(update_fields=["answered_at"])
        log.log_event(None, "provider.answered", self.provider)
        if remarks:
            url = reverse("directory:provider", args=[self.provider.ref])
            Notification.notify(
                directory_editors(), event="directory.remark", about="", url=url, by=None
            )


def directory_editors() -> list[User]:
    return Membership.objects.held().with_permission("directory.edit").people()
