"""How meetings are told on pages and papers."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from amparo.foundation.core.models import Organization
from amparo.ui import formats
from amparo.ui.charts import LineStage, StageState

from ..models import AgendaItem, Convening, Decision, Delegation

# The stages of a meeting, in their order.
_ORDER = [
    Convening.State.PLANNED, Convening.State.CALLED, Convening.State.HELD,
    Convening.State.DRAFTED, Convening.State.ADOPTED,
]  # fmt: skip


def when_of(meeting: Convening) -> str:
    """Day, hours and time zone of where it takes place."""
    start, end = meeting.local_start, meeting.local_end
    hours = f"{formats.clock(start.time())}\u2013{formats.clock(end.time())}"
    day = formats.with_year(start.date())
    if end.date() != start.date():
        day = f"{day} \u2013 {formats.with_year(end.date())}"
    return formats.join_list((day, hours, meeting.time_zone))


def language_names(codes: Iterable[str]) -> str:
    return formats.join_list(formats.language_name(code) for code in codes)


def stages_of(meeting: Convening, agenda: Iterable[AgendaItem], today: date) -> list[LineStage]:
    """The line of stages: planned, called, held, minutes, adopted."""
    agenda = list(agenda)
    details = {
        Convening.State.PLANNED: _on_agenda(agenda),
        Convening.State.CALLED: _day(meeting.called_at, meeting),
        Convening.State.HELD: formats.day(meeting.day),
        Convening.State.DRAFTED: _day(meeting.drafted_at, meeting),
        Convening.State.ADOPTED: _day(meeting.adopted_at, meeting),
    }
    if meeting.state == Convening.State.CANCELLED:
        reached = 1 if meeting.called_at else 0
        return [
            LineStage(str(state.label), _cancelled(at, reached), str(details[state]))
            for at, state in enumerate(_ORDER)
        ]
    here = _ORDER.index(Convening.State(meeting.state))
    return [
        LineStage(str(state.label), _stage(at, here, meeting, today), str(details[state]))
        for at, state in enumerate(_ORDER)
    ]


def _cancelled(at: int, reached: int) -> StageState:
    if at <= reached:
        return StageState.DONE
    return StageState.STOPPED if at == reached + 1 else StageState.SKIPPED


def _stage(at: int, here: int, meeting: Convening, today: date) -> StageState:
    if at > here:
        return StageState.NEXT
    if at < here or meeting.state == Convening.State.ADOPTED:
        return StageState.DONE
    is_late = meeting.is_coming and meeting.day < today
    return StageState.LATE if is_late else StageState.CURRENT


def count_without_papers(meeting: Convening, agenda: Iterable[AgendaItem]) -> int:
    """How many accepted items of a coming meeting have no paper yet, where papers are due."""
    if meeting.papers_due_on is None or not meeting.is_coming:
        return 0
    accepted = [each for each in agenda if each.state == AgendaItem.State.ACCEPTED]
    return sum(not any(paper.is_there for paper in each.papers.all()) for each in accepted)


def _on_agenda(agenda: list[AgendaItem]) -> str:
    ready = sum(each.state in (AgendaItem.State.ACCEPTED, AgendaItem.State.TAKEN)
                for each in agenda)  # fmt: skip
    words = {"count": formats.number(ready), "all": formats.number(len(agenda))}
    return _("%(count)s of %(all)s items on the agenda") % words if agenda else ""


def _day(moment, meeting: Convening) -> str:
    return formats.day(moment.astimezone(meeting.zone).date()) if moment else ""


def decision_facts(decision: Decision) -> Iterator[str]:
    """How it was taken: by consensus; with whose reservations; with how many votes."""
    yield str(decision.get_how_display())
    if decision.how == Decision.How.VOTE:
        for name, value in (
            (pgettext("vote", "In favour"), decision.votes_for),
            (pgettext("vote", "Against"), decision.votes_against),
            (pgettext("vote", "Abstained"), decision.votes_abstained),
        ):
            if value is not None:
                yield _("%(label)s: %(value)s") % {"label": name, "value": formats.number(value)}
    for each in decision.reservations.all():
        yield each.organization.name


@dataclass
class Group:
    """How many institutions of one kind were invited, and how many come or came."""

    label: str
    invited: int = 0
    come: int = 0
    women: int = 0
    people: int = 0


@dataclass
class WhoComes:
    groups: list[Group] = field(default_factory=list)

    @property
    def people(self) -> int:
        return sum(each.people for each in self.groups)

    @property
    def women(self) -> int:
        return sum(each.women for each in self.groups)


def who_comes(delegations: Iterable[Delegation]) -> WhoComes:
    """Delegations by the kind of institution, as the kinds are ordered."""
    groups = {kind: Group(str(label)) for kind, label in Organization.Kind.choices}
    for each in delegations:
        group = groups[each.organization.kind]
        group.invited += 1
        if each.state in (Delegation.State.ACCEPTED, Delegation.State.CAME):
            group.come += 1
        group.women += each.women or 0
        group.people += each.total or 0
    return WhoComes([each for each in groups.values() if each.invited])
