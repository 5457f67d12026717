"""What a person decided about an entry that nobody may simply do."""

from django.db import models, transaction
from django.utils.translation import gettext as _

from amparo.foundation.core.audit import log
from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.refusals import Refusal

from .about_files import AboutAFile
from .pieces import FilePart
from .sent import Sent
from .turns import go_on_after


class SentDecision(AboutAFile):
    """Taken over in their name, or put away, and why."""

    sent = models.OneToOneField(Sent, models.CASCADE, related_name="decision")
    is_accepted = models.BooleanField()
    because = PersonalField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now, editable=False)

    crypto_label = "sentdecision"
    audit_name = "sentdecision"
    personal = ("because",)
    harmless = ("file_kind", "file_ref", "is_accepted", "at")

    objects = PermissionQuerySet.as_manager()

    def __str__(self):
        return f"SentDecision {self.ref}"

    @classmethod
    @transaction.atomic
    def accept(cls, sent: Sent, *, by: User) -> None:
        """A person takes it over: it is done in their name, and what waited for it goes on."""
        sent.must_be_open()
        sent.is_accepted(by=by)
        log.log_event(by, "sent.accepted", sent, verb=sent.verb)
        cls._note(sent, by, is_accepted=True)
        go_on_after(sent.key)

    @classmethod
    @transaction.atomic
    def put_away(cls, sent: Sent, *, by: User, because: str) -> None:
        """It is not done, and its words go; that it came, and why it was put away, stays."""
        sent.must_be_open()
        if not because.strip():
            raise Refusal(_("Write why this is put away."))
        sent.is_put_away(by=by)
        FilePart.forget(sent.key, by=by)
        log.log_event(by, "sent.put_away", sent, verb=sent.verb)
        cls._note(sent, by, is_accepted=False, because=because)

    @classmethod
    def _note(cls, sent: Sent, by: User, *, is_accepted: bool, because: str = "") -> None:
        cls.objects.create(
            sent=sent, by=by, is_accepted=is_accepted, because=because, file_kind=sent.file_kind,
            file_ref=sent.file_ref,
        )  # fmt: skip
