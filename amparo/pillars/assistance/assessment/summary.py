"""What the summary of a case says of its flags, risk and needs."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from amparo.foundation.core.models import User
from amparo.foundation.protection import code_lists
from amparo.pillars.assistance.cases.extension_points import SummarySection
from amparo.pillars.assistance.cases.models import Case
from amparo.pillars.assistance.cases.summary import SummaryPart, short_day
from amparo.ui import formats

from .case_risk import RiskPanel, facts_of_risk, risk_panel
from .models import FlagAnswer, Need
from .models.protection_flags import ANSWERS
from .presenters import answered, flags_on_record

MOST = 60


def flag_parts(case: Case, user: User) -> Iterator[SummaryPart]:
    """Yields every flag that the user may read: the open ones first, then the latest answered."""
    flags = list(flags_on_record(case, user).order_by("-at", "-pk")[:MOST])
    flags.sort(key=lambda flag: not flag.is_open)
    rows = [
        [
            shown.label,
            formats.join_list((
                shown.flag.person.name if shown.flag.person else "",
                str(shown.flag.get_source_display()), shown.flag.by.name,
                short_day(formats.as_day(shown.flag.at)),
            )),
            "\n".join(_answer_in_words(each) for each in shown.answers)
            or pgettext("protection flag", "Not answered"),
        ]
        for shown in answered(flags)
    ]  # fmt: skip
    head = [
        pgettext("column", "Protection flag"),
        pgettext("column", "Source"),
        pgettext("complaint, data request", "Answer"),
    ]
    yield SummaryPart(
        pgettext("title", "Protection flags"), head=head, widths=[3, 3, 6], rows=rows
    )


def _answer_in_words(answer: FlagAnswer) -> str:
    return _("%(answer)s: %(words)s (%(name)s, %(day)s)") % {
        "answer": code_lists.label(ANSWERS, answer.code),
        "words": answer.text,
        "name": answer.by.name,
        "day": short_day(formats.as_day(answer.at)),
    }


def risk_parts(case: Case, user: User) -> Iterator[SummaryPart]:
    """Yields the risk that was decided, and what bears on it."""
    panel = risk_panel(case, user)
    yield _risk(panel)
    yield _matrix(panel)


def _risk(panel: RiskPanel | None) -> SummaryPart:
    if panel is None:
        return SummaryPart(_("Protection risk"))
    decision = panel.decision
    if decision is None:
        text = _("Not decided yet. Suggested level: %(band)s, because %(why)s.")
        if not panel.is_assessed:
            text = _("%(band)s: %(why)s.")
        band = formats.band_word(panel.proposed.band.code)
        return SummaryPart(
            _("Protection risk"), paragraphs=[text % {"band": band, "why": panel.why}]
        )
    if panel.has_low_that_does_not_count:
        text = _("%(band)s: Low was decided while too little was known. It does not count.")
        return SummaryPart(
            _("Protection risk"),
            paragraphs=[text % {"band": formats.band_word(decision.band.code)}],
        )
    facts = [
        (pgettext("risk", "Level decided"), formats.band_word(decision.band.code)),
        (
            pgettext("column", "By"),
            formats.join_list((decision.by.name, short_day(formats.as_day(decision.decided_at)))),
        ),
        (pgettext("column, field", "Reason"), decision.because),
        (pgettext("risk", "Review date"), short_day(decision.next_review_on)),
    ]
    return SummaryPart(
        _("Protection risk"), facts=[(name, value) for name, value in facts if value]
    )


def _matrix(panel: RiskPanel | None) -> SummaryPart:
    rows = [
        [
            line.name, formats.level_word("threat", line.threat),
            formats.level_word("vulnerability", line.vulnerability),
            formats.level_word("capacity", line.capacity), formats.band_word(line.band),
        ]
        for line in (panel.lines if panel else [])
    ]  # fmt: skip
    head = [
        _("Threat"),
        _("Threat level"),
        _("Vulnerability"),
        _("Capacity"),
        pgettext("risk", "Suggested level"),
    ]
    return SummaryPart(
        _("Risk and protective factors"), head=head, widths=[5, 2, 2, 2, 2], rows=rows
    )


def need_parts(case: Case, user: User) -> Iterator[SummaryPart]:
    """Yields the needs, with what matters most to the person."""
    last = case.assessments.order_by("pk").last()
    needs = Need.standing(case)[:MOST]
    rows = [
        [
            code_lists.label("service_type", need.service_type),
            need.get_horizon_display(),
            need.text,
        ]
        for need in sorted(needs, key=lambda need: (need.own_rank or 99, need.pk))
    ]
    said = [last.priorities, last.summary] if last else []
    head = [_("Need"), _("Due date"), pgettext("field", "Summary")]
    yield SummaryPart(
        _("Needs"),
        head=head,
        widths=[4, 2, 4],
        rows=rows,
        paragraphs=[text for text in said if text],
    )


SUMMARY_SECTIONS = (
    SummarySection("flags", 20, flag_parts),
    SummarySection("risk", 30, risk_parts, facts_of_risk),
    SummarySection("needs", 40, need_parts),
)
