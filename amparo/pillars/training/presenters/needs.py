"""Training needs as a reader finds them: the institution, the evidence in words, the courses."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from amparo.foundation.core.code_lists import codes
from amparo.foundation.core.models import Organization, User
from amparo.foundation.links.chain import PatternLine, lines_of
from amparo.foundation.links.models import Pattern
from amparo.foundation.links.region import with_recent_figures
from amparo.foundation.protection.models.capacity_assessments import level_label
from amparo.ui import formats

from ..event_links import new_event_url
from ..models import Competency, CourseText, CourseVersion, SetAsideNeed
from ..need_evidence import CASE_MONTHS, INCIDENT_MONTHS, courses_taught, evidence_of_needs
from ..training_needs import Evidence, Topic, TopicKind, TrainingNeed, propose

MOST, MOST_PATTERNS = 60, 3


@dataclass(frozen=True)
class ProposedCourse:
    """A course that covers a need, and where the reader plans an event of it."""

    title: str
    language: str
    url: str
    new_event_url: str


@dataclass(frozen=True)
class NeedRow:
    """One need with its evidence in words."""

    organization: Organization
    about: str
    evidence: list[str]
    remarks: list[str]
    courses: list[ProposedCourse]
    patterns: list[PatternLine] = field(default_factory=list)
    aside_url: str = ""


class NeedsPage:
    """What stands on the page "Training needs". A fixed number of queries."""

    def __init__(self, user: User, today: date):
        self.user, self.today = user, today

    @cached_property
    def aside(self) -> list[SetAsideNeed]:
        rows = SetAsideNeed.objects.in_force().accessible_to(self.user)  # type: ignore[attr-defined]
        found = rows.select_related("organization", "competency", "by")
        return list(found.prefetch_related("competency__texts").order_by("-at")[:MOST])

    def about_aside(self, need: SetAsideNeed) -> str:
        return need.competency.title if need.competency else codes.label("right", need.right)

    @property
    def aside_rows(self) -> list[tuple[SetAsideNeed, str]]:
        return [(each, self.about_aside(each)) for each in self.aside]

    @cached_property
    def _taught(self):
        return courses_taught()

    @cached_property
    def _needs(self) -> list[TrainingNeed]:
        taught, _versions = self._taught
        left_out = [(each.organization_id, topic_of(each)) for each in self.aside]
        return propose(evidence_of_needs(self.user, self.today), taught, left_out)

    @property
    def is_cut(self) -> bool:
        return len(self._needs) > MOST

    @cached_property
    def rows(self) -> list[NeedRow]:
        needs = self._needs[:MOST]
        organizations = {
            each.pk: each
            for each in Organization.objects.filter(pk__in={need.organization for need in needs})
        }
        patterns = self._patterns(needs)
        _taught, versions = self._taught
        return [
            NeedRow(
                organizations[need.organization], self._title(need.topic),
                evidence_texts(need.evidence), remark_texts(need.evidence),
                [self._course(versions[key]) for key in need.courses],
                patterns.get((need.organization, need.topic.code), [])[:MOST_PATTERNS],
                self._aside_url(organizations[need.organization], need.topic),
            )
            for need in needs
            if need.organization in organizations
        ]  # fmt: skip

    def _course(self, version: CourseVersion) -> ProposedCourse:
        title, language = version.text_here(CourseText.Part.TITLE)
        url = version.course.get_absolute_url()
        return ProposedCourse(title, language, url, new_event_url(version.course, self.user))

    def _aside_url(self, organization: Organization, topic: Topic) -> str:
        if "training.keep" not in self.user.permissions:
            return ""
        code = topic.code
        if topic.kind is TopicKind.COMPETENCY:
            code = self._competencies[topic.code].ref.hex
        return reverse("training:need-aside", args=[organization.ref, topic.kind.value, code])

    @cached_property
    def _competencies(self) -> dict[str, Competency]:
        """Those that needs are about, by key."""
        topics = (need.topic for need in self._needs[:MOST])
        keys = {each.code for each in topics if each.kind is TopicKind.COMPETENCY}
        rows = Competency.objects.filter(pk__in=keys).prefetch_related("texts") if keys else ()
        return {str(each.pk): each for each in rows}

    def _title(self, topic: Topic) -> str:
        if topic.kind is TopicKind.COMPETENCY:
            return self._competencies[topic.code].title
        return codes.label("right", topic.code)

    def _patterns(self, needs: list[TrainingNeed]) -> dict[tuple[int, str], list[PatternLine]]:
        """Unmet needs of the same right where the institution owes it; five queries."""
        rights = {need.topic.code for need in needs if need.topic.kind is TopicKind.RIGHT}
        patterns = Pattern.objects.accessible_to(self.user).filter(right__in=rights)
        recent = with_recent_figures(patterns, self.today)
        found: dict[tuple[int, str], list[PatternLine]] = defaultdict(list)
        for line in lines_of(recent.select_related("place")) if rights else ():
            for bearer in line.bearers:
                found[bearer.pk, line.pattern.right].append(line)
        return found


def topic_of(need: SetAsideNeed) -> Topic:
    if need.competency_id is not None:
        return Topic(TopicKind.COMPETENCY, str(need.competency_id))
    return Topic(TopicKind.RIGHT, need.right)


def evidence_texts(evidence: Evidence) -> list[str]:
    """Returns each side from which the need shows, with its numbers."""
    return [
        text
        for text in (
            _capacity_text(evidence), _lost_text(evidence), _harmed_text(evidence),
            _gaps_text(evidence),
        )
        if text
    ]  # fmt: skip


def _capacity_text(evidence: Evidence) -> str:
    capacity = evidence.capacity
    if capacity is None:
        return ""
    words = {"ability": level_label(capacity.ability), "will": level_label(capacity.will)}
    return _("Capacity as assessed: ability %(ability)s, will %(will)s") % words


def _lost_text(evidence: Evidence) -> str:
    if not evidence.lost:
        return ""
    words = {"count": formats.number(evidence.lost), "months": CASE_MONTHS}
    if evidence.asked is None:
        return (
            _("Referrals declined or not answered: %(count)s cases in %(months)s months") % words
        )
    words["asked"] = formats.number(evidence.asked)
    return (
        _("Referrals declined or not answered: %(count)s of %(asked)s cases in %(months)s months")
        % words
    )


def _harmed_text(evidence: Evidence) -> str:
    if not evidence.harmed:
        return ""
    words = {"count": formats.number(evidence.harmed), "months": INCIDENT_MONTHS}
    return _("Incidents that name it: %(count)s people affected in %(months)s months") % words


def _gaps_text(evidence: Evidence) -> str:
    if not evidence.gaps:
        return ""
    text = ngettext(
        "Self-assessment: %(count)s item is partly so or not",
        "Self-assessment: %(count)s items are partly so or not",
        evidence.gaps,
    )
    return text % {"count": formats.number(evidence.gaps)}


def remark_texts(evidence: Evidence) -> list[str]:
    """Returns what whoever plans a course should think of first."""
    said = []
    if evidence.needs_more_than_training:
        said.append(_("Will is low too: a course alone does not change that."))
    if evidence.is_contradicted:
        said.append(_("Ability was assessed as high: what is missing may not be training."))
    return said
