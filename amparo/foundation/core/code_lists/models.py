"""Code lists: the words that cases are described with, by language."""

import builtins
from uuid import UUID

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amparo.ui.languages import CODES, SOURCE

from ..accounts.users import User
from ..audit import log
from ..audit.events import AuditEvent
from ..permissions.grants import PermissionQuerySet
from ..records import Record, new_reference
from ..refusals import Refusal

# Rules speak of these by code: their words may change, their codes neither come nor go.
SETTLED = frozenset(
    (
        "action_status", "answer", "approval", "case_status", "confidentiality", "duty_type",
        "horizon", "ingredient", "level", "list", "polarity", "risk_change", "risk_level",
        "severity", "sex", "strength", "subject_level", "urgent_need", "verification",
        "wg_answer", "wg_intro", "wg_question",
    )
)  # fmt: skip


class CodeListEntryQuerySet(PermissionQuerySet):
    def of(self, name: str) -> "CodeListEntryQuerySet":
        return self.filter(list=name).order_by("order", "pk")


class CodeListEntry(Record):
    """One entry of a code list, with its label by language. `edited` names what an administrator
    changed, languages of the label included: loading keeps it.
    """

    list = models.CharField(max_length=50)
    code = models.CharField(max_length=60)
    parent = models.CharField(max_length=60, blank=True)
    labels = models.JSONField(default=dict)
    order = models.PositiveSmallIntegerField(default=0)
    source = models.CharField(max_length=120, blank=True)
    is_active = models.BooleanField(default=True)
    edited = models.JSONField(default=builtins.list, blank=True)
    extra = models.JSONField(default=dict, blank=True)

    audit_name = "code"

    objects = CodeListEntryQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Reference list code")
        constraints = [
            models.UniqueConstraint(fields=["list", "code"], name="code_list_entry_unique")
        ]

    class Privacy:
        plain_text = {
            "labels": "label of a code, by language",
            "source": "the standard that a code comes from",
            "edited": "languages that were reworded",
            "extra": "properties of a code",
        }

    class Events:
        relabelled = AuditEvent(gettext_lazy("Reference list label changed"))
        added = AuditEvent(gettext_lazy("Reference list code added"))
        retired = AuditEvent(gettext_lazy("Reference list code retired"))
        restored = AuditEvent(gettext_lazy("Reference list code restored"), code="brought_back")

    def __str__(self):
        return f"{self.list}: {self.code}"

    @property
    def is_settled(self) -> bool:
        return self.list in SETTLED

    @classmethod
    @transaction.atomic
    def add(
        cls, *, list: str, code: str, by: User, labels: dict[str, str], parent: str = ""
    ) -> "CodeListEntry":
        """A word of our own, at the end of the list, in every language of the product."""
        if list in SETTLED:
            raise Refusal(_("Nothing can be added to this list: the rules depend on it."))
        if cls.objects.filter(list=list, code=code).exists():
            raise Refusal(_("This list already has that code."))
        if not set(CODES) <= set(labels):
            raise _incomplete()
        last = cls.objects.of(list).aggregate(last=models.Max("order"))["last"] or 0
        line = cls.objects.create(
            list=list, code=code, parent=parent, order=last + 1, source="own",
            labels=_read_labels(labels),
        )  # fmt: skip
        line._changed("code.added", by)
        return line

    def says(self, language: str) -> str:
        """Its label in this language; empty where there is none."""
        return self.labels.get(language, "")

    @transaction.atomic
    def relabel(self, *, by: User, labels: dict[str, str]) -> None:
        """Changes the wording; what was recorded with this code keeps its meaning. A language
        in which it was never said may stay empty.
        """
        given = {code: said for code, said in labels.items() if said.strip() or self.says(code)}
        read = _read_labels(given)
        changed = {code: said for code, said in read.items() if self.says(code) != said}
        if SOURCE in changed and self.list.startswith("wg_"):
            raise Refusal(_("The English wording of the Washington Group is never changed."))
        self.labels = self.labels | changed
        self._note_edited(*changed)
        self._changed("code.relabelled", by)

    @transaction.atomic
    def retire(self, *, by: User) -> None:
        """No longer offered; what was recorded with it still reads as before."""
        if self.is_settled:
            raise Refusal(_("Nothing can be taken off this list: the rules depend on it."))
        self.is_active = False
        self._note_edited("is_active")
        self._changed("code.retired", by)

    @transaction.atomic
    def reactivate(self, *, by: User) -> None:
        self.is_active = True
        self._note_edited("is_active")
        self._changed("code.brought_back", by)

    def _note_edited(self, *names: str) -> None:
        self.edited = sorted({*self.edited, *names})

    def _changed(self, event: str, by: User) -> None:
        self.save()
        log.log_event(by, event, self, code=f"{self.list}:{self.code}")
        CodeListEdition.turn()


def _read_labels(labels: dict[str, str]) -> dict[str, str]:
    """Labels by language, as they are kept."""
    if unknown := set(labels) - set(CODES):
        raise ValueError(f"No such language: {', '.join(sorted(unknown))}")
    found = {code: said.strip() for code, said in labels.items()}
    if not all(found.values()):
        raise _incomplete()
    return found


def _incomplete() -> Refusal:
    return Refusal(_("Write the words in every language."))


class CodeListEdition(Record):
    """Which edition of the lists is in force: its stamp changes with every change to them."""

    stamp = models.UUIDField(default=new_reference)

    audit_name = "edition"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Reference list edition")

    def __str__(self):
        return f"{self.stamp}"

    @classmethod
    def turn(cls) -> "CodeListEdition":
        """From now on, every process reads the lists anew."""
        from .codes import forget

        edition, _is_new = cls.objects.update_or_create(pk=1, defaults={"stamp": new_reference()})
        forget()
        return edition

    @classmethod
    def in_force(cls) -> UUID | None:
        return cls.objects.filter(pk=1).values_list("stamp", flat=True).first()
