"""From a draft to a message in use: submitted, approved by another person, withdrawn, replaced.

Whoever wrote any of its words, or said last what it is for, does not approve it.
"""

from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.clock import now
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.rls.records import lock_and_refresh
from amparo.foundation.core.refusals import Refusal

from ..extension_points import message_approved, message_withdrawn
from .links import MessageLink
from .wordings import ChannelWording, Wording

# Each approved public message has a link for these at once: materials are read, not written.
MATERIAL_CHANNELS = ("poster", "leaflet", "radio")


class KeyMessageState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("message", "Draft")
    SUBMITTED = "submitted", pgettext_lazy("message", "Pending approval")
    APPROVED = "approved", pgettext_lazy("message", "Approved")
    WITHDRAWN = "withdrawn", pgettext_lazy("message", "Withdrawn")


class MessageApproval(models.Model):
    """The steps of a key message."""

    # Fields of the message, for those who read types.
    state: Any
    submitted_at: Any
    submitted_by: Any
    approved_at: Any
    approved_by: Any
    withdrawn_at: Any
    withdrawn_by: Any

    class Meta:
        abstract = True

    @transaction.atomic
    def submit(self: Any, *, by: User) -> None:
        """Asks a second person to approve it. Refused, by name of the languages, while one of them
        has no wording; without a risk check; and while a wording has neither pretest nor waiver.
        """
        self.must_be_draft()
        self._must_have_all_wordings()
        self._must_be_checked()
        self.state, self.submitted_at, self.submitted_by = KeyMessageState.SUBMITTED, now(), by
        self.save(update_fields=["state", "submitted_at", "submitted_by"])
        log.log_event(by, "keymessage.submitted", self)

    @transaction.atomic
    def return_for_changes(self: Any, *, by: User, because: str = "") -> None:
        """Gives it back to who wrote it, with what is to be changed."""
        lock_and_refresh(self, "state")
        if self.state != KeyMessageState.SUBMITTED:
            raise Refusal(_("This message is not pending approval."))
        self.state, self.returned_because = KeyMessageState.DRAFT, because
        self.save(update_fields=["state", "returned_because"])
        log.log_event(by, "keymessage.returned", self)

    @transaction.atomic
    def approve(self: Any, *, by: User) -> None:
        """A second person has read every wording: from now on it may be used."""
        lock_and_refresh(self, "state", "by_id", "submitted_by_id")
        if self.state == KeyMessageState.APPROVED:
            return
        if self.state != KeyMessageState.SUBMITTED:
            raise Refusal(_("This message is not pending approval."))
        if by.pk in self._writers():
            raise Refusal(_("Somebody else approves what you wrote."))
        self._must_have_all_wordings()
        self._must_be_checked()
        self.state, self.approved_at, self.approved_by = KeyMessageState.APPROVED, now(), by
        self.save(update_fields=["state", "approved_at", "approved_by"])
        log.log_event(by, "keymessage.approved", self)
        if self.is_public:
            for channel in MATERIAL_CHANNELS:
                MessageLink.for_message(self, channel, by=by)
        if self.replaces is not None:
            self.replaces.withdraw(by=by, because="")
        message_approved.send(type(self), message=self, by=by)

    @transaction.atomic
    def withdraw(self: Any, *, by: User, because: str) -> None:
        """Takes it out of use, everywhere at once. Who holds a paper of it keeps the paper. The
        reason may be empty where another version takes its place.
        """
        lock_and_refresh(self, "state")
        if self.state == KeyMessageState.WITHDRAWN:
            return
        self.state, self.withdrawn_at, self.withdrawn_by = KeyMessageState.WITHDRAWN, now(), by
        self.withdrawn_because = because
        self.save(update_fields=["state", "withdrawn_at", "withdrawn_by", "withdrawn_because"])
        log.log_event(by, "keymessage.withdrawn", self)
        message_withdrawn.send(type(self), message=self, by=by)

    @transaction.atomic
    def begin_new_version(self: Any, *, by: User) -> Any:
        """Copies it as a draft that takes its place once it is approved; returns the draft that is
        there already, if one is. Risk check and pretest are made anew: the words will differ.
        """
        lock_and_refresh(self, "state")
        begun = self.replacements.exclude(state=KeyMessageState.WITHDRAWN).first()
        if begun is not None:
            return begun
        if self.state not in (KeyMessageState.APPROVED, KeyMessageState.WITHDRAWN):
            raise Refusal(_("This message is still being written. Change it instead."))
        names = ("title", "kind", "topic", "audience", "need", "behaviour", "languages",
                 "is_public", "without_help_because")  # fmt: skip
        copy = type(self).draft(
            by=by, office=self.office, places=[row.place for row in self.places.all()],
            replaces=self, **{name: getattr(self, name) for name in names},
        )  # fmt: skip
        Wording.objects.bulk_create([_copied(row, copy) for row in self.wordings.all()])
        ChannelWording.objects.bulk_create(
            [_copied(row, copy) for row in self.channel_wordings.all()]
        )
        copy._keep_search_text()
        return copy

    def _writers(self: Any) -> set[int]:
        """Who wrote any of it: what it is for, a wording, words of a channel; or submitted it."""
        found = {self.by_id, self.submitted_by_id}
        found.update(self.wordings.values_list("by", flat=True))
        found.update(self.channel_wordings.values_list("by", flat=True))
        return found

    def _must_have_all_wordings(self: Any) -> None:
        self._forget_wordings()
        names = dict(settings.LANGUAGES)
        if missing := [str(names[code]) for code in self.missing_languages]:
            raise Refusal(
                _("A wording is missing in: %(languages)s.") % {"languages": ", ".join(missing)}
            )

    def _must_be_checked(self: Any) -> None:
        """What is prefetched may be older than what was recorded just now."""
        for name in ("risk_checks", "pretests", "waivers", "channel_wordings"):
            getattr(self, "_prefetched_objects_cache", {}).pop(name, None)
        if self.is_changed_since_risk_check:
            raise Refusal(_("The words changed after the risk check. Record it again."))
        if not self.is_risk_checked:
            raise Refusal(_("Record the risk check first: could this message harm somebody?"))
        if not self.is_tested_or_waived:
            names = dict(settings.LANGUAGES)
            untested = ", ".join(str(names[code]) for code in self.untested_languages)
            raise Refusal(
                _("No pretest in: %(languages)s. Record one, or waive it by name.")
                % {"languages": untested}
            )


def _copied[T: models.Model](row: T, message: Any) -> T:
    """The same words for another message, by whoever wrote them."""
    row.pk, row.message = None, message  # type: ignore[attr-defined]
    row._state.adding = True
    return row
