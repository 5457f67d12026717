"""Tests, certificates, sentences, costs and follow-ups of an event, as its report says them."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from amparo.foundation.core.clock import now
from amparo.ui import formats

from ..follow_up_figures import FEWEST, Level3
from ..follow_up_requests import DUE
from ..gain import ENOUGH, Gain, hide_small
from ..gain_measures import fact_of
from ..models import Certificate, TrainingEvent
from ..models.answers_by_link import Month
from ..models.sittings import Moment
from ..report_records import PerDiemDays, certificates_by_state
from .after import AfterEvent, MonthFigures
from .costs import PASSING, CostFigure, EventCosts
from .report_parts import WHAT_WAS_SAID, Figure, Part, Table, counted, not_recorded
from .tests import Fact, TestResultsPage

# Tests.


def tests_part(page: TestResultsPage) -> Part:
    """Pairs, means, gain, effect by their formulas; nothing under five, no inference under ten."""
    title = _("Learning")
    missing = _missing_tests(page)
    if missing:
        return Part("tests", title, remarks=tuple(missing))
    figures = [_of_fact(each) for each in page.counts]
    if page.gain is None:
        return Part("tests", title, tuple(figures), remarks=(_why_no_gain(page),))
    figures += [_of_fact(each) for each in page.facts]
    figures += _gained(page)
    figures += [_of_fact(each) for each in page.methods]
    if page.later:
        figures.append(_of_fact(page.later))
    return Part("tests", title, tuple(figures), remarks=tuple(_limits(page.gain)))


def _of_fact(fact: Fact) -> Figure:
    return Figure(fact.label, fact.value, fact.note)


def _missing_tests(page: TestResultsPage) -> list[str]:
    held = page.figures.moments
    words = {
        Moment.BEFORE: _("No test before was held."), Moment.AFTER: _("No test after was held."),
    }  # fmt: skip
    return [said for moment, said in words.items() if moment not in held]


def _why_no_gain(page: TestResultsPage) -> str:
    if not page.is_comparable:
        return _("The two tests are different forms, not checked to be as difficult: no gain.")
    return _("Fewer than %(few)s people took both tests: no gain is told.") % {
        "few": formats.number(page.few)
    }


def _limits(gain: Gain) -> list[str]:
    said = [_("What people answer in a test is no proof of what they do at work.")]
    if gain.n < ENOUGH:
        few = _("Fewer than %(enough)s pairs: chance may explain the gain, and nothing is said"
                " beyond these people.")  # fmt: skip
        said.insert(0, few % {"enough": formats.number(ENOUGH)})
    return said


def _gained(page: TestResultsPage) -> list[Figure]:
    """How many gained enough for the indicator, by the definition of this installation."""
    fact = fact_of(page.figures)
    gained = hide_small([fact.gained, fact.pairs - fact.gained])[0] if fact.pairs else None
    if not fact.pairs:
        return []
    few = _("not shown: fewer than %(few)s") % {"few": formats.number(page.few)}
    share = _("%(count)s of %(of)s") % {
        "count": formats.number(gained or 0), "of": formats.number(fact.pairs),
    }  # fmt: skip
    label = _("Gained enough to count")
    return [Figure(label, few if gained is None else share, page.gain_words, gained)]


# Certificates.


def certificates_part(event: TrainingEvent) -> Part:
    counts = certificates_by_state(event)
    issued = counts.get(Certificate.State.ISSUED, 0)
    withdrawn = counts.get(Certificate.State.WITHDRAWN, 0)
    title = pgettext("training stage", "Certificates")
    if not issued and not withdrawn:
        return Part("certificates", title, remarks=(_("No certificate was issued."),))
    figures = [
        counted(pgettext("certificates of an event", "Issued and not withdrawn"), issued),
        counted(pgettext("certificates of an event", "Withdrawn"), withdrawn),
    ]
    return Part("certificates", title, tuple(figures))


# Reactions.


def reactions_part(after: AfterEvent) -> Part:
    """The three scales and the sentences that an organizer has cleared; nothing under five."""
    title = str(WHAT_WAS_SAID)
    if not after.reacted:
        return Part("reactions", title, remarks=(_("Nobody said what they think of it."),))
    if not after.scales:
        few = {"few": formats.number(FEWEST)}
        said = _("Fewer than %(few)s said what they think of it: nothing of it is shown.") % few
        return Part("reactions", title, remarks=(said,))
    figures = [
        Figure(
            each.label, _("%(mean)s of 5") % {"mean": formats.number(each.mean)},
            _("%(count)s reactions") % {"count": formats.number(each.scale.n)}, each.mean,
        )
        for each in after.scales
    ]  # fmt: skip
    sentences = tuple(after.verbatims)
    return Part(
        "reactions", title, tuple(figures), sentences=sentences,
        remarks=tuple(_about_sentences(after, len(sentences))),
    )  # fmt: skip


def _about_sentences(after: AfterEvent, shown: int) -> list[str]:
    said = []
    if shown:
        said.append(_("Chosen across all opinions, from the least content to the most; their"
                      " authors agreed to be quoted without a name."))  # fmt: skip
    elif not after.quotable:
        said.append(_("No sentence may be quoted."))
    if waiting := sum(not each.is_cleared for each in after.chosen):
        said.append(ngettext(
            "%(count)s sentence was not read by an organizer yet, and is not shown.",
            "%(count)s sentences were not read by an organizer yet, and are not shown.", waiting,
        ) % {"count": formats.number(waiting)})  # fmt: skip
    if after.withheld:
        said.append(ngettext(
            "An organizer left out %(count)s sentence that tells of somebody or insults.",
            "An organizer left out %(count)s sentences that tell of somebody or insult.",
            after.withheld,
        ) % {"count": formats.number(after.withheld)})  # fmt: skip
    return said


# Costs.


def costs_part(costs: EventCosts, per_diem: PerDiemDays, may: frozenset[str]) -> Part:
    """What it cost by fund, per participant-hour and per person passing; per diem beside it."""
    title = pgettext("training", "Costs")
    if "keep" not in may and "training.see" not in costs.user.permissions:
        said = _("Costs are shown to those who organize events or read their figures.")
        return Part("costs", title, remarks=(said,))
    passing = not_recorded() if costs.passing is None else formats.number(costs.passing)
    figures = [
        Figure(str(PASSING), passing, _what_passing_asks(costs.event), costs.passing),
        *_per_diem(per_diem),
    ]  # fmt: skip
    if costs.total.spent is None:
        said = _("No cost was recorded. That is not the same as nothing spent.")
        return Part("costs", title, tuple(figures), remarks=(said,))
    rows = [_cost_row(each, str(each.fund or _no_fund()), costs) for each in costs.funds]
    if len(rows) > 1:
        rows.append(_cost_row(costs.total, pgettext("costs", "All together"), costs))
    head = [
        _("Fund"), pgettext("amount", "Spent"), pgettext("training", "Per participant-hour"),
        _("Per person passing"),
    ]  # fmt: skip
    note = _("In %(currency)s, at the exchange rate of the day on which each cost was spent.") % {
        "currency": costs.currency
    }
    return Part("costs", title, tuple(figures), (Table(_("Cost by fund"), head, rows, note),))


def _no_fund() -> str:
    return pgettext("training cost", "No fund")


def _cost_row(figure: CostFigure, label: str, costs: EventCosts) -> list[str]:
    amounts = (figure.spent, figure.per_hour, figure.per_person)
    return [
        label,
        *(
            not_recorded() if each is None else formats.amount(each, costs.currency)
            for each in amounts
        ),
    ]  # fmt: skip


def _what_passing_asks(event: TrainingEvent) -> str:
    version = event.version
    said = [_("%(percent)s %% of the time") % {"percent": formats.number(version.min_attendance)}]
    if version.min_score is not None:
        score = {"percent": formats.number(version.min_score)}
        said.append(_("%(percent)s %% of the points") % score)
    if version.requires_practice:
        said.append(_("an observed practice"))
    return formats.join_list(said)


def _per_diem(days: PerDiemDays) -> list[Figure]:
    """Days that were paid, beside those of attendance."""
    label = _("Days of per diem paid")
    if days.paid is None:
        note = _("A list waits to be paid.") if days.waiting else ""
        return [Figure(label, pgettext("per diem", "none"), note)]
    if not days.is_known:
        note = _("There is no attendance to compare it with.")
    elif days.differing:
        note = ngettext(
            "Differs from attendance for %(count)s person.",
            "Differs from attendance for %(count)s people.", days.differing,
        ) % {"count": formats.number(days.differing)}  # fmt: skip
    else:
        note = _("The same as attendance.")
    return [counted(label, days.paid, note)]


# After it.


def follow_up_part(after: AfterEvent) -> Part:
    """Of each month: asked, answered, not answered; or from when on people are asked."""
    found = {each.month: each for each in after.months}
    figures: list[Figure] = [
        Figure(
            pgettext("training", "Application plans"),
            _("%(count)s of %(of)s participants")
            % {"count": formats.number(after.plans), "of": formats.number(after.seats)},
            number=after.plans,
        )
    ]  # fmt: skip
    remarks = []
    for month in Month:
        if month in found:
            figures += _of_month(found[month])
        else:
            remarks.append(_when_asked(month, after))
    if any(each.participants.is_selective for each in found.values()):
        remarks.append(
            _("Fewer than half of those asked answered: they may differ from the rest.")
        )
    return Part("after", _("Months later"), tuple(figures), remarks=tuple(remarks))


def _of_month(figures: MonthFigures) -> list[Figure]:
    months = {"months": formats.number(figures.month)}
    said = [_answered(_("After %(months)s months") % months, figures.participants)]
    label = _("Apply it after %(months)s months") % months
    said.append(_applying(label, figures.participants))
    if figures.supervisors.asked:
        label = _("Superiors after %(months)s months") % months
        said.append(_answered(label, figures.supervisors))
        said.append(_applying(_("Superiors see it applied"), figures.supervisors))
    return said


def _answered(label: str, level: Level3) -> Figure:
    value = _("%(answered)s of %(asked)s answered") % {
        "answered": formats.number(level.answered), "asked": formats.number(level.asked),
    }  # fmt: skip
    silent = ngettext(
        "%(count)s did not answer: counted neither as yes nor as no.",
        "%(count)s did not answer: counted neither as yes nor as no.", level.unanswered,
    ) % {"count": formats.number(level.unanswered)}  # fmt: skip
    return Figure(label, value, silent if level.unanswered else "", level.answered)


def _applying(label: str, level: Level3) -> Figure:
    if level.share is None or level.interval is None:
        few = {"few": formats.number(FEWEST)}
        return Figure(label, _("fewer than %(few)s answers: no share") % few)
    low, high = (_percent(each) for each in level.interval)
    note = _("of %(answered)s who answered; 95 %% interval %(low)s to %(high)s") % {
        "answered": formats.number(level.answered), "low": low, "high": high,
    }  # fmt: skip
    return Figure(label, _percent(level.share), note, round(level.share, 1))


def _percent(value: float) -> str:
    return f"{formats.number(round(value))}\u00a0%"


def _when_asked(month: Month, after: AfterEvent) -> str:
    due = due_at(after.event, month)
    months = {"months": formats.number(month)}
    if due is None:
        return _("After %(months)s months: nobody is asked, for no session is planned.") % months
    day = {"day": formats.with_year(due.astimezone(after.event.zone).date())}
    if due > now():
        return _("After %(months)s months: people are asked from %(day)s.") % (months | day)
    return _("After %(months)s months: due since %(day)s, and nobody was asked.") % (months | day)


def due_at(event: TrainingEvent, month: Month) -> datetime | None:
    """When participants are asked; None while no session is planned."""
    return event.ends_at + DUE[month] if event.ends_at else None
