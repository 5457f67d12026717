"""Languages in which an edition was published: frozen, and what the search looks through."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import functions, lookups
from django.utils.translation import gettext_lazy

from amparo.foundation.content import segments
from amparo.foundation.core.clock import now
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.search import SearchTerms, fold_words

from .text_states import TextState

if TYPE_CHECKING:
    from .editions import Edition
    from .texts import SectionText


class EditionLanguageQuerySet(PermissionQuerySet):
    def fitting(self, terms: SearchTerms) -> "EditionLanguageQuerySet":
        """Those in which every word that was searched for begins a word of the text."""
        found = self
        for stem in terms.stems:
            # A plain position: quicker than LIKE on PostgreSQL, and as quick on SQLite.
            at = functions.StrIndex("search_text", models.Value(f" {stem}"))
            found = found.filter(lookups.GreaterThan(at, 0))
        return found


class EditionLanguage(models.Model):
    """A language in which an edition was published: its digest then. Only whether somebody read
    the translation may change later.
    """

    edition = models.ForeignKey("guidance.Edition", models.CASCADE, related_name="languages")
    language = models.CharField(max_length=3)
    digest = models.CharField(max_length=64)
    # Nothing where no text of this language says how the product is called.
    title = models.CharField(max_length=200, blank=True, editable=False)
    # Whether somebody other than its translator has read every text of it.
    is_reviewed = models.BooleanField(default=False)
    # Segments of the original that changed since they were translated, or are not translated.
    outdated = models.PositiveIntegerField(default=0, editable=False)
    # What the search looks through: each folded word once, between spaces.
    search_text = models.TextField(blank=True, editable=False)
    published_at = models.DateTimeField(default=now, editable=False)
    published_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False
    )

    objects = EditionLanguageQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "language"], name="language_once")
        ]

    class Privacy:
        no_owner = gettext_lazy("Guidance: what it says is about no person.")
        plain_text = {
            "title": "title of a published text",
            "search_text": "words of a published text",
        }

    def __str__(self):
        return f"{self.edition_id} {self.language}"

    @classmethod
    def freeze(
        cls, edition: "Edition", language: str, texts: "list[SectionText]", *, by: User | None
    ) -> "EditionLanguage":
        """Keeps the digest of the edition in this language, whether it was reviewed, how far it
        is behind the original, and what the search looks through. `texts` are all of the edition
        in the order of its sections.
        """
        own = [each for each in texts if each.language == language]
        original = [each for each in texts if each.language == edition.language]
        states = {each.state for each in own}
        reviewed = states <= {TextState.REVIEWED, TextState.ORIGINAL}
        is_original = language == edition.language
        title = edition.title if is_original else title_among(own, len(original))
        return cls.objects.create(
            edition=edition, language=language,
            digest=digest_over((language, each.section.key, each.digest) for each in own),
            title=title, is_reviewed=reviewed, published_by=by,
            outdated=_count_outdated(own, original),
            search_text=_search_text(edition, language, own, title),
        )  # fmt: skip


def digest_over(said: Iterable[tuple[str, str, str]]) -> str:
    """Returns the digest over language, section and digest of texts."""
    return segments.text_digest(" ".join(" ".join(each) for each in said))


def title_among(texts: "list[SectionText]", sections: int) -> str:
    """Returns how a product is called in the language of these texts: as the section for it says,
    or the only section; nothing where neither is there.
    """
    said = [each.title for each in texts if each.section.is_front or sections == 1]
    return said[0] if said else ""


def _count_outdated(own: "list[SectionText]", original: "list[SectionText]") -> int:
    """Returns how many segments of the original a translation is behind."""
    by_section = {each.section_id: each for each in own if not each.is_original}
    count = 0
    for each in original if by_section else ():
        text = by_section.get(each.section_id)
        digests = each.segment_digests
        if text is None:
            count += len(digests)
            continue
        status = text.status_beside(each)
        count += len(status.changed) + status.removed
    return count


def _search_text(edition: "Edition", language: str, own: "list[SectionText]", title: str) -> str:
    parts = [title, edition.summary if language == edition.language else ""]
    for each in own:
        # Without addresses no signs stand there that would be taken for words: no need to parse.
        is_plain = "](" not in each.markdown and "<" not in each.markdown
        said = each.markdown if is_plain else segments.plain_text(each.markdown)
        parts += [each.title, said]
    return f" {' '.join(fold_words(' '.join(parts)))}"
