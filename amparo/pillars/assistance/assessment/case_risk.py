"""The risk of a case: all that bears on it, what the rule proposes, and what a person decided."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.protection import code_lists
from amparo.foundation.protection.models import Observation, RiskAssessment, RiskReview
from amparo.foundation.protection.risk import Band, DecidingClause, Missing, Observed, Risk, Row
from amparo.foundation.protection.risk_inputs import assess_subject_risk
from amparo.pillars.assistance.cases.incidents import observation_subject
from amparo.pillars.assistance.cases.models import Case
from amparo.ui import formats

from .extension_points import screening_sources
from .flags import grave_flags, has_grave_flag
from .models.assessments import set_case_risk


@dataclass(frozen=True)
class Line:
    """One threat as it reaches this person, in words."""

    name: str
    band: str
    threat: int
    vulnerability: int
    capacity: int
    adds: list[str]
    eases: list[str]

    @property
    def equation(self) -> str:
        """`Threat: severe × vulnerability: severe − capacity: little`, in one line."""
        about = {
            "threat": formats.level_word("threat", self.threat),
            "vulnerability": formats.level_word("vulnerability", self.vulnerability),
            "capacity": formats.level_word("capacity", self.capacity),
        }
        return (
            _("Threat: %(threat)s × vulnerability: %(vulnerability)s − capacity: %(capacity)s")
            % about
        )


@dataclass(frozen=True)
class RiskPanel:
    """The matrix of a case beside the decision that a person took."""

    case: Case
    proposed: Risk
    why: str
    lines: list[Line]
    decision: RiskAssessment | None

    @property
    def grave_lines(self) -> list[Line]:
        """The threats above Low, the gravest first."""
        found = [line for line in self.lines if Band.of(line.band) > Band.LOW]
        return sorted(found, key=lambda line: -Band.of(line.band))

    @property
    def other_lines(self) -> list[tuple[str, str, list[Line]]]:
        """The rest by level, each in one line: its level, the names in a sentence, the threats.

        Not assessed is what is known of the place alone, or tied to nothing.
        """
        found = []
        for band in (Band.LOW, Band.NONE):
            lines = [line for line in self.lines if line.band == band.code]
            if lines:
                names = formats.join_list([line.name for line in lines])
                found.append((band.code, names, lines))
        return found

    @property
    def summary(self) -> str:
        """The level that counts, and by how many threats: `High risk: 2 threats above low`."""
        counted = self.decision.band.code if self.decision else Band.NONE.code
        level = formats.band_sentence(counted)
        above = len(self.grave_lines)
        if not above:
            return level
        text = ngettext(
            "%(level)s: %(count)s threat above low",
            "%(level)s: %(count)s threats above low",
            above,
        )
        return text % {"level": level, "count": formats.number(above)}

    @property
    def has_moved(self) -> bool:
        """The rule would propose another band now than when it was decided."""
        if self.decision is None or self.has_low_that_does_not_count:
            return self.decision is not None and self.is_assessed
        return self.decision.proposed != self.proposed.band.code

    @property
    def is_assessed(self) -> bool:
        """The rule proposes a band: what is missing is not all that can be said."""
        return self.proposed.band is not Band.NONE

    @property
    def missing(self) -> list[str]:
        """What nobody is said to be at low risk without, as far as it is missing."""
        words = {
            Missing.SCREENING: _("No screening yet."),
            Missing.OBSERVATION: _(
                "Nothing has been observed yet about the people of this case themselves. What is "
                "known of a place, or was said of others, does not count."
            ),
        }
        return [words[each] for each in self.proposed.missing]

    @property
    def lacks_screening(self) -> bool:
        return Missing.SCREENING in self.proposed.missing

    @property
    def lacks_observation(self) -> bool:
        return Missing.OBSERVATION in self.proposed.missing

    @property
    def has_low_that_does_not_count(self) -> bool:
        """Low was decided while too little was known: it is history, and no level."""
        decision = self.decision
        return decision is not None and decision.band is not decision.said


def records_about_subject(records: PermissionQuerySet, case: Case) -> PermissionQuerySet:
    """What was written about the subject of the case, in this file or in another."""
    here = Q(case_ref=case.ref)
    return records.filter(
        here if case.institution_id else here | Q(**{case.subject_kind: case.subject})
    )


def propose_risk(case: Case, user: User) -> Risk:
    return assess_subject_risk(
        user=user, person=case.person, family=case.family, community=case.community,
        place=case.place, is_screened=is_screened(case), has_grave_flag=has_grave_flag(case, user),
    )  # fmt: skip


def facts_of_risk(user: User) -> dict[str, Any]:
    """Returns what is asked with a case that its level is read from beside protection records."""
    return {
        "has_grave_flag": Exists(grave_flags(user).filter(case=OuterRef("pk"))),
        "has_screening": _has_screening(OuterRef("pk")),
    }


def _has_screening(case: OuterRef | int) -> Q:
    """Whether one of the sources has a screening of this case."""
    condition = Q(pk__in=[])
    for source in screening_sources:
        condition |= Q(Exists(source().filter(case=case)))
    return condition


def is_screened(case: Case) -> bool:
    """Whether a first conversation is on file; a community as a whole holds none.

    The page of a case has asked it with the case, in one query.
    """
    asked = getattr(case, "has_screening", None)
    if asked is None:
        asked = Case.objects.filter(_has_screening(case.pk), pk=case.pk).exists()
    return asked or bool(case.community_id)


def risk_panel(case: Case, user: User) -> RiskPanel | None:
    """What the matrix shows to this person; an institution has none."""
    if case.institution_id:
        return None
    risk = propose_risk(case, user)
    words = _words_of(risk)
    lines = [_line(row, words) for row in risk.rows]
    return RiskPanel(case, risk, risk_reasons(risk), lines, last_decision(case, user))


def last_decision(case: Case, user: User) -> RiskAssessment | None:
    decisions = RiskAssessment.objects.latest_first().filter(case_ref=case.ref).accessible_to(user)
    return decisions.select_related("by", "review__by").first()


@transaction.atomic
def decide_risk(
    case: Case,
    risk: Risk,
    *,
    by: User,
    decided: str,
    because: str = "",
    next_review_on: date | None = None,
) -> RiskAssessment:
    """A person decides the band; another than the one proposed waits for a second person."""
    case.require_work_allowed()
    usual = case.rules.due(f"contact.{decided}", case.office.today())
    assessment = RiskAssessment.decide(
        risk, decided=decided, by=by, because=because, next_review_on=next_review_on or usual,
        **observation_subject(case, by),
    )  # fmt: skip
    set_case_risk(case, decided, by=by)
    last = case.assessments.order_by("pk").last()
    if last and last.risk_ref is None:
        last.risk_ref = assessment.ref
        last.save()
    if assessment.is_override:
        case.tell(case.supervisors(), "risk.overruled", by=by)
    return assessment


@transaction.atomic
def review_risk(
    case: Case, assessment: RiskAssessment, *, by: User, band: str, because: str = ""
) -> RiskReview:
    """The second person confirms the band, or sets another; the case follows."""
    review = assessment.record_review(by=by, band=band, because=because)
    if not review.is_confirmed and assessment == last_decision(case, by):
        set_case_risk(case, band, by=by)
    case.tell([assessment.by], "risk.reviewed", by=by)
    return review


def risk_reasons(risk: Risk) -> str:
    """The clause of the rule that decided, as one says it."""
    if risk.because is DecidingClause.TOO_LITTLE_KNOWN:
        return _too_little(risk.missing)
    return {
        DecidingClause.DANGER_NOW: _("there is an immediate danger"),
        DecidingClause.FLAG_UNANSWERED: _("a protection flag of danger is not answered"),
        DecidingClause.SEVERE_UNANSWERED: _("a severe risk has nothing that answers it"),
        DecidingClause.SEVERAL_MODERATE: _("three or more moderate risks come together"),
        DecidingClause.MODERATE: _("there is a moderate risk"),
        DecidingClause.NOTHING_GRAVE: _("nothing more than mild was seen"),
    }[risk.because]


def _too_little(missing: tuple[Missing, ...]) -> str:
    if len(missing) > 1:
        return _("there is no screening yet, and nothing was observed about them")
    if Missing.SCREENING in missing:
        return _("there is no screening yet")
    return _("nothing was observed yet about them; what is known of a place does not count")


def weight_label(polarity: str, severity: int) -> str:
    """How much something adds or protects, in words."""
    if polarity == "risk":
        words = (
            _("Looked at: adds nothing"),
            _("Adds risk, mild"),
            _("Adds risk, moderate"),
            _("Adds risk, severe"),
        )
    else:
        words = (
            _("Looked at: protects nothing"),
            _("Protects, a little"),
            _("Protects, somewhat"),
            _("Protects, strongly"),
        )
    return words[severity]


def factor_label(observation: Observation) -> str:
    """What was observed: the factor, or the threat itself."""
    if observation.factor:
        return code_lists.label("factor", observation.factor)
    return code_lists.threat_label(observation.threat)


def _line(row: Row, words: dict[str, str]) -> Line:
    name = code_lists.threat_label(row.threat) if row.threat else _("Not tied to one threat")
    return Line(
        name, row.band.code, row.threat_level, row.vulnerability, row.capacity,
        [words[item.ref] for item in row.adding], [words[item.ref] for item in row.easing],
    )  # fmt: skip


def _words_of(risk: Risk) -> dict[str, str]:
    items = [item for row in risk.rows for item in (*row.adding, *row.easing)]
    return {item.ref: _said(item) for item in items}


def _said(item: Observed) -> str:
    name = (
        code_lists.label("factor", item.factor)
        if item.factor
        else code_lists.threat_label(item.threat)
    )
    if item.inherited:
        name = pgettext("risk", "%(what)s (known of the place)") % {"what": name}
    elif item.source == "incident":
        name = pgettext("risk", "%(what)s (it happened)") % {"what": name}
    told = item.quote.strip()
    # Each in its own direction: the list speaks the reader's language, the evidence theirs.
    return format_html("{}: <bdi>{}</bdi>", name, told.splitlines()[0][:140]) if told else name
