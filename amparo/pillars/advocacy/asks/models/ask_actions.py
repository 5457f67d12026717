"""What is done with an ask once it is written: cleared, put, followed up, answered, withdrawn."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from amparo.foundation.core.audit import log
from amparo.foundation.core.clock import now
from amparo.foundation.core.models import Membership, Notification, Organization, User
from amparo.foundation.core.permissions.rls.records import lock_and_refresh
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.links.extension_points import AgreedCommitment, commitment_makers
from amparo.foundation.links.models import Link
from amparo.ui import formats

from .. import rules
from .parts import AskRisk
from .steps import WAYS_TO_PUT, AskStep, Channel

if TYPE_CHECKING:
    from amparo.foundation.core.records import Record

ASK = "ask"
_OUTCOMES = {
    AskStep.Outcome.OPEN: rules.ANSWERED,
    AskStep.Outcome.AGREED: rules.AGREED,
    AskStep.Outcome.REFUSED: rules.REFUSED,
}


class AskActions:
    """What is done with an ask that is written. Part of `Ask`."""

    # The fields of the ask.
    pk: Any
    ref: Any
    office: Any
    office_id: int
    language: str
    wording: str
    right: str
    place: Any
    post: str
    by: Any
    by_id: int
    changed_by_id: int
    cleared_by: Any
    cleared_at: Any
    is_quiet: bool
    may_read_on_desk: bool
    state: str
    put_on: Any
    put_how: str
    answer_due_on: Any
    follow_up_on: Any
    answered_on: Any
    ended_at: Any
    withdrawn_because: str
    reminded: str
    risks: Any
    texts: Any
    bearers: Any
    grants: Any
    steps: Any
    sheets: Any
    languages: Any
    addressee: Any
    number: Any
    save: Any
    get_absolute_url: Any

    # Clearing.

    @property
    def lacks(self) -> list[rules.Lack]:
        """What is missing before it may be cleared."""
        return self._lacks(len(self.clearers) if self.is_quiet else 0)

    @property
    def is_complete(self) -> bool:
        """Whether nothing is missing but the second person. Asks for nothing of the database that
        was read with it.
        """
        return not self._lacks(clearers=1)

    def _lacks(self, clearers: int) -> list[rules.Lack]:
        return rules.lacks(
            bearers=len(self.bearers.all()),
            post=self.post,
            assessed=[
                rules.Assessed(each.whom, each.likelihood, each.measure)
                for each in self.risks.all()
            ],
            groups=AskRisk.Whom.values,
            stale_translations=sum(1 for each in self.texts.all() if each.is_stale),
            is_quiet=self.is_quiet,
            clearers=clearers,
        )

    @property
    def clearers(self) -> list[User]:
        """Who may clear it: of its office, in its circle where it is quiet, and who did not write
        it.
        """
        held = Membership.objects.held().with_permission("ask.clear").filter(
            Q(office=self.office_id) | Q(team__office=self.office_id)
        ).exclude(user__in=(self.by_id, self.changed_by_id))  # fmt: skip
        if self.is_quiet:
            held = held.filter(user__in=self.grants.values("user"))
        return held.people()  # type: ignore[attr-defined]

    @transaction.atomic
    def clear(self, *, by: User) -> None:
        """A second person has read every word of it and its risks: from now on it may be put.
        Twice is once.
        """
        lock_and_refresh(self, "state", "by_id", "changed_by_id")  # type: ignore[arg-type]
        if self.state == rules.CLEARED:
            return
        self._must_be(rules.DRAFTED)
        if by.pk in (self.by_id, self.changed_by_id):
            raise Refusal(_("Somebody else clears what you wrote."))
        if lacking := [lack_text(each) for each in self.lacks]:
            raise Refusal(" ".join(lacking))
        self.state, self.cleared_by, self.cleared_at = rules.CLEARED, by, now()
        self.save(update_fields=["state", "cleared_by", "cleared_at"])
        self._log(by, "ask.cleared")
        self._notify([self.by], "ask.cleared", by)

    @transaction.atomic
    def return_for_changes(self, *, by: User, because: str) -> None:
        """Gives it back to who wrote it, and why. What was cleared is to be cleared anew."""
        if not because.strip():
            raise Refusal(_("Say what is to be changed."))
        self._must_be(rules.DRAFTED, rules.CLEARED)
        self.state, self.cleared_by, self.cleared_at = rules.DRAFTED, None, None
        self.save(update_fields=["state", "cleared_by", "cleared_at"])
        self._add_step(AskStep.Kind.RETURNED, by=by, text=because)
        self._log(by, "ask.returned")
        self._notify([self.by], "ask.returned", by)

    # Putting.

    @transaction.atomic
    def put(
        self, *, by: User, on: date, channel: str, put_by: User | None = None, text: str = "",
        answer_due_on: date | None = None, follow_up_on: date | None = None,
        may_read_on_desk: bool = False,
    ) -> None:  # fmt: skip
        """It reached the desk, so and on this day: its evidence sheets are frozen, one in each
        language in which it is worded.
        """
        lock_and_refresh(self, "state", "is_quiet")  # type: ignore[arg-type]
        if self.state == rules.DRAFTED:
            raise Refusal(_("A second person clears it before it is put."))
        self._must_be(rules.CLEARED)
        self._must_be_past(on)
        self._must_be_a_way(channel, may_read_on_desk)
        if answer_due_on is not None and answer_due_on < on:
            raise Refusal(_("The answer is expected before the ask was put. Look at both dates."))
        self.state, self.put_on, self.put_how = rules.PUT, on, str(channel)
        self.answer_due_on, self.follow_up_on = answer_due_on, follow_up_on
        self.may_read_on_desk = self.is_quiet and may_read_on_desk
        self.save()
        self._freeze(by)
        self._add_step(AskStep.Kind.PUT, by=put_by or by, on=on, channel=str(channel), text=text)
        self._log(by, "ask.put", kind=str(channel))

    def _must_be_a_way(self, channel: str, may_read_on_desk: bool) -> None:
        if channel not in WAYS_TO_PUT:
            raise Refusal(_("Choose how it was put."))
        if self.is_quiet and channel == Channel.STATEMENT:
            raise Refusal(_("A quiet ask is not put by a public statement."))
        if may_read_on_desk and channel != Channel.LETTER:
            raise Refusal(_("Only a quiet ask that was put by letter is read on their desk."))

    def _freeze(self, by: User) -> None:
        from ..evidence_sheet import sheet_content
        from .sheets import EvidenceSheet

        for language in self.languages:
            with translation.override(language):
                said = sheet_content(self, by, language)  # type: ignore[arg-type]
            EvidenceSheet.freeze(self, language, said)  # type: ignore[arg-type]

    @transaction.atomic
    def follow_up(
        self, *, by: User, on: date, channel: str, text: str, follow_up_on: date | None = None,
        answer_due_on: date | None = None,
    ) -> None:  # fmt: skip
        """Somebody asked again; `follow_up_on` is when to do so once more."""
        self._must_be(*rules.WITH_BEARER)
        self._must_be_past(on)
        if not text.strip():
            raise Refusal(_("Write what was said."))
        self.follow_up_on = follow_up_on
        if answer_due_on is not None:
            self.answer_due_on, self.reminded = answer_due_on, ""
        self.save(update_fields=["follow_up_on", "answer_due_on", "reminded"])
        self._add_step(AskStep.Kind.FOLLOW_UP, by=by, on=on, channel=channel, text=text)
        self._log(by, "ask.followed_up")

    # Answers.

    @transaction.atomic
    def answer(
        self, *, by: User, organization: Organization, on: date, text: str, outcome: str,
        channel: str = "", agreed_post: str = "", agreed_until: date | None = None,
    ) -> AskStep:  # fmt: skip
        """An institution said this; agreed with who carries it out and until when. Later answers
        add to earlier ones; what was agreed ends it. From its desk (`Channel.DESK`) a colleague
        reads it before its words are public.
        """
        self._must_be(*rules.WITH_BEARER)
        self._must_be_past(on)
        self._must_answer(organization, text, outcome, agreed_post, agreed_until)
        is_agreed = outcome == AskStep.Outcome.AGREED
        from_desk = channel == Channel.DESK
        step = self._add_step(
            AskStep.Kind.ANSWER, by=by, on=on, channel=channel, text=text, outcome=str(outcome),
            organization=organization,
            agreed_post=agreed_post.strip() if is_agreed else "",
            agreed_until=agreed_until if is_agreed else None,
            released_at=None if from_desk else now(), released_by=None if from_desk else by,
        )  # fmt: skip
        self.state, self.answered_on = _OUTCOMES[AskStep.Outcome(outcome)], on
        if is_agreed:
            self.ended_at = now()
        self.save(update_fields=["state", "answered_on", "ended_at"])
        self._log(by, "ask.answered", outcome=str(outcome))
        self._notify(self.keepers(), "ask.answered", by)
        return step

    def _must_answer(
        self, organization: Organization, text: str, outcome: str, post: str, until: date | None
    ) -> None:
        if not any(each.organization_id == organization.pk for each in self.bearers.all()):
            raise Refusal(_("This institution was not asked."))
        if not text.strip():
            raise Refusal(_("Write the answer."))
        if outcome not in AskStep.Outcome.values:
            raise Refusal(_("Say whether they agree."))
        if outcome == AskStep.Outcome.AGREED and not (post.strip() and until):
            raise Refusal(_("Say who carries it out, and until when."))

    @transaction.atomic
    def release(self, step: AskStep, *, by: User) -> None:
        """A colleague has read that an answer from a desk names nobody. Twice is once."""
        lock_and_refresh(step, "released_at")
        if step.released_at is None:
            step.released_at, step.released_by = now(), by
            step.save(update_fields=["released_at", "released_by"])
            self._log(by, "ask.released")

    @property
    def agreement(self) -> AskStep | None:
        """The answer by which it was agreed."""
        found = [each for each in self.steps.all() if each.outcome == AskStep.Outcome.AGREED]
        return found[-1] if found else None

    @property
    def commitment_link(self) -> Link | None:
        """The link from the commitment that results from it."""
        links = Link.objects.to_records(ASK, [self.ref])
        return links.filter(relation=Link.Relation.RESULTS_FROM).order_by("pk").first()

    @transaction.atomic
    def commit(self, *, by: User, text: str) -> "Record":
        """Records the commitment that results from it, and links both. Twice is refused."""
        self._must_be(rules.AGREED)
        maker = next(iter(commitment_makers), None)
        agreed = self.agreement
        if maker is None or agreed is None or agreed.organization is None:
            raise Refusal(_("Commitments are not followed up in this installation."))
        if maker.permission not in by.permissions:
            raise Refusal(_("Somebody who keeps commitments records it."))
        if self.commitment_link is not None:
            raise Refusal(_("This ask has its commitment already."))
        record = maker.make(by, AgreedCommitment(
            office=self.office, text=text.strip() or self.wording, language=self.language,
            bearers=[each.organization for each in self.bearers.all()],
            lead=agreed.organization, agreed_on=agreed.on, deadline=agreed.agreed_until,
            right=self.right, place=self.place,
        ))  # fmt: skip
        Link.add(
            by=by, source=(maker.kind, record), relation=Link.Relation.RESULTS_FROM,
            target=(ASK, self),  # type: ignore[arg-type]
        )  # fmt: skip
        self._log(by, "ask.committed")
        return record

    @transaction.atomic
    def withdraw(self, *, by: User, because: str) -> None:
        """It is asked no longer, and why. What was put stays on record."""
        if not because.strip():
            raise Refusal(_("Say why the ask is withdrawn."))
        lock_and_refresh(self, "state")  # type: ignore[arg-type]
        if self.state in (rules.AGREED, rules.WITHDRAWN):
            raise Refusal(_("This ask was closed already."))
        self.state, self.ended_at = rules.WITHDRAWN, now()
        self.withdrawn_because = because.strip()
        self.save(update_fields=["state", "ended_at", "withdrawn_because"])
        self._log(by, "ask.withdrawn")

    # Who is told.

    def keepers(self) -> list[User]:
        """Who keeps asks in its office; of a quiet one those in its circle."""
        held = Membership.objects.held().with_permission("ask.keep").filter(
            Q(office=self.office_id) | Q(team__office=self.office_id)
        )  # fmt: skip
        if self.is_quiet:
            held = held.filter(user__in=self.grants.values("user"))
        return held.people()  # type: ignore[attr-defined]

    def _notify(self, users: list[User], event: str, by: User | None) -> None:
        about = "" if self.is_quiet else self.number
        Notification.notify(
            users, event=event, about=about, url=self.get_absolute_url(), by=by
        )  # fmt: skip

    def remind(self) -> None:
        """Tells its keepers that its day passed without a word, once for each day set."""
        self.reminded = "due"
        self.save(update_fields=["reminded"])
        log.log_event(None, "ask.overdue", self)  # type: ignore[arg-type]
        self._notify(self.keepers(), "ask.overdue", None)

    # Parts.

    def _add_step(self, kind: str, *, by: User, on: date | None = None, **fields: Any) -> AskStep:
        fields["text"] = fields.get("text", "").strip()
        step = self.steps.create(kind=kind, by=by, on=on or self.office.today(), **fields)
        getattr(self, "_prefetched_objects_cache", {}).pop("steps", None)
        return step

    def _log(self, by: User, event: str, **details: Any) -> None:
        log.log_event(by, event, self, **details)  # type: ignore[arg-type]

    def _must_be(self, *states: str) -> None:
        lock_and_refresh(self, "state")  # type: ignore[arg-type]
        if self.state not in states:
            told = {"state": self.get_state_display()}  # type: ignore[attr-defined]
            raise Refusal(_("This ask is at another stage now: %(state)s.") % told)

    def _must_be_past(self, on: date) -> None:
        if on > self.office.today():
            raise Refusal(_("This day is still to come."))


def lack_text(lack: rules.Lack) -> str:
    """What is missing before an ask may be cleared, in words."""
    return {
        rules.Lack.BEARER: _("Nobody is asked yet: name a duty bearer."),
        rules.Lack.POST: _("It is addressed to no post."),
        rules.Lack.RISK: _("The risk was not assessed for every group."),
        rules.Lack.MEASURE: _("Nobody said what reduces a risk."),
        rules.Lack.TRANSLATION: _("A translation is older than the wording: translate it anew."),
        rules.Lack.CLEARER: _("Nobody in its circle may clear it: add a colleague who may."),
    }[lack]


def language_list(languages: list[str]) -> str:
    return formats.join_list([formats.language_name(code) for code in languages])
