"""A donor's sheet as PDF and as a workbook, in the language of its reader."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from amparo.foundation.core.models import User
from amparo.foundation.core.pdf import paper_of
from amparo.ui import formats

from .donor_pages import DonorSheetPage, ShownTarget
from .models import DonorSheet
from .workbooks import Workbook, table_of

# What keeps directions apart on a page has no place in a cell.
_NO_ISOLATES = dict.fromkeys((0x2068, 0x2069))
PAGE = Path(__file__).parent / "templates" / "evidence" / "donor_sheet.typ"


def pdf_of(sheet: DonorSheet, user: User) -> bytes:
    """Two pages in the language in force; raises NoPaper where none can be made."""
    page = DonorSheetPage(sheet, user)
    hidden = pgettext("number", "not shown")
    return paper_of(
        PAGE,
        {
            "title": page.title, "project": page.agreement.get("title", ""),
            "office": page.office, "provisional": provisional_of(sheet),
            "audience": _audience(page), "remark": sheet.remark,
            "results_title": _("Results against targets"), "heads": _heads(),
            "rows": [
                [row.level, row.result, *cells] for row in page.rows for cells in _cells(row)
            ],
            "persons_title": _("Persons of the project"),
            "persons": [
                {
                    "title": each.heading,
                    "cells": [
                        [label, hidden if number is None else formats.number(number)]
                        for label, number in each.cells
                    ],
                }
                for each in page.persons
            ],
            "money_title": _("Money"),
            "money": [
                [formats.join_list((each["code"], each["name"])),
                 *(formats.amount(each[name], page.currency)
                   for name in ("budget", "spent", "committed"))]
                for each in page.funds
            ],
            "money_heads": [
                _("Fund"), _("Budget"), pgettext("money", "Spent"), pgettext("money", "Committed"),
            ],
            "cost": _cost(page), "notes": _notes(page),
            "notes_title": _("How to read these figures"),
            "sources_title": _("Where the figures come from"), "sources": page.sources,
        },
    )  # fmt: skip


def provisional_of(sheet: DonorSheet) -> str:
    return "" if sheet.is_sent else _("Provisional: not sent")


def _audience(page: DonorSheetPage) -> str:
    words = {"institution": page.agreement.get("recipient", "")}
    said = _("For %(institution)s, under %(reference)s. Do not pass it on.")
    return said % {**words, "reference": page.agreement.get("reference", "")}


def _heads() -> list[str]:
    return [
        pgettext("results framework", "Level"), pgettext("results framework", "Result"),
        _("Indicator"), _("Baseline"), pgettext("chart", "Month"), _("Period of the target"),
        _("Target"), pgettext("target", "Reached to date"), _("Share of target"),
    ]  # fmt: skip


def _cells(row) -> Iterator[list[str]]:
    hidden = pgettext("number", "not shown")
    start = [row.indicator.name, row.baseline or "\u2013", row.shown or hidden]
    for each in row.targets or (None,):
        yield [*start, *_target_cells(each, hidden)]


def _target_cells(target: ShownTarget | None, hidden: str) -> list[str]:
    if target is None:
        return ["\u2013"] * 4
    return [
        target.place_and_time, formats.number(target.target),
        hidden if target.reached is None else formats.number(target.reached),
        target.shown_share or "\u2013",
    ]  # fmt: skip


def _cost(page: DonorSheetPage) -> str:
    if page.cost_per_person is None:
        return ""
    words = {"month": page.month_name, "cost": formats.amount(page.cost_per_person, page.currency)}
    return _("Cost per person in %(month)s: %(cost)s") % words


def _notes(page: DonorSheetPage) -> list[str]:
    """What a reader has to know, so that nothing is read into it."""
    return [
        _("Numbers of persons under 5 are not shown, nor are some others from which they could be "
          "worked out. Not shown does not mean that there was nobody."),
        _("Each person counts once. Reached to date is counted anew: it is not the sum of what "
          "was sent before."),
        *dict.fromkeys(f"{row.indicator.name}: {row.note}" for row in page.rows if row.note),
        *(f"{row.indicator.name}: {row.why}" for row in page.rows if row.why),
        *(
            _("%(indicator)s: not broken down by %(names)s, so that nobody is recognized or "
              "because it was not counted so.") % {"indicator": name, "names": names}
            for name, names in page.left_out
        ),
    ]  # fmt: skip


def _tables(page: DonorSheetPage) -> Workbook:
    persons = [_("Indicator"), _("Breakdown"), pgettext("column", "Category"), _("Persons")]
    money = [
        _("Fund"), _("Name"), _("Currency"), _("Budget"), pgettext("money", "Spent"),
        pgettext("money", "Committed"),
    ]  # fmt: skip
    kinds = ["text"] * 4 + ["int", "text", "decimal", "int", "int"]
    return Workbook([
        (table_of(_("Results against targets"), _heads(), kinds), _results(page)),
        (table_of(_("Persons"), persons, ["text", "text", "text", "int"]), _persons(page)),
        (table_of(_("Money"), money, ["text"] * 3 + ["decimal"] * 3), _money(page)),
        (table_of(pgettext("sheet", "About"), [page.title, ""], ["text"] * 2), _about(page)),
    ])  # fmt: skip


def _results(page: DonorSheetPage) -> Iterator[list[Any]]:
    for row in page.rows:
        start = [row.level, row.result, row.indicator.name, row.baseline, row.value]
        for each in row.targets:
            yield [*start, each.place_and_time, str(each.target), each.reached, each.share]
        if not row.targets:
            yield [*start, "", None, None, None]


def _persons(page: DonorSheetPage) -> Iterator[list[Any]]:
    for each in page.persons:
        for label, number in each.cells:
            yield [each.indicator.name, each.title, label, number]


def _money(page: DonorSheetPage) -> Iterator[list[Any]]:
    for each in page.funds:
        sums = [str(each[name]) for name in ("budget", "spent", "committed")]
        yield [each["code"], each["name"], page.currency, *sums]


def _about(page: DonorSheetPage) -> Iterator[list[Any]]:
    yield [pgettext("donor", "Project"), page.agreement.get("title", "")]
    yield [_("Office"), page.office]
    yield [_audience(page), provisional_of(page.sheet)]
    yield [pgettext("report", "Remark"), page.sheet.remark]
    if cost := _cost(page):
        yield [cost, ""]
    for note in _notes(page):
        yield [note, ""]
    for head, said in page.sources:
        yield [head, said.translate(_NO_ISOLATES)]


def xlsx_of(sheet: DonorSheet, user: User) -> bytes:
    """A workbook without hidden sheets or formulas; hidden numbers are empty cells."""
    return _tables(DonorSheetPage(sheet, user)).content
