"""Lists of messages: which filters there are, and what each of them finds."""

from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Prefetch
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.code_lists import codes
from amparo.foundation.core.search import SearchTerms
from amparo.ui.filters import Filter, FilterBar, Shortcut

from .models import (
    KeyMessage,
    KeyMessagePlace,
    KeyMessageState,
    Pretest,
    PretestWaiver,
    RiskCheck,
    Wording,
)
from .models.key_messages import KeyMessageQuerySet

WHOLE = KeyMessage.objects.select_related("office", "by").prefetch_related("wordings")
# With all that its page, its materials and its checks before approval read.
DEEP = KeyMessage.objects.select_related(
    "office", "by", "submitted_by", "approved_by", "withdrawn_by", "replaces"
).prefetch_related(
    Prefetch("wordings", Wording.objects.select_related("by", "read_by")),
    Prefetch("places", KeyMessagePlace.objects.select_related("place")),
    Prefetch("risk_checks", RiskCheck.objects.select_related("by")), "risk_checks__parts",
    Prefetch("waivers", PretestWaiver.objects.select_related("by")), "pretests",
    "channel_wordings", "recordings", "replacements",
)  # fmt: skip
REVIEW, UNTESTED = "review", "untested"
STATES = (
    *KeyMessageState.choices,
    (REVIEW, gettext_lazy("Past its review date")),
    (UNTESTED, pgettext_lazy("messages", "Not pretested")),
)


def filter_bar(asked: Any) -> FilterBar:
    """The filters of the bank as an address asks for them."""
    return FilterBar(
        [
            Filter("state", pgettext_lazy("column", "Status"), lambda: STATES),
            Filter("topic", pgettext_lazy("message", "Topic"),
                   codes.lazy_choices("message_topic")),
            Filter("audience", pgettext_lazy("message", "Audience"),
                   codes.lazy_choices("message_audience")),
            Filter("missing", gettext_lazy("Wording missing in"), lambda: settings.LANGUAGES),
        ],
        asked,
        shortcuts=[
            Shortcut("state", KeyMessageState.SUBMITTED, KeyMessageState.SUBMITTED.label),
            Shortcut("state", REVIEW, gettext_lazy("Past its review date")),
        ],
    )  # fmt: skip


def filtered(
    rows: KeyMessageQuerySet, bar: FilterBar, text: str, today: date
) -> KeyMessageQuerySet:
    """Those that the filters in force let through, and that hold every word of `text` in title or
    headings.
    """
    if state := bar.value("state"):
        rows = _in_state(rows, state, today)
    for name in ("topic", "audience"):
        if value := bar.value(name):
            rows = rows.filter(**{name: value})
    if language := bar.value("missing"):
        rows = lacking(rows, language)
    for stem in SearchTerms.parse(text).stems:
        rows = rows.filter(search_text__contains=stem)
    return rows


def lacking(rows: KeyMessageQuerySet, language: str) -> KeyMessageQuerySet:
    """Those that are to be said in a language and have no wording in it."""
    said = Wording.objects.filter(
        message=OuterRef("pk"), language=language, level=Wording.Level.STANDARD
    )
    return rows.filter(languages__contains=language).exclude(Exists(said))


def _in_state(rows: KeyMessageQuerySet, state: str, today: date) -> KeyMessageQuerySet:
    if state == REVIEW:
        return rows.past_review(today)
    if state == UNTESTED:
        return rows.exclude(Exists(Pretest.objects.counted().filter(message=OuterRef("pk"))))
    return rows.filter(state=state)
