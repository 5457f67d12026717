"""Translations: stale by segment and never by date; read by another than who translated."""

import pytest

from amparo.foundation.core.refusals import Refusal
from amparo.pillars.guidance.models import SectionText, TextConflict

from .conftest import ORIGINAL


def rewrite(section, author, markdown: str, **how):
    text = section.texts.get(language="en")
    return SectionText.write(
        section, by=author, language="en", title="Hear the child", markdown=markdown,
        seen_digest=text.digest, **how,
    )  # fmt: skip


def test_one_word_edited_makes_exactly_one_segment_stale(section, spanish, author):
    assert spanish.status.is_complete
    rewrite(section, author, ORIGINAL.replace("alone", "alone, and sitting"))
    spanish.refresh_from_db()
    assert spanish.status.changed == (1,)


def test_another_way_to_write_the_same_changes_nothing(section, spanish, author):
    before = section.texts.get(language="en").digest
    rewrite(section, author, ORIGINAL.replace("- [ ]", "* [ ]") + "\n\n")
    assert section.texts.get(language="en").digest == before
    assert spanish.status.is_complete


def test_what_is_still_in_the_original_counts_as_not_translated(section, translator):
    text = SectionText.write(
        section, by=translator, language="fr", title="Écoutez l’enfant", markdown=ORIGINAL
    )
    assert len(text.status.untranslated) == 5


def test_a_change_that_left_the_meaning_takes_the_translations_along(section, spanish, author):
    rewrite(section, author, ORIGINAL.replace("alone", "alone!"), meaning_unchanged=True)
    spanish.refresh_from_db()
    assert spanish.status.is_current
    with pytest.raises(Refusal):
        rewrite(section, author, ORIGINAL + "\n\nMore.", meaning_unchanged=True)


def test_whoever_translated_does_not_review(section, spanish, translator, reviewer):
    with pytest.raises(Refusal):
        spanish.review(by=translator, seen_digest=spanish.digest)
    spanish.review(by=reviewer, seen_digest=spanish.digest)
    assert spanish.state == SectionText.State.REVIEWED


def test_a_stale_translation_is_not_reviewed(section, spanish, author, reviewer):
    rewrite(section, author, ORIGINAL.replace("today", "tomorrow"))
    spanish.refresh_from_db()
    with pytest.raises(Refusal):
        spanish.review(by=reviewer, seen_digest=spanish.digest)


def test_a_translation_that_changed_while_it_was_read_is_not_reviewed(
    section, spanish, translator, reviewer
):
    seen = spanish.digest
    changed = SectionText.write(
        section, by=translator, language="es", title=spanish.title,
        markdown=spanish.markdown.replace("a solas", "con su familia"), seen_digest=seen,
    )  # fmt: skip
    with pytest.raises(Refusal):
        spanish.review(by=reviewer, seen_digest=seen)
    assert changed.state == SectionText.State.TRANSLATED
    changed.review(by=reviewer, seen_digest=changed.digest)


def test_two_who_write_at_once_both_keep_their_words(section, author):
    seen = section.texts.get(language="en").digest
    rewrite(section, author, "First words.")
    conflict = SectionText.write(
        section, by=author, language="en", title="Hear the child", markdown="Second words.",
        seen_digest=seen,
    )  # fmt: skip
    assert isinstance(conflict, TextConflict)
    assert section.texts.get(language="en").markdown.strip() == "First words."
    conflict.settle(by=author, choice=TextConflict.Choice.REPLACED)
    assert section.texts.get(language="en").markdown.strip() == "Second words."
    with pytest.raises(Refusal):
        conflict.settle(by=author, choice=TextConflict.Choice.KEPT)


def test_markup_is_refused_with_the_line(section, author):
    with pytest.raises(Refusal):
        rewrite(section, author, "Text.\n\n<script>alert(1)</script>\n")
