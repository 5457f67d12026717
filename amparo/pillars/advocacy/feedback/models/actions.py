"""What may be done with a complaint, by those who receive it and by who made it."""

from typing import TYPE_CHECKING, Any, cast

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from amparo.foundation.core.audit import log
from amparo.foundation.core.clock import now, years_after
from amparo.foundation.core.code_lists import codes
from amparo.foundation.core.erasure import Erasure, erase
from amparo.foundation.core.models import Office, Team, User
from amparo.foundation.core.permissions.rls.records import lock_for_update
from amparo.foundation.core.refusals import Refusal

from ..access_grants import update_grants
from ..code_lists import sensitive_kinds
from .records import ActionKind, ComplaintAction, InvestigationNote, ResponseDelivery

if TYPE_CHECKING:
    from .complaints import Complaint

# After which they are told what came of it.
ANSWERS = (ActionKind.RESPONDED, ActionKind.REFERRED)


class ComplaintActions:
    """What may be done with a complaint. Each action locks its row: two colleagues act in turn."""

    @transaction.atomic
    def acknowledge(self, *, by: User, text: str = "") -> None:
        """They read with their code that it arrived, and what happens now."""
        it = _lock(self)
        it._must_be_open()
        if it._has(ActionKind.ACKNOWLEDGED):
            return
        it._add(ActionKind.ACKNOWLEDGED, by)
        if text.strip():
            it._add(ActionKind.MESSAGE, by, text=text)
        it._set_status("acknowledged", by)

    @transaction.atomic
    def record_findings(self, *, by: User, text: str) -> None:
        """Write down what was found out; only those who receive the complaint read it."""
        it = _lock(self)
        it._must_be_open()
        _require_text(text)
        InvestigationNote.objects.create(complaint=it, by=by, text=text)
        early = it.status in ("received", "acknowledged")
        it._set_status("in_review" if early else it.status, by)

    @transaction.atomic
    def add_message(self, *, by: User | None, text: str) -> None:
        """Send a message to the other side: a question, a detail, a new place to be reached."""
        it = _lock(self)
        _require_text(text)
        if it.is_closed and by is not None:
            it._must_be_open()
        if it._was_sent_before(ActionKind.MESSAGE, by, text):
            return
        it._add(ActionKind.MESSAGE, by, text=text)
        log_action(by, it)
        if by is None:
            it.notify_recipients("complaint.message", by=None)

    @transaction.atomic
    def change_contact_details(self, contact_details: str) -> None:
        """The author says anew how an answer reaches them safely."""
        it = _lock(self)
        if it.contact_details == contact_details:
            return
        it.contact_details = contact_details
        it.save(update_fields=["contact_details"])
        log_action(None, it)
        it.notify_recipients("complaint.message", by=None)

    @transaction.atomic
    def answer(self, *, by: User, text: str) -> None:
        """What we found, what we did, what we cannot do and why."""
        it = _lock(self)
        it._must_be_open()
        _require_text(text)
        if it._was_sent_before(ActionKind.RESPONDED, by, text):
            return
        it._add_acknowledgement(by)
        it._add(ActionKind.RESPONDED, by, text=text)
        it._set_status("responded", by)

    @transaction.atomic
    def refer(self, *, by: User, to: str, text: str) -> None:
        """Give it to those who investigate; what they do is not written down here."""
        it = _lock(self)
        it._must_be_open()
        if not to.strip():
            raise Refusal(_("Say to whom it is given."))
        it._add_acknowledgement(by)
        it._add(ActionKind.REFERRED, by, referred_to=to, text=text)
        it._set_status("referred", by)

    @transaction.atomic
    def record_delivery(self, *, by: User, how: str, text: str = "") -> None:
        """Record how they learned the answer, or why they cannot."""
        it = _lock(self)
        it._must_be_open()
        if not it._has(*ANSWERS):
            raise Refusal(_("Answer first; then say how they were told."))
        if how == ResponseDelivery.How.IMPOSSIBLE and not text.strip():
            raise Refusal(_("Write why it cannot be told to them."))
        ResponseDelivery.objects.create(complaint=it, by=by, how=how, text=text)
        it._set_status(it.status, by)

    @transaction.atomic
    def judge(self, *, is_satisfied: bool, text: str = "") -> None:
        """Who complained has read the answer. Not satisfied, it is looked at again, once."""
        it = _lock(self)
        answer = it._last(ActionKind.RESPONDED)
        if answer is None:
            raise Refusal(_("There is no answer yet."))
        if it.deliveries.filter(how="code", at__gte=answer.at).exists():
            return  # they have said so
        ResponseDelivery.objects.create(
            complaint=it, how=ResponseDelivery.How.CODE, is_satisfied=is_satisfied, text=text
        )
        if is_satisfied or it._has(ActionKind.REOPENED):
            it.notify_recipients("complaint.judged", by=None)
            it._set_status(it.status, None)
        else:
            it._reopen(text)

    @transaction.atomic
    def withdraw(self, *, text: str = "") -> None:
        """They take it back. What may endanger others is still looked into, and they know it."""
        it = _lock(self)
        if it.is_withdrawn:
            return
        it._must_be_open()
        it._add(ActionKind.WITHDRAWN, None, text=text)
        it.notify_recipients("complaint.withdrawn", by=None)
        if it.is_sensitive:
            it._set_status(it.status, None)
        else:
            it._close(None)

    @transaction.atomic
    def close(self, *, by: User) -> None:
        """Close it, once whoever complained knows the answer or it is recorded why they cannot."""
        it = _lock(self)
        if it.is_closed:
            return
        if not it.is_feedback_loop_closed:
            raise Refusal(
                _("Inform the person of the result first, or record why this is not possible.")
            )
        it._close(by)

    @transaction.atomic
    def add_subject(self, whom: "User | Team | Office", *, by: User) -> None:
        """Name whom it is about: they, and those who depend on them, receive it no longer."""
        it = _lock(self)
        field = {User: "user", Team: "team", Office: "office"}[type(whom)]
        _one, is_new = it.subjects.get_or_create(**{field: whom}, defaults={"by": by})
        if is_new:
            log_action(by, it)
            update_grants(it, by=by)

    @transaction.atomic
    def recategorize(self, kind: str, *, by: User) -> None:
        """It is about something else. What is sensitive stays so."""
        it = _lock(self)
        it._must_be_open()
        codes.require("feedback_type", kind)
        if kind == it.kind:
            return
        if it.is_sensitive and kind not in sensitive_kinds():
            raise Refusal(_("What came in as sensitive stays with those who receive it."))
        was, it.kind = it.kind, kind
        it._add(ActionKind.RECATEGORIZED, by, from_category=was, to_category=kind)
        if it.is_sensitive and was not in sensitive_kinds():
            it.acknowledge_by = it.settings.acknowledge_by(now(), is_sensitive=True)
        it._set_status(it.status, by)
        update_grants(it, by=by)

    @property
    def is_expired(self) -> bool:
        """Closed for as long as the office keeps such complaints."""
        it = cast("Complaint", self)
        return it.keep_until is not None and it.keep_until <= it.office.today()

    @transaction.atomic
    def delete_permanently(self, *, by: User) -> bool:
        """Past its time, two of those who receive it delete it: the second one does it.

        False: the first has said so, and it waits for another (IOM Data Protection Principle 9).
        """
        it = _lock(self)
        if not it.is_expired:
            raise Refusal(_("It is retained until its retention period ends."))
        asked = it._last(ActionKind.DELETION_REQUESTED)
        if asked is None:
            it._add(ActionKind.DELETION_REQUESTED, by)
            log_action(by, it)
            return False
        if asked.by_id == by.pk:
            return False
        erase(it, Erasure("retention", by, asked.by, asked.at, it.office))
        return True

    # What the actions share.

    def _must_be_open(self) -> None:
        if cast(Any, self).is_closed:
            raise Refusal(_("This is closed."))

    def _add(self, kind: ActionKind, by: User | None, **about: str) -> None:
        cast("Complaint", self).actions.create(kind=kind, by=by, **about)

    def _add_acknowledgement(self, by: User) -> None:
        """Whoever answers or refers it has read it."""
        if not self._has(ActionKind.ACKNOWLEDGED):
            self._add(ActionKind.ACKNOWLEDGED, by)

    def _has(self, *kinds: ActionKind) -> bool:
        return cast("Complaint", self).actions.filter(kind__in=kinds).exists()

    def _last(self, kind: ActionKind) -> ComplaintAction | None:
        return cast("Complaint", self).actions.filter(kind=kind).order_by("-pk").first()

    def _was_sent_before(self, kind: ActionKind, by: User | None, text: str) -> bool:
        """Returns whether the last action of this kind says the same, by the same."""
        last = self._last(kind)
        return last is not None and (last.by_id, last.text) == (by.pk if by else None, text)

    def _reopen(self, text: str) -> None:
        it = cast("Complaint", self)
        it._add(ActionKind.REOPENED, None, text=text)
        it.actions.filter(kind=ActionKind.DELETION_REQUESTED).delete()
        it.answer_by = it.settings.answer_by(now())
        it.keep_until, it.escalated_at = None, None
        it._set_status("in_review", None)
        it.notify_recipients("complaint.reopened", by=None, urgent=True)

    def _close(self, by: User | None) -> None:
        it = cast("Complaint", self)
        it._add(ActionKind.CLOSED, by)
        day = it.office.today()
        it.keep_until = years_after(day, it.settings.kept_years)
        it._set_status("closed", by)

    @property
    def is_withdrawn(self) -> bool:
        return self._has(ActionKind.WITHDRAWN)

    @property
    def is_feedback_loop_closed(self) -> bool:
        it = cast("Complaint", self)
        last = dict(it.actions.values_list("kind").annotate(Max("at")))
        if ActionKind.WITHDRAWN in last:
            return True
        answered = [last[kind] for kind in ANSWERS if kind in last]
        since = max(answered, default=None)
        if since is None or last.get(ActionKind.REOPENED, since) > since:
            return False
        return it.deliveries.filter(at__gte=since).exists()

    def _set_status(self, status: str, by: User | None) -> None:
        """Keep the new status with its next time limit, and write the audit line."""
        it = cast("Complaint", self)
        it.status = it.Status(status)
        it.due_at = it._next_limit
        it.save(
            update_fields=[
                "status", "due_at", "kind", "acknowledge_by", "answer_by", "keep_until",
                "escalated_at",
            ]
        )  # fmt: skip
        log_action(by, it)

    @property
    def _next_limit(self):
        it = cast("Complaint", self)
        if it.status == it.Status.RECEIVED:
            return it.acknowledge_by
        waits = it.status in (it.Status.ACKNOWLEDGED, it.Status.IN_REVIEW)
        return it.answer_by if waits else None


def log_action(by: User | None, complaint: "Complaint") -> None:
    """Write the same line for every action: who reads the audit log may be whom it is about.

    What was done, by whom and when, is in the records of the complaint.
    """
    log.log_event(by, "complaint.worked_on", complaint)


def _lock(complaint: Any) -> "Complaint":
    """Lock the row until the action ends, and take its present values over."""
    complaint.__dict__.update(lock_for_update(complaint).__dict__)
    return complaint


def _require_text(text: str) -> None:
    if not text.strip():
        raise Refusal(_("Write a few words."))
