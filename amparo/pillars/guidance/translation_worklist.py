"""The list of what is to be translated: editions, and how far each of their languages is.

A fixed number of queries, and no text is read: how far a translation is behind is stored with it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, Sum
from django.urls import reverse

from amparo.ui import formats

from .codes import LANGUAGES, language_name
from .models import Edition, EditionLanguage, SectionText
from .models.text_states import FINISHED, TextState


@dataclass(frozen=True)
class LanguageToTranslate:
    """One language of an edition: sections and segments by number."""

    edition: Edition
    language: str
    sections: int
    finished: int
    outdated: int
    untranslated: int

    @property
    def name(self) -> str:
        return language_name(self.language)

    @property
    def url(self) -> str:
        return reverse("guidance:translation", args=[self.edition.product.ref, self.language])


@dataclass(frozen=True)
class EditionToTranslate:
    edition: Edition
    languages: list[LanguageToTranslate]


def translations_of(
    editions: Iterable[Edition], *, is_all: bool = False
) -> list[EditionToTranslate]:
    """Returns how far each language is in which something waits: those that
    `editions_to_translate` asks for. Three queries.
    """
    there = list(editions)
    texts = SectionText.objects.filter(section__edition__in=there)
    sections = dict(
        texts.filter(state=TextState.ORIGINAL)
        .values_list("section__edition").annotate(Count("pk"))
    )  # fmt: skip
    counted = texts.exclude(state=TextState.ORIGINAL).values("section__edition", "language")
    found = {
        (each["section__edition"], each["language"]): each
        for each in counted.annotate(
            finished=Count("pk", filter=FINISHED), behind=Sum("outdated"),
            same=Sum("untranslated", filter=~Q(state=TextState.REVIEWED)),
        )
    }  # fmt: skip
    published = set(
        EditionLanguage.objects.filter(edition__in=there).values_list("edition", "language")
    )
    rows = []
    for edition in there:
        languages = [
            _language(edition, each, sections.get(edition.pk, 0), found.get((edition.pk, each)))
            for each in _targets(edition, is_all=is_all)
            if edition.is_open or (edition.pk, each) not in published
        ]
        waiting = [each for each in languages if each.finished < each.sections]
        rows.append(EditionToTranslate(edition, waiting))
    return rows


def _targets(edition: Edition, *, is_all: bool) -> list[str]:
    here = formats.current_language()
    is_from_own = is_all or edition.language == here
    return [
        each for each in LANGUAGES if each != edition.language and (is_from_own or each == here)
    ]


def _language(
    edition: Edition, language: str, sections: int, counted: Mapping[str, Any] | None
) -> LanguageToTranslate:
    if counted is None:
        return LanguageToTranslate(edition, language, sections, 0, 0, 0)
    return LanguageToTranslate(
        edition, language, sections, counted["finished"], counted["behind"],
        counted["same"] or 0,
    )  # fmt: skip
