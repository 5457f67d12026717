"""A determination on paper: what was known, what the child said, what was weighed and decided."""

from dataclasses import asdict
from datetime import date

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from amparo.foundation.core.clock import now
from amparo.foundation.core.models import User
from amparo.foundation.core.pdf import paper_of
from amparo.foundation.protection import code_lists
from amparo.pillars.assistance.cases.pdf import PAGE
from amparo.pillars.assistance.cases.summary import Summary, SummaryPart
from amparo.ui import formats

from .models import BestInterestsDetermination
from .topics import TOPICS


def sections_of(bid: BestInterestsDetermination) -> list[SummaryPart]:
    parts = (_about(bid), _known(bid), _heard(bid), *_options(bid), _panel(bid), _decision(bid))
    return [part for part in parts if not part.is_empty]


def pdf_of(bid: BestInterestsDetermination, user: User) -> bytes:
    """The same as a PDF, in the language that is in force."""
    case = bid.child.case
    summary = Summary(case.number, bid.child.person.name, "", case.is_restricted, sections_of(bid))
    moment = localtime(now())
    day = formats.join_list((formats.with_year(moment.date()), formats.clock(moment)))
    return paper_of(
        PAGE,
        asdict(summary) | {
            "title": _("Best interests determination"), "safe": "",
            "printed": _("Printed by %(name)s, %(moment)s") % {"name": user.name, "moment": day},
            "restricted": _("Restricted file") if case.is_restricted else "",
        },
    )  # fmt: skip


def _day(value: date | None) -> str:
    return formats.with_year(value) if value else ""


def _option(code: str) -> str:
    return code_lists.label("best_interests_option", code)


def _filled(facts: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(name, value) for name, value in facts if value]


def _about(bid: BestInterestsDetermination) -> SummaryPart:
    child = bid.child
    age = child.person.age(child.case.office.today())
    facts = [
        (_("What is determined"), str(bid.get_why_display())),
        (pgettext("column", "Status"), str(bid.get_state_display())),
        (_("The child is"), str(child.get_status_display())),
        (_("Age"), formats.number(age) if age is not None else ""),
        (_("Begun on"), _day(formats.as_day(bid.at))),
    ]
    return SummaryPart(pgettext("column", "Subject"), facts=_filled(facts))


def _known(bid: BestInterestsDetermination) -> SummaryPart:
    found = bid.gathered.found if bid.gathered else {}
    facts = [(str(name), found.get(topic, "")) for topic, (name, _hint) in TOPICS.items()]
    return SummaryPart(_("Information on the child"), facts=_filled(facts))


def _heard(bid: BestInterestsDetermination) -> SummaryPart:
    info = bid.gathered
    if info is None:
        return SummaryPart(pgettext("column", "Views of the child"))
    facts = [
        (_("How the child was heard"), str(info.get_heard_display())),
        (pgettext("column", "Date"), _day(info.heard_on)),
    ]
    said = [text for text in (info.views, info.not_heard) if text]
    return SummaryPart(
        pgettext("column", "Views of the child"), facts=_filled(facts), paragraphs=said
    )


def _options(bid: BestInterestsDetermination) -> list[SummaryPart]:
    return [
        SummaryPart(
            _option(option.code),
            facts=_filled([
                (_("Description of the option"), option.text),
                (_("Arguments for"), option.pros),
                (_("Arguments against"), option.cons),
            ]),
        )
        for option in bid.weighed
    ]  # fmt: skip


def _panel(bid: BestInterestsDetermination) -> SummaryPart:
    rows = []
    for member in bid.members:
        opinion = bid.last_opinions.get(member.pk)
        said = [_option(opinion.option.code), opinion.text] if opinion else ["", ""]
        rows.append([member.called, code_lists.label("panel_role", member.role), *said])
    head = [
        pgettext("column", "Person"),
        _("Expertise"),
        _("Preferred option"),
        pgettext("column, field", "Reason"),
    ]
    return SummaryPart(_("BID panel"), head=head, widths=[3, 2, 3, 5], rows=rows)


def _decision(bid: BestInterestsDetermination) -> SummaryPart:
    decision = getattr(bid, "decision", None)
    if decision is None:
        return SummaryPart(pgettext("field", "Decision"))
    facts = [
        (_("Option chosen"), _option(decision.option.code)),
        (_("Decision date"), _day(decision.on)),
        (pgettext("report", "Recorded by"), decision.by.name),
        (pgettext("column, field", "Reason"), decision.because),
        (pgettext("report", "Review date"), _day(decision.review_on)),
        (_("Child informed on"), _day(decision.informed_on)),
        (_("How the child was informed, and the child’s views"), decision.informed_text),
    ]
    return SummaryPart(pgettext("field", "Decision"), facts=_filled(facts))
