"""The report of a campaign as PDF: labels in the language in force, words as they were written."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from amparo.foundation.core.pdf import paper_of
from amparo.ui import formats

from .exposure_sources import language_of
from .models import Campaign
from .presenters.campaigns import CampaignPage
from .presenters.survey import share_text

PAGE = Path(__file__).parent / "templates" / "campaigns" / "report.typ"
NOT_ADDED = "–"


def report_pdf(campaign: Campaign, today: date) -> bytes:
    """Returns the PDF. Raises NoPaper where no PDF can be made here."""
    return paper_of(PAGE, content_of_paper(CampaignPage(campaign, today, is_report=True)))


def content_of_paper(page: CampaignPage) -> dict[str, Any]:
    """What the paper says."""
    campaign = page.campaign
    is_final = campaign.state == Campaign.State.MEASURED
    return {
        "title": campaign.title,
        "kind": _("Report of a campaign"),
        "number": campaign.number,
        "draft": "" if is_final else _("Not final: the campaign is not measured yet"),
        "facts": [list(each) for each in _facts(page)],
        "parts": [_audience_reach(page), _survey(page), _costs(page), _help(page)],
        "learned_title": pgettext("campaign", "What we learned"),
        "learned": (campaign.learned or _("Nothing is written yet.")).splitlines(),
        "footer": f"{campaign.number} · {campaign.office.name}",
    }


def _facts(page: CampaignPage) -> Iterator[tuple[str, str]]:
    campaign = page.campaign
    yield pgettext("campaign", "Objective"), page.objective_label
    yield pgettext("message", "Audience"), page.audience_label
    if campaign.evidence:
        yield pgettext("campaign", "What it rests on"), campaign.evidence
    yield pgettext("campaign", "Expected change"), campaign.expected_change
    if campaign.begins_on and campaign.ends_on:
        days = f"{formats.with_year(campaign.begins_on)} – {formats.with_year(campaign.ends_on)}"
        yield pgettext("campaign", "Days"), days
    if places := [each.name for each in campaign.places.all()]:
        yield pgettext("campaign", "Areas"), formats.join_list(places)
    if partners := [each.name for each in campaign.partners.all()]:
        yield pgettext("campaign", "Partners"), formats.join_list(partners)
    yield (
        pgettext("campaign", "Key messages"),
        formats.join_list(f"{each.number} {each.title}" for each in page.messages),
    )
    if campaign.because:
        yield pgettext("campaign", "Reason"), campaign.because


def _audience_reach(page: CampaignPage) -> dict[str, Any]:
    rows = [[
        pgettext("reach", "How it was counted"), _("Language"), pgettext("message", "Channel"),
        pgettext("reach", "Figure"), pgettext("reach", "Source"),
    ]]  # fmt: skip
    for method in page.audience_reach:
        for each in method.figures:
            reach = each.audience_reach
            rows.append([
                method.label, language_of(reach.language), _channel(reach.channel),
                formats.number(reach.figure), f"{each.source} · {each.stated_by}",
            ])  # fmt: skip
    return {
        "title": _("Reach by method"), "rows": rows if page.audience_reach else [],
        "widths": [1.2, 0.9, 1, 0.8, 2],
        "note": _("Figures of different methods are not added: they do not count persons.")
        if page.audience_reach
        else _("No figure of reach was recorded. That is not the same as nobody."),
    }  # fmt: skip


def _channel(code: str) -> str:
    from amparo.foundation.core.code_lists import codes

    return codes.label("communication_channel", code)


def _survey(page: CampaignPage) -> dict[str, Any]:
    survey = page.survey
    head = [
        pgettext("survey", "Item"), pgettext("survey", "before"), pgettext("survey", "after"),
        pgettext("survey", "Change (95 % interval)"),
    ]  # fmt: skip
    rows = [
        [each.item.text, share_text(each.before_share), share_text(each.after_share),
         each.change_text or NOT_ADDED]
        for each in survey.lines if not each.is_withheld
    ]  # fmt: skip
    notes = [
        _("%(round)s: %(sample)s") % {"round": each.get_kind_display(),
                                      "sample": each.sample_label}
        for each in survey.rounds if each.is_held
    ]  # fmt: skip
    if survey.why_no_change:
        notes.append(survey.why_no_change)
    if any(each.is_withheld for each in survey.lines):
        notes.append(_("Items with few people asked are not shown."))
    return {
        "title": _("What people know, think and do, before and after"),
        "rows": [head, *rows] if rows else [], "widths": [2.4, 1.2, 1.2, 1.6],
        "note": " · ".join(notes),
    }  # fmt: skip


def _costs(page: CampaignPage) -> dict[str, Any]:
    currency = page.campaign.currency
    rows = [
        [each.label,
         formats.amount(each.cost, currency) if each.cost is not None and currency
         else pgettext("cost", "not recorded")]
        for each in page.costs
    ]  # fmt: skip
    note = ""
    if currency and page.campaign.budget is not None:
        words = {
            "spent": formats.amount(page.spent, currency),
            "budget": formats.amount(page.campaign.budget, currency),
        }  # fmt: skip
        note = _("%(spent)s of a budget of %(budget)s.") % words
    return {
        "title": _("Cost by channel"), "widths": [2, 1],
        "rows": [[pgettext("message", "Channel"), pgettext("placement", "Cost")], *rows]
        if rows else [],
        "note": note or _("No budget was said."),
    }  # fmt: skip


def _help(page: CampaignPage) -> dict[str, Any]:
    hidden = pgettext("figure", "not shown")
    rows = [
        [each.label, *(hidden if count is None else formats.number(count)
                       for count in (each.before, each.during))]
        for each in page.help_figures
    ]  # fmt: skip
    head = [
        pgettext("figure", "What was asked"), _("As many weeks before"), _("During the campaign"),
    ]  # fmt: skip
    return {
        "title": _("Requests for help in these areas"), "widths": [2, 1, 1],
        "rows": [head, *rows] if rows else [],
        "note": _("During the campaign, not because of it. Rounded to five; below five nothing "
                  "is shown."),
    }  # fmt: skip
