"""Merges of two records of one person, their confirmation by a second person, and unmerging.

A merge only links. Nothing moves between the records, so consents, confidentiality, cases and
histories stay each record's own, and undoing it brings back exactly what was there. Where a
restricted group keeps one of the records, or another office knows the person by it, a second
person confirms: whoever merges acts for others too.
"""

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import models, transaction
from django.db.models import OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.models import Membership, Notification, Team, User
from amparo.foundation.core.notifications.kinds import Notice
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.rls.aggregates import aggregate_query
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal

from .persons import Person, PersonAccessGrant

if TYPE_CHECKING:
    pass


class MergeQuerySet(PermissionQuerySet):
    def in_force(self) -> "MergeQuerySet":
        return self.filter(state=Merge.State.IN_FORCE)

    def active(self) -> "MergeQuerySet":
        """In force, or waiting for a second person."""
        return self.filter(state__in=Merge.ACTIVE)

    def of(self, *people: Person) -> "MergeQuerySet":
        return self.filter(Q(kept__in=people) | Q(duplicate__in=people))

    def of_outer(self, person: OuterRef) -> "MergeQuerySet":
        """For a subquery of people."""
        return self.filter(Q(kept=person) | Q(duplicate=person))


class Merge(Record):
    """Says that `duplicate` is a second record of the person of `kept`: who says so, and why."""

    class State(models.TextChoices):
        WAITING = "waiting"
        IN_FORCE = "in_force"
        REFUSED = "refused"
        UNDONE = "parted"

    ACTIVE = (State.WAITING, State.IN_FORCE)

    kept = models.ForeignKey(Person, models.CASCADE, related_name="merges_kept")
    duplicate = models.ForeignKey(Person, models.CASCADE, related_name="merges_as_duplicate")
    because = PersonalField(pgettext_lazy("column, field", "Reason"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(gettext_lazy("Day"), default=now, editable=False)
    # Follows `MergeConfirmation` and `Unmerge`: for lists, and to walk from record to record.
    state = models.CharField(max_length=10, choices=State)

    crypto_label = "merge"
    audit_name = "merge"

    objects = MergeQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Merge of records")
        constraints = [
            models.UniqueConstraint(
                fields=["duplicate"],
                name="merged_into_one_record",
                condition=Q(state__in=("waiting", "in_force")),
            ),
            models.CheckConstraint(
                name="merged_into_another_record", condition=~Q(kept=models.F("duplicate"))
            ),
        ]

    class Events:
        asked = AuditEvent(
            gettext_lazy("Merge: second approval requested"),
            notice=Notice(
                gettext_lazy("Possible duplicate file pending your confirmation"),
                "decision",
                icon="git-merge",
            ),
        )
        confirmed = AuditEvent(
            gettext_lazy("Merge: second approval given"),
            notice=Notice(
                gettext_lazy("Duplicate confirmed: two files merged"), "decision", icon="git-merge"
            ),
        )
        refused = AuditEvent(
            gettext_lazy("Merge: second approval declined"),
            notice=Notice(
                pgettext_lazy("notification", "Duplicate not confirmed"), "decision", icon="x"
            ),
        )
        made = AuditEvent(gettext_lazy("Records merged"))
        parted = AuditEvent(pgettext_lazy("two records", "Merge undone"))

    def __str__(self):
        return f"Merge {self.ref}"

    @property
    def file(self) -> Person:
        return self.kept

    @property
    def is_waiting(self) -> bool:
        return self.state == self.State.WAITING

    @property
    def is_in_force(self) -> bool:
        return self.state == self.State.IN_FORCE

    def get_absolute_url(self) -> str:
        return reverse("people:merge", args=[self.ref])

    @classmethod
    @transaction.atomic
    def make(cls, kept: Person, duplicate: Person, *, by: User, because: str) -> "Merge":
        """Join at once; where a restricted group or another office is concerned, ask a second."""
        if not because.strip():
            raise Refusal(_("Write how you know that both files are of one person."))
        if kept.pk == duplicate.pk:
            raise Refusal(_("These are not two files: it is the same one."))
        lock_merge_chain([kept, duplicate])
        if _has_active_merge(duplicate):
            return cls._repeated(kept, duplicate, by=by)
        if kept_record_pk(kept) == duplicate.pk:
            raise Refusal(_("These two files are joined already."))
        second = needs_second_person(kept, duplicate)
        state = cls.State.WAITING if second else cls.State.IN_FORCE
        merge = cls.objects.create(
            kept=kept, duplicate=duplicate, by=by, because=because, state=state
        )
        if second:
            log.log_event(by, "merge.asked", merge)
            merge._tell_who_may_answer(by)
        else:
            merge._note_joined(by)
        return merge

    @classmethod
    def _repeated(cls, kept: Person, duplicate: Person, *, by: User) -> "Merge":
        """A phone that retries is welcome. Of a file one may not open nothing is said."""
        asked = cls.objects.active().filter(kept=kept, duplicate=duplicate, by=by).first()
        if asked is None:
            raise Refusal(_("This file cannot be joined now. Ask your supervisor."))
        return asked

    @transaction.atomic
    def confirm(self, *, by: User) -> "MergeConfirmation":
        """The second person is sure too: from now on the kept file shows both."""
        answer, is_first = self._answer(agrees=True, by=by)
        if is_first:
            if kept_record_pk(self.kept) == self.duplicate_id:
                raise Refusal(_("These two files are joined already."))
            self._become(self.State.IN_FORCE)
            log.log_event(by, "merge.confirmed", self)
            self._note_joined(by)
            self._tell_who_asked("merge.confirmed", by)
        return answer

    @transaction.atomic
    def refuse(self, *, by: User, because: str) -> "MergeConfirmation":
        """The second person doubts: both files stay as they are, and who asked reads why."""
        if not because.strip():
            raise Refusal(_("Write why you are not sure that it is the same person."))
        answer, is_first = self._answer(agrees=False, by=by, because=because)
        if is_first:
            self._become(self.State.REFUSED)
            log.log_event(by, "merge.refused", self)
            self._tell_who_asked("merge.refused", by)
        return answer

    @transaction.atomic
    def undo(self, *, by: User, because: str) -> "Unmerge":
        """They are two people after all: each file is again what it is by itself.

        Also what was only asked is taken back so. One person suffices: parting shows nobody
        anything that they could not open before.
        """
        if not because.strip():
            raise Refusal(_("Write how you know that these are two people."))
        lock_merge_chain([self.kept, self.duplicate])
        parted, is_first = Unmerge.objects.get_or_create(
            merge=self, defaults={"by": by, "because": because}
        )
        if not is_first:
            return parted
        self.refresh_from_db(fields=["state"])
        if self.state not in self.ACTIVE:
            raise Refusal(_("These two files are not joined."))
        if self.is_in_force:
            log.log_event(by, "person.parted", self.duplicate)
        self._become(self.State.UNDONE)
        log.log_event(by, "merge.parted", self)
        return parted

    def _answer(
        self, *, agrees: bool, by: User, because: str = ""
    ) -> "tuple[MergeConfirmation, bool]":
        if by.pk == self.by_id:
            raise Refusal(_("Somebody else than who asked for it decides."))
        lock_merge_chain([self.kept, self.duplicate])
        self.refresh_from_db(fields=["state"])
        answer = MergeConfirmation.objects.filter(merge=self).first()
        if answer and (answer.agrees, answer.by_id) == (agrees, by.pk):
            return answer, False
        if not self.is_waiting:
            raise Refusal(_("This was already decided."))
        said = MergeConfirmation.objects.create(merge=self, agrees=agrees, by=by, because=because)
        Notification.objects.filter(url=self.get_absolute_url()).delete()
        return said, True

    def _become(self, state: str) -> None:
        self.state = state
        self.save(update_fields=["state"])

    def _note_joined(self, by: User) -> None:
        """A line in the history of each file; neither names the other."""
        log.log_event(by, "merge.made", self)
        log.log_event(by, "person.joined", self.duplicate)

    def _tell_who_may_answer(self, by: User) -> None:
        Notification.notify(
            possible_confirmers(self),
            event="merge.asked",
            about="",
            url=self.get_absolute_url(),
            by=by,
        )

    def _tell_who_asked(self, what: str, by: User) -> None:
        if Merge.objects.filter(pk=self.pk).accessible_to(self.by).exists():
            url = self.get_absolute_url()
            Notification.notify([self.by], event=what, about="", url=url, by=by)


class MergeRecord(Record):
    """What one person said of one merge, and why."""

    merge: "models.OneToOneField[Merge, Merge]"
    because = PersonalField(pgettext_lazy("column, field", "Reason"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(gettext_lazy("Day"), default=now, editable=False)

    class Meta:
        abstract = True

    def __str__(self):
        return f"{type(self).__name__} {self.ref}"

    @property
    def file(self) -> Person:
        return self.merge.file


class MergeConfirmation(MergeRecord):
    """What the second person said: sure as well, or not, and why not."""

    merge = models.OneToOneField(Merge, models.CASCADE, related_name="confirmation")
    agrees = models.BooleanField()

    crypto_label = "mergeanswer"
    audit_name = "mergeanswer"

    objects = PermissionQuerySet.as_manager()


class Unmerge(MergeRecord):
    """Who parted the files again, or took the question back, and why."""

    merge = models.OneToOneField(Merge, models.CASCADE, related_name="unmerge")

    crypto_label = "mergeparted"
    audit_name = "mergeparted"

    objects = PermissionQuerySet.as_manager()


@aggregate_query("of a chain of merges some records may be closed to who merges: they are locked")
def lock_merge_chain(files: Iterable[Person]) -> None:
    """Of two who join at once, one waits: what they would make together is looked at whole."""
    while True:
        roots = sorted({kept_record_pk(file) for file in files} | {file.pk for file in files})
        list(Person.objects.select_for_update().filter(pk__in=roots).order_by("pk").only("pk"))
        if {kept_record_pk(file) for file in files} <= set(roots):
            return


@aggregate_query("between the records of a chain may be some that are closed to the user")
def kept_record_pk(person: Person) -> int:
    """The file at the head of the chain, whoever may open what lies between."""
    pk, seen = person.pk, {person.pk}
    while True:
        above = (
            Merge.objects.in_force().filter(duplicate=pk).values_list("kept", flat=True).first()
        )
        if above is None or above in seen:
            return pk
        pk = above
        seen.add(pk)


@aggregate_query("the record into which a duplicate was merged may be closed to who merges it")
def _has_active_merge(duplicate: Person) -> bool:
    return Merge.objects.active().filter(duplicate=duplicate).exists()


# The second person.

_PLACE = re.compile(r"(?:.+@)?(team|office):(\d+)\Z")


@aggregate_query("who else holds a record decides, and is not told to who merges it")
def needs_second_person(kept: Person, duplicate: Person) -> bool:
    """Whether a restricted group keeps one of them, or not the same offices hold both."""
    held = [_holders(each) for each in (kept, duplicate)]
    is_restricted = any("@" in grantee for grantees in held for grantee in grantees)
    return is_restricted or _offices(held[0]) != _offices(held[1])


def possible_confirmers(merge: "Merge") -> list[User]:
    """Colleagues other than who asked, who open both files and answer for one of them."""
    offices = _offices(_holders(merge.kept)) | _offices(_holders(merge.duplicate))
    here = Q(office__in=offices) | Q(team__office__in=offices)
    places = Membership.objects.held().with_permission("case.approve").filter(here)
    return [
        user
        for user in places.people()
        if user.pk != merge.by_id
        and type(merge).objects.filter(pk=merge.pk).accessible_to(user, "answer").exists()
    ]


def _holders(person: Person) -> list[str]:
    rows = PersonAccessGrant.objects.live().filter(record=person)
    return list(rows.values_list("grantee", flat=True))


def _offices(grantees: list[str]) -> set[int]:
    """The offices for which a file is held; a colleague or a partner holds it for none."""
    places = [found.groups() for found in map(_PLACE.match, grantees) if found]
    teams = {int(pk) for kind, pk in places if kind == "team"}
    of_teams = Team.objects.filter(pk__in=teams).values_list("office", flat=True)
    return {int(pk) for kind, pk in places if kind == "office"} | set(of_teams)
