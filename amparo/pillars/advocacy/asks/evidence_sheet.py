"""The evidence sheet of an ask: what is asked, on which counts it rests, which right and
obligation are concerned and who says so, what was answered before, what its bearers undertook.

It leaves the house: only rounded counts of patterns, published commitments, and asks and answers
that are public stand on it, never a case and never a quiet ask.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from amparo.foundation.core.code_lists import codes
from amparo.foundation.core.models import Organization, User
from amparo.foundation.directory.models import Obligation
from amparo.foundation.law.models import Instrument
from amparo.foundation.law.queries import (
    nothing_known_text,
    provisions_for,
    statuses_of_country,
)
from amparo.foundation.links.chain import PatternLine
from amparo.foundation.links.extension_points import published_commitments
from amparo.ui import formats

from .linked import patterns_of
from .models import Ask, AskStep

MONTHS, MOST_PROVISIONS, MOST_BEFORE = 6, 6, 5
LAW_LETTERS = 700
# What the database refuses to store is refused here too: a sheet is a paper that nobody recalls.
SMALLEST = 5


def sheet_content(ask: Ask, user: User, language: str) -> dict[str, Any]:
    """Returns what the sheet says in the language in force. Raises ValueError where the ask has no
    words in this language: it is never another one.
    """
    said = ask.text_in(language)
    if said is None:
        raise ValueError(f"{ask} has no words in {language}.")
    issue, wording = said
    bearers = [each.organization for each in ask.bearers.all()]
    country = (ask.place.country if ask.place else "") or ask.office.country
    return {
        "number": ask.number,
        "office": ask.office.name,
        "day": formats.with_year(ask.put_on or ask.office.today()),
        "post": ask.post,
        "addressee": ask.addressee.name if ask.addressee else "",
        "bearers": [each.name for each in bearers],
        "issue": issue,
        "wording": wording,
        "is_translated": language != ask.language,
        "wanted_by": formats.with_year(ask.wanted_by) if ask.wanted_by else "",
        "answer_by": formats.with_year(ask.answer_due_on) if ask.answer_due_on else "",
        "place": ask.place.name if ask.place else "",
        "right": ask.right_label,
        "patterns": [
            _pattern(line, ask.put_on or ask.office.today()) for line in patterns_of(ask, user)
        ],
        "obligations": _obligations(bearers, ask.right),
        "treaties": _treaties(ask.right, country),
        "law": _law(ask.right, country),
        "law_unknown": nothing_known_text(),
        "before": _answered_before(ask, bearers),
        "commitments": [
            {"title": each.title, "state": each.state}
            for told in published_commitments
            for each in told(bearers)
        ],
    }


def _pattern(line: PatternLine, until: date) -> dict[str, Any]:
    """What is needed where, and its latest months until a day; fewer than five are in none."""
    known = {month: count for month, count in line.figures.items() if month <= until}
    line = replace(line, figures=known)
    months = sorted(known.items())[-MONTHS:]
    return {
        "title": line.title,
        "right": line.pattern.right_label,
        "months": [
            [formats.month(month), formats.number(count)]
            for month, count in months
            if count >= SMALLEST
        ],
        "latest": line.figure_text,
    }


def _obligations(bearers: Iterable[Organization], right: str) -> list[dict[str, Any]]:
    """What each institution owes of this right, as the directory records it."""
    of_right = {term.code for term in codes.terms("obligation") if term.parent == right}
    rows = Obligation.objects.filter(
        bearer__organization__in=list(bearers), code__in=of_right
    ).select_related("bearer__organization")
    return [
        {"bearer": each.bearer.organization.name, "text": codes.label("obligation", each.code)}
        for each in rows.order_by("bearer__organization__name", "pk")
    ]


def _treaties(right: str, country: str) -> list[dict[str, str]]:
    """Where the right is written, and what the State did about it: with source and day, or that it
    is not known.
    """
    term = codes.find("right", right)
    articles = term.extra.get("articles", {}) if term else {}
    instruments = {each.code: each for each in Instrument.objects.filter(code__in=articles)}
    acts = statuses_of_country(country) if country else {}
    found = []
    for code, said in articles.items():
        instrument = instruments.get(code)
        last = acts.get(instrument.pk, [])[-1:] if instrument else []
        found.append({
            "name": codes.label("instrument", code), "articles": said,
            "state": _act_text(last[0]) if last else _("Not known what this State did about it."),
        })  # fmt: skip
    return found


def _act_text(act: Any) -> str:
    told = {
        "act": act.get_act_display(), "when": act.when, "source": act.law_import.source,
        "day": formats.with_year(act.law_import.as_of),
    }  # fmt: skip
    return _("%(act)s %(when)s (%(source)s, as of %(day)s)") % told


def _law(right: str, country: str) -> list[dict[str, Any]]:
    """What the law of the country says, as far as its text was imported: a copy with its day."""
    found = provisions_for(country, rights=[right])[:MOST_PROVISIONS] if country else []
    return [
        {
            "law": each.law,
            "number": " ".join(filter(None, (each.number, each.heading))),
            "text": _cut(each.text),
            "source": _("%(source)s, as of %(day)s")
            % {"source": each.source, "day": each.as_of_text},
            "old": pgettext("law", "Older than twelve months") if each.is_old else "",
        }
        for each in found
    ]


def _cut(text: str) -> str:
    words = " ".join(text.split())
    if len(words) <= LAW_LETTERS:
        return words
    return f"{words[:LAW_LETTERS].rsplit(' ', 1)[0]} …"


def _answered_before(ask: Ask, bearers: list[Organization]) -> list[dict[str, str]]:
    """Earlier public asks of this right to the same institutions, and what was answered."""
    earlier = Ask.objects.public().filter(right=ask.right).exclude(pk=ask.pk)
    earlier = earlier.asked_of(bearers).order_by("-put_on", "-pk")[:MOST_BEFORE]
    return [_before(each) for each in earlier.prefetch_related("steps__organization", "texts")]


def _before(ask: Ask) -> dict[str, str]:
    answers = [
        each
        for each in ask.steps.all()
        if each.kind == AskStep.Kind.ANSWER and each.released_at is not None
    ]
    last = answers[-1] if answers else None
    _issue, wording, _language = ask.text_for_reader
    if last is None:
        answer = _("No answer is on record.")
    else:
        answer = _("%(who)s, %(day)s: %(answer)s") % {
            "who": last.organization.name if last.organization else "",
            "day": formats.with_year(last.on), "answer": last.text,
        }  # fmt: skip
    return {
        "number": ask.number,
        "wording": wording,
        "state": str(ask.get_state_display()),
        "answer": answer,
    }
