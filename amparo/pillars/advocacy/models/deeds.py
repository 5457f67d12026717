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

from ..reaching import hand_out
from ..shipped import sensitive_kinds
from .records import ActionKind, ComplaintAction, LookedInto, Told

if TYPE_CHECKING:
    from .complaints import Complaint

# After which they are told what came of it.
ANSWERS = (ActionKind.RESPONDED, ActionKind.REFERRED)


class Deeds:
    """The verbs of a complaint. Each holds the row while it looks: two keepers act in turn."""

    @transaction.atomic
    def acknowledge(self, *, by: User, words: str = "") -> None:
        """They read with their code that it arrived, and what happens now."""
        it = _held(self)
        it._must_be_open()
        if it._has(ActionKind.ACKNOWLEDGED):
            return
        it._add(ActionKind.ACKNOWLEDGED, by)
        if words.strip():
            it._add(ActionKind.MESSAGE, by, text=words)
        it._stands("acknowledged", by)

    @transaction.atomic
    def look_into(self, *, by: User, words: str) -> None:
        """Write down what was found out; only those who receive the complaint read it."""
        it = _held(self)
        it._must_be_open()
        _must_say(words)
        LookedInto.objects.create(complaint=it, by=by, words=words)
        early = it.status in ("received", "acknowledged")
        it._stands("in_review" if early else it.status, by)

    @transaction.atomic
    def write(self, *, by: User | None, words: str) -> None:
        """Words to the other side: a question, a detail, a new place to be reached."""
        it = _held(self)
        _must_say(words)
        if it.is_closed and by is not None:
            it._must_be_open()
        if it._was_sent_before(ActionKind.MESSAGE, by, words):
            return
        it._add(ActionKind.MESSAGE, by, text=words)
        note_work(by, it)
        if by is None:
            it.tell("complaint.words", by=None)

    @transaction.atomic
    def change_reach(self, reach_me: str) -> None:
        """The author says anew how an answer reaches them safely."""
        it = _held(self)
        if it.reach_me == reach_me:
            return
        it.reach_me = reach_me
        it.save(update_fields=["reach_me"])
        note_work(None, it)
        it.tell("complaint.words", by=None)

    @transaction.atomic
    def answer(self, *, by: User, words: str) -> None:
        """What we found, what we did, what we cannot do and why."""
        it = _held(self)
        it._must_be_open()
        _must_say(words)
        if it._was_sent_before(ActionKind.RESPONDED, by, words):
            return
        it._add_acknowledgement(by)
        it._add(ActionKind.RESPONDED, by, text=words)
        it._stands("responded", by)

    @transaction.atomic
    def refer(self, *, by: User, to: str, words: str) -> None:
        """Give it to those who investigate; what they do is not written down here."""
        it = _held(self)
        it._must_be_open()
        if not to.strip():
            raise Refusal(_("Say to whom it is given."))
        it._add_acknowledgement(by)
        it._add(ActionKind.REFERRED, by, referred_to=to, text=words)
        it._stands("referred", by)

    @transaction.atomic
    def told_by(self, *, by: User, how: str, words: str = "") -> None:
        """The circle is closed with them, or it cannot be, and why."""
        it = _held(self)
        it._must_be_open()
        if not it._has(*ANSWERS):
            raise Refusal(_("Answer first; then say how they were told."))
        if how == Told.How.IMPOSSIBLE and not words.strip():
            raise Refusal(_("Write why it cannot be told to them."))
        Told.objects.create(complaint=it, by=by, how=how, words=words)
        it._stands(it.status, by)

    @transaction.atomic
    def judge(self, *, is_satisfied: bool, words: str = "") -> None:
        """Who complained has read the answer. Not satisfied, it is looked at again, once."""
        it = _held(self)
        answer = it._last(ActionKind.RESPONDED)
        if answer is None:
            raise Refusal(_("There is no answer yet."))
        if it.told.filter(how="code", at__gte=answer.at).exists():
            return  # they have said so
        Told.objects.create(
            complaint=it, how=Told.How.CODE, is_satisfied=is_satisfied, words=words
        )
        if is_satisfied or it._has(ActionKind.REOPENED):
            it.tell("complaint.judged", by=None)
            it._stands(it.status, None)
        else:
            it._reopen(words)

    @transaction.atomic
    def withdraw(self, *, words: str = "") -> None:
        """They take it back. What may endanger others is still looked into, and they know it."""
        it = _held(self)
        if it.is_withdrawn:
            return
        it._must_be_open()
        it._add(ActionKind.WITHDRAWN, None, text=words)
        it.tell("complaint.withdrawn", by=None)
        if it.is_sensitive:
            it._stands(it.status, None)
        else:
            it._close(None)

    @transaction.atomic
    def close(self, *, by: User) -> None:
        """Only when the circle is closed with who complained, or it says why it cannot be."""
        it = _held(self)
        if it.is_closed:
            return
        if not it.circle_is_closed:
            raise Refusal(
                _("Inform the person of the result first, or record why this is not possible.")
            )
        it._close(by)

    @transaction.atomic
    def concern(self, whom: "User | Team | Office", *, by: User) -> None:
        """Name whom it is about: they, and those who stand with them, receive it no longer."""
        it = _held(self)
        field = {User: "user", Team: "team", Office: "office"}[type(whom)]
        _one, is_new = it.concerned.get_or_create(**{field: whom}, defaults={"by": by})
        if is_new:
            note_work(by, it)
            hand_out(it, by=by)

    @transaction.atomic
    def sort_anew(self, kind: str, *, by: User) -> None:
        """It is about something else. What is kept to the closed circle never leaves it."""
        it = _held(self)
        it._must_be_open()
        codes.require("feedback_type", kind)
        if kind == it.kind:
            return
        if it.is_sensitive and kind not in sensitive_kinds():
            raise Refusal(_("What came in as sensitive stays with those who receive it."))
        was, it.kind = it.kind, kind
        it._add(ActionKind.RECATEGORIZED, by, from_category=was, to_category=kind)
        if it.is_sensitive and was not in sensitive_kinds():
            it.acknowledge_by = it.rules.acknowledge_by(now(), is_sensitive=True)
        it._stands(it.status, by)
        hand_out(it, by=by)

    @property
    def is_past_its_time(self) -> bool:
        """Closed for as long as the office keeps such complaints."""
        it = cast("Complaint", self)
        return it.keep_until is not None and it.keep_until <= it.office.today()

    @transaction.atomic
    def delete_for_good(self, *, by: User) -> bool:
        """Past its time, two of those who receive it delete it: the second one does it.

        False: the first has said so, and it waits for another (IOM Data Protection Principle 9).
        """
        it = _held(self)
        if not it.is_past_its_time:
            raise Refusal(_("It is retained until its retention period ends."))
        asked = it._last(ActionKind.DELETION_REQUESTED)
        if asked is None:
            it._add(ActionKind.DELETION_REQUESTED, by)
            note_work(by, it)
            return False
        if asked.by_id == by.pk:
            return False
        erase(it, Erasure("retention", by, asked.by, asked.at, it.office))
        return True

    # What the verbs share.

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

    def _reopen(self, words: str) -> None:
        it = cast("Complaint", self)
        it._add(ActionKind.REOPENED, None, text=words)
        it.actions.filter(kind=ActionKind.DELETION_REQUESTED).delete()
        it.answer_by = it.rules.answer_by(now())
        it.keep_until, it.escalated_at = None, None
        it._stands("in_review", None)
        it.tell("complaint.reopened", by=None, urgent=True)

    def _close(self, by: User | None) -> None:
        it = cast("Complaint", self)
        it._add(ActionKind.CLOSED, by)
        day = it.office.today()
        it.keep_until = years_after(day, it.rules.kept_years)
        it._stands("closed", by)

    @property
    def is_withdrawn(self) -> bool:
        return self._has(ActionKind.WITHDRAWN)

    @property
    def circle_is_closed(self) -> bool:
        it = cast("Complaint", self)
        last = dict(it.actions.values_list("kind").annotate(Max("at")))
        if ActionKind.WITHDRAWN in last:
            return True
        answered = [last[kind] for kind in ANSWERS if kind in last]
        since = max(answered, default=None)
        if since is None or last.get(ActionKind.REOPENED, since) > since:
            return False
        return it.told.filter(at__gte=since).exists()

    def _stands(self, status: str, by: User | None) -> None:
        """Put the shadow right, and write the line."""
        it = cast("Complaint", self)
        it.status = it.Status(status)
        it.due_at = it._next_limit
        it.save(
            update_fields=[
                "status", "due_at", "kind", "acknowledge_by", "answer_by", "keep_until",
                "escalated_at",
            ]
        )  # fmt: skip
        note_work(by, it)

    @property
    def _next_limit(self):
        it = cast("Complaint", self)
        if it.status == it.Status.RECEIVED:
            return it.acknowledge_by
        waits = it.status in (it.Status.ACKNOWLEDGED, it.Status.IN_REVIEW)
        return it.answer_by if waits else None


def note_work(by: User | None, complaint: "Complaint") -> None:
    """One and the same line for every deed: who reads the ledger may be whom it is about.

    What was done, by whom and when, stands in the records of the complaint.
    """
    log.log_event(by, "complaint.worked_on", complaint)


def _held(complaint: Any) -> "Complaint":
    """The row itself, fresh, and this deed's alone until it ends."""
    complaint.__dict__.update(lock_for_update(complaint).__dict__)
    return complaint


def _must_say(words: str) -> None:
    if not words.strip():
        raise Refusal(_("Write a few words."))
