"""One ask as colleagues find it: how far it is, the one next step, what was done, the chain."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from amparo.foundation.core.models import User
from amparo.foundation.links.chain import Chain, chain_of
from amparo.foundation.links.extension_points import LinkedRecord
from amparo.foundation.links.models import Link
from amparo.ui import formats
from amparo.ui.charts.stages import LineStage, StageState

from . import rules
from .models import Ask, AskStep
from .models.ask_actions import lack_text
from .models.asks import ASK, AskState

# In which form what is missing is filled in.
_LACKING_AT = {
    rules.Lack.BEARER: "asks:ask-edit",
    rules.Lack.POST: "asks:ask-edit",
    rules.Lack.RISK: "asks:ask-risk",
    rules.Lack.MEASURE: "asks:ask-risk",
    rules.Lack.TRANSLATION: "asks:ask-translate",
    rules.Lack.CLEARER: "asks:ask-circle",
}
_SIGNS = {
    AskStep.Kind.RETURNED: "pencil",
    AskStep.Kind.PUT: "speakerphone",
    AskStep.Kind.FOLLOW_UP: "clock",
    AskStep.Kind.ANSWER: "messages",
}
_LINE = (AskState.DRAFTED, AskState.CLEARED, AskState.PUT, AskState.ANSWERED, AskState.AGREED)


@dataclass(frozen=True)
class Todo:
    """The next step: a form that opens at `url`, or, with `is_post`, one tap. Without an address
    somebody else does it.
    """

    label: str
    url: str = ""
    is_post: bool = False
    why: str = ""


@dataclass(frozen=True)
class Event:
    """One line of the timeline."""

    sign: str
    what: str
    day: date
    who: str
    quote: str = ""


class AskPage:
    """What stands on the page of an ask. A fixed number of queries."""

    def __init__(self, ask: Ask, user: User, may: frozenset[str], today: date):
        self.ask, self.user, self.may, self.today = ask, user, may, today

    @cached_property
    def chain(self) -> Chain:
        """On what it rests and what came of it; the commitment among it."""
        return chain_of(ASK, self.ask, self.user, self.ask.put_on)

    @cached_property
    def commitment(self) -> LinkedRecord | None:
        """The commitment that results from it, as the reader finds it."""
        pairs = (pair for group in self.chain.groups for pair in group.records)
        found = (each for each, link in pairs if link.relation == Link.Relation.RESULTS_FROM)
        return next(found, None)

    @cached_property
    def unreleased(self) -> list[AskStep]:
        """Answers from a desk that no colleague has read. Of a quiet ask nothing is public."""
        if self.ask.is_quiet:
            return []
        return [
            each
            for each in self.ask.steps.all()
            if each.kind == AskStep.Kind.ANSWER and each.released_at is None
        ]

    @cached_property
    def standing(self) -> rules.Standing:
        ask = self.ask
        is_agreed = ask.state == AskState.AGREED
        return rules.Standing(
            ask.state, ask.answer_due_on, ask.follow_up_on,
            is_committed=is_agreed and self._is_committed,
            unreleased=len(self.unreleased),
        )  # fmt: skip

    @property
    def _is_committed(self) -> bool:
        """Also where the reader may not see the commitment."""
        return self.commitment is not None or self.ask.commitment_link is not None

    @property
    def is_overdue(self) -> bool:
        return rules.is_overdue(self.standing, self.today)

    @cached_property
    def lacking(self) -> list[str]:
        """What is missing before it may be cleared, in words."""
        return [lack_text(each) for each in self._lacks]

    @cached_property
    def _lacks(self) -> list[rules.Lack]:
        return self.ask.lacks if self.ask.state == AskState.DRAFTED else []

    # The next step.

    @cached_property
    def todo(self) -> Todo | None:
        step = rules.next_step(self.standing, self.today, is_complete=not self._lacks)
        if step == rules.NextStep.NONE:
            return None
        if step == rules.NextStep.CLEAR:
            return self._clearing
        if "keep" not in self.may:
            return Todo(self._label(step))
        return Todo(self._label(step), self._url(step), step == rules.NextStep.RELEASE)

    @property
    def _clearing(self) -> Todo:
        wrote = self.user.pk in (self.ask.by_id, self.ask.changed_by_id)
        label = pgettext("ask", "Clear ask")
        if "clear" in self.may and not wrote:
            return Todo(label, reverse("asks:ask-clear", args=[self.ask.ref]))
        return Todo(label, why=_("A colleague who did not write it reads and clears it."))

    def _label(self, step: rules.NextStep) -> str:
        if step == rules.NextStep.COMPLETE:
            return self.lacking[0]
        return {
            rules.NextStep.PUT: pgettext("ask", "Record that it was put"),
            rules.NextStep.RECORD_ANSWER: pgettext("ask", "Record answer"),
            rules.NextStep.FOLLOW_UP: pgettext("ask", "Follow up"),
            rules.NextStep.RELEASE: _("Show the answer on the public page"),
            rules.NextStep.COMMIT: _("Record the commitment"),
        }[step]

    def _url(self, step: rules.NextStep) -> str:
        if step == rules.NextStep.COMPLETE:
            return reverse(_LACKING_AT[self._lacks[0]], args=[self.ask.ref])
        if step == rules.NextStep.RELEASE:
            return reverse("asks:ask-release", args=[self.ask.ref, self.unreleased[0].ref])
        route = {
            rules.NextStep.PUT: "asks:ask-put",
            rules.NextStep.RECORD_ANSWER: "asks:ask-answer",
            rules.NextStep.FOLLOW_UP: "asks:ask-follow-up",
            rules.NextStep.COMMIT: "asks:ask-commit",
        }[step]
        return reverse(route, args=[self.ask.ref])

    # How far it is.

    @property
    def stages(self) -> list[LineStage]:
        """Drafted, cleared, put, answered, agreed; where it was refused or withdrawn, that."""
        ask = self.ask
        days = {
            AskState.DRAFTED: ask.at, AskState.CLEARED: ask.cleared_at, AskState.PUT: ask.put_on,
            AskState.ANSWERED: ask.answered_on,
            AskState.AGREED: ask.answered_on if ask.state == AskState.AGREED else None,
        }  # fmt: skip
        found = []
        is_next = True
        for state in _LINE:
            day = days[state]
            if day is None and self._is_stopped:
                found.append(LineStage(str(state.label), StageState.SKIPPED))
                continue
            found.append(LineStage(str(state.label), self._stage(day, is_next), _day(day)))
            is_next = is_next and day is not None
        if self._is_stopped:
            label = str(ask.get_state_display())
            found[-1] = LineStage(label, StageState.STOPPED, _day(ask.ended_at or ask.answered_on))
        return found

    @property
    def _is_stopped(self) -> bool:
        return self.ask.state in (AskState.REFUSED, AskState.WITHDRAWN)

    def _stage(self, day: date | datetime | None, is_next: bool) -> StageState:
        if day is not None:
            return StageState.DONE
        if not is_next:
            return StageState.NEXT
        return StageState.LATE if self.is_overdue else StageState.CURRENT

    # What was done.

    @cached_property
    def timeline(self) -> list[Event]:
        """The latest first."""
        ask, events = self.ask, []
        drafted = pgettext("ask, event", "Drafted")
        events.append(Event("pencil", drafted, formats.as_day(ask.at), ask.by.name))
        if ask.cleared_by and ask.cleared_at:
            cleared = pgettext("ask, event", "Cleared")
            events.append(
                Event("check", cleared, formats.as_day(ask.cleared_at), ask.cleared_by.name)
            )
        events += [_event(each) for each in ask.steps.all()]
        if ask.state == AskState.WITHDRAWN and ask.ended_at:
            withdrawn = pgettext("ask, event", "Withdrawn")
            day = formats.as_day(ask.ended_at)
            events.append(Event("x", withdrawn, day, "", ask.withdrawn_because))
        return sorted(events, key=lambda each: each.day, reverse=True)

    @property
    def texts(self) -> list[tuple[str, str, str, bool, bool]]:
        """Language, issue, wording; whether it is a translation, and older than the wording."""
        ask = self.ask
        own = [(ask.language, ask.issue, ask.wording, False, False)]
        return own + [
            (each.language, each.issue, each.wording, True, each.is_stale)
            for each in ask.texts.all()
        ]

    @property
    def missing_languages(self) -> str:
        return formats.join_list(
            [formats.language_name(code) for code in self.ask.missing_languages]
        )

    @property
    def circle(self) -> list[str]:
        return sorted(each.user.name for each in self.ask.grants.select_related("user"))


def _event(step: AskStep) -> Event:
    what = [str(step.get_kind_display())]
    if step.channel:
        what.append(str(step.get_channel_display()))
    if step.outcome:
        what.append(str(step.get_outcome_display()))
    if step.agreed_until:
        what.append(f"{step.agreed_post}, {formats.with_year(step.agreed_until)}")
    who = step.organization.name if step.organization else step.by.name
    return Event(_SIGNS[AskStep.Kind(step.kind)], " · ".join(what), step.on, who, step.text)


def _day(moment: date | datetime | None) -> str:
    return formats.day(formats.as_day(moment)) if moment else ""
