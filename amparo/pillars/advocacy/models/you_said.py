"""You said, we did: what changed because people told us, in words that name nobody."""

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.code_lists import codes
from amparo.foundation.core.models import Office, User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)


class YouSaidQuerySet(PermissionQuerySet):
    def published(self) -> "YouSaidQuerySet":
        """Approved by a second person, and not taken down since."""
        return self.filter(endorsed__isnull=False, taken_down=None)

    def waiting(self) -> "YouSaidQuerySet":
        return self.filter(endorsed=None, taken_down=None)


class YouSaid(Record):
    """What people said and what we did, in one language or more: for anybody to read."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    said = models.JSONField(default=dict)
    did = models.JSONField(default=dict)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)

    audit_name = "yousaid"

    objects = YouSaidQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("What changed because people told us")
        ordering = ["-at", "-pk"]

    class Privacy:
        plain_text = {
            "said": "published; a second person looks that it names nobody",
            "did": "published; a second person looks that it names nobody",
        }

    class Events:
        drafted = AuditEvent(gettext_lazy("Drafted what changed because people told us"))
        changed = AuditEvent(
            gettext_lazy("Changed a draft of what changed because people told us")
        )
        endorsed = AuditEvent(gettext_lazy("Approved what changed because people told us"))
        taken_down = AuditEvent(gettext_lazy("Took down what changed because people told us"))

    def __str__(self):
        return f"YouSaid {self.ref}"

    @property
    def is_published(self) -> bool:
        return hasattr(self, "endorsed") and not hasattr(self, "taken_down")

    @property
    def languages(self) -> list[str]:
        return [code for code in LANGUAGES if self.said.get(code) and self.did.get(code)]

    def in_words(self) -> tuple[str, str, str]:
        """What was said, and done, in the reader’s language or another; and in which."""
        told = self.languages
        here = (get_language() or "").split("-")[0]
        code = here if here in told else told[0]
        return self.said[code], self.did[code], code

    @classmethod
    @transaction.atomic
    def draft(cls, *, by: User, office: Office, kind: str, said: dict, did: dict) -> "YouSaid":
        entry = cls(office=office, kind=kind, by=by, said=_filled(said), did=_filled(did))
        entry._must_be_whole()
        entry.save()
        log.log_event(by, "yousaid.drafted", entry)
        return entry

    @transaction.atomic
    def change(self, *, by: User, kind: str, said: dict, did: dict) -> None:
        """Until it is approved; whoever changes it is the one who wrote it."""
        if hasattr(self, "endorsed"):
            raise Refusal(_("This is published. Take it down and write it anew."))
        self.kind, self.said, self.did, self.by = kind, _filled(said), _filled(did), by
        self._must_be_whole()
        self.save()
        log.log_event(by, "yousaid.changed", self)

    @transaction.atomic
    def endorse(self, *, by: User) -> None:
        """A second person has read it: it names nobody, and it is true."""
        if self.by_id == by.pk:
            raise Refusal(_("Somebody else approves what you wrote."))
        if hasattr(self, "taken_down"):
            raise Refusal(_("This was taken down."))
        _one, is_new = Endorsed.objects.get_or_create(entry=self, defaults={"by": by})
        if is_new:
            log.log_event(by, "yousaid.endorsed", self)

    @transaction.atomic
    def take_down(self, *, by: User) -> None:
        _one, is_new = TakenDown.objects.get_or_create(entry=self, defaults={"by": by})
        if is_new:
            log.log_event(by, "yousaid.taken_down", self)

    def _must_be_whole(self) -> None:
        codes.require("feedback_type", self.kind)
        if not self.languages:
            raise Refusal(_("Write in one language at least both what they said and what we did."))
        if any(bool(self.said.get(code)) != bool(self.did.get(code)) for code in LANGUAGES):
            raise Refusal(_("In each language, write both halves or neither."))


class Endorsed(Record):
    """The second person who read it before anybody else did."""

    entry = models.OneToOneField(YouSaid, models.CASCADE, related_name="endorsed")
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)

    audit_name = "endorsed"

    objects = PermissionQuerySet.as_manager()

    def __str__(self):
        return f"Endorsed {self.ref}"


class TakenDown(Record):
    """It is no longer shown."""

    entry = models.OneToOneField(YouSaid, models.CASCADE, related_name="taken_down")
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)

    audit_name = "takendown"

    objects = PermissionQuerySet.as_manager()

    def __str__(self):
        return f"TakenDown {self.ref}"


def _filled(words: dict[str, str]) -> dict[str, str]:
    return {code: said.strip() for code, said in words.items() if said and said.strip()}
