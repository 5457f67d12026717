"""Translators and reviewers are told what waits: counted on a first page, listed on another."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from amparo.foundation.core.models import Membership, User
from amparo.foundation.core.worklists import waiting_rows_of
from amparo.pillars.guidance.models import Edition, Product, Section, SectionText

from .conftest import ORIGINAL, SPANISH

pytestmark = pytest.mark.django_db
TO_TRANSLATE, TO_REVIEW = "guidance:translations-waiting", "guidance:reviews-waiting"


def speaking(user: User, language: str) -> User:
    user.language = language
    user.save(update_fields=["language"])
    return user


def page_of(user: User, route: str, **asked) -> str:
    client = Client()
    client.force_login(user)
    response = client.get(reverse(route), asked)
    assert response.status_code == 200
    return response.content.decode()


def rewrite(text: SectionText, *, by: User, markdown: str, **more) -> SectionText:
    return SectionText.write(
        text.section, by=by, language=text.language, title=text.title, markdown=markdown,
        seen_digest=text.digest, **more,
    )  # fmt: skip


def behind(text: SectionText) -> tuple[int, int]:
    text.refresh_from_db()
    assert text.outdated == len(text.status.changed) + text.status.removed
    assert text.untranslated == len(text.status.untranslated)
    return text.outdated, text.untranslated


def test_how_far_a_translation_is_behind_is_kept_with_every_change(section, spanish, author):
    original = section.texts.get(language="en")
    assert behind(spanish) == (0, 0)
    original = rewrite(original, by=author, markdown=ORIGINAL.replace("alone", "by themselves"))
    assert behind(spanish) == (1, 0)
    original = rewrite(original, by=author, markdown=f"{ORIGINAL}\nAnd one more.\n")
    assert behind(spanish) == (1, 0)
    original = rewrite(original, by=author, markdown=ORIGINAL)
    assert behind(spanish) == (0, 0)
    rewrite(
        original, by=author, markdown=ORIGINAL.replace("Ask the", "Ask each"),
        meaning_unchanged=True,
    )  # fmt: skip
    assert behind(spanish) == (0, 0)
    half = SPANISH.replace("Pregunte a la persona a solas.", "Ask each person alone.")
    rewrite(spanish, by=author, markdown=half)
    assert behind(spanish) == (0, 1)


def test_a_translator_is_told_on_the_first_page_and_led_to_the_list(
    edition, section, spanish, translator, author
):
    speaking(translator, "es")
    assert reverse(TO_TRANSLATE) not in page_of(translator, "guidance:library")
    rewrite(section.texts.get(language="en"), by=author, markdown=f"{ORIGINAL}\nOne more.\n")
    first = page_of(translator, "guidance:library")
    assert reverse(TO_TRANSLATE) in first
    listed = page_of(translator, TO_TRANSLATE)
    assert reverse("guidance:translation", args=[edition.product.ref, "es"]) in listed
    assert reverse("guidance:translation", args=[edition.product.ref, "fr"]) not in listed
    everything = page_of(translator, TO_TRANSLATE, all="on")
    assert reverse("guidance:translation", args=[edition.product.ref, "fr"]) in everything


@pytest.mark.parametrize(
    ("language", "languages"),
    [("en", {"es", "fr", "ar"}), ("fr", {"fr"}), ("es", {"es"})],
)
def test_into_ones_language_and_from_what_is_written_in_it(
    edition, section, translator, language, languages
):
    listed = page_of(speaking(translator, language), TO_TRANSLATE)
    assert languages == {
        each for each in ("en", "es", "fr", "ar")
        if reverse("guidance:translation", args=[edition.product.ref, each]) in listed
    }  # fmt: skip


def test_what_is_published_waits_for_the_next_edition(
    edition, section, spanish, translator, author, today
):
    speaking(translator, "es")
    edition.publish(by=author, today=today)
    assert edition.title not in page_of(translator, TO_TRANSLATE)
    speaking(translator, "fr")
    assert edition.title in page_of(translator, TO_TRANSLATE), "a language that is not published"
    following = Edition.begin(edition.product, by=author)
    speaking(translator, "es")
    assert edition.title not in page_of(translator, TO_TRANSLATE)
    rewrite(following.texts.get(language="en"), by=author, markdown="Ask a child alone.\n")
    listed = page_of(translator, TO_TRANSLATE)
    assert listed.count(edition.title) == 2, "one row: its name, and the name of its link"
    assert "Edici" in listed


def test_a_machine_text_waits_and_names_that_a_reviewer_read_do_not(
    section, spanish, translator, reviewer
):
    speaking(translator, "es")
    rewrite(spanish, by=translator, markdown=SPANISH, is_machine=True)
    assert section.edition.title in page_of(translator, TO_TRANSLATE)
    spanish.refresh_from_db()
    same = SPANISH.replace("Pregunte a la persona a solas.", "Ask the person alone.")
    text = rewrite(spanish, by=translator, markdown=same)
    assert section.edition.title in page_of(translator, TO_TRANSLATE)
    text.review(by=reviewer, seen_digest=text.digest)
    assert section.edition.title not in page_of(translator, TO_TRANSLATE)


def test_a_reviewer_is_told_of_translations_of_others_that_are_current(
    section, spanish, reviewer, author
):
    speaking(reviewer, "es")
    assert reverse(TO_REVIEW) in page_of(reviewer, "guidance:library")
    address = reverse("guidance:text-review", args=[spanish.ref])
    assert address in page_of(reviewer, TO_REVIEW)
    original = section.texts.get(language="en")
    original = rewrite(original, by=author, markdown=f"{ORIGINAL}\nOne more.\n")
    assert address not in page_of(reviewer, TO_REVIEW), "it is the translator's turn"
    rewrite(original, by=author, markdown=ORIGINAL)
    assert address in page_of(reviewer, TO_REVIEW)
    assert address not in page_of(speaking(reviewer, "ar"), TO_REVIEW)
    assert address in page_of(reviewer, TO_REVIEW, all="on")
    spanish.refresh_from_db()
    spanish.review(by=reviewer, seen_digest=spanish.digest)
    assert address not in page_of(reviewer, TO_REVIEW, all="on")


def test_nobody_is_led_to_review_what_they_translated(section, spanish, reviewer):
    speaking(reviewer, "es")
    SectionText.objects.update(translated_by=reviewer)
    assert reverse(TO_REVIEW) not in page_of(reviewer, "guidance:library")
    assert spanish.title not in page_of(reviewer, TO_REVIEW)


def test_once_all_was_read_a_published_translation_loses_its_mark(
    edition, section, spanish, author, translator, reviewer, today
):
    other = Section.add(edition, by=author, key="second")
    for language, by, said in (("en", author, "Ask."), ("es", translator, "Pregunte.")):
        SectionText.write(other, by=by, language=language, title=said, markdown=said)
    edition.publish(by=author, today=today)
    digest = edition.digest
    own = edition.languages.get(language="es")
    assert not own.is_reviewed
    second = other.texts.get(language="es")
    second.review(by=reviewer, seen_digest=second.digest)
    own.refresh_from_db()
    assert not own.is_reviewed
    spanish.review(by=reviewer, seen_digest=spanish.digest)
    own.refresh_from_db()
    assert own.is_reviewed
    edition.refresh_from_db()
    assert (edition.digest, edition.digest_of(["en", "es"])) == (digest, digest)


def test_it_is_none_of_the_work_of_others(edition, section, spanish, caseworker, author, office):
    for user in (caseworker, author):
        assert not {"guidance_translations", "guidance_reviews"} & set(waiting_rows_of(user))
    for route in (TO_TRANSLATE, TO_REVIEW):
        assert edition.title not in page_of(caseworker, route, all="on")


def test_a_supervisor_is_told_of_products_of_the_office_only(
    edition, section, spanish, supervisor, author, translator
):
    """They may translate and review what is for everybody too, and find it among all."""
    product = Product.create(
        by=author, key="for-all", kind=Product.Kind.SOP, title="For everybody", language="en",
        owner=author,
    )  # fmt: skip
    part = Section.add(product.working, by=author, key="part")
    SectionText.write(part, by=author, language="en", title="Ask", markdown="Ask.")
    SectionText.write(part, by=translator, language="es", title="Pida", markdown="Pida.")
    speaking(supervisor, "fr")
    listed = page_of(supervisor, TO_TRANSLATE)
    assert edition.title in listed
    assert product.working.title not in listed
    assert product.working.title in page_of(supervisor, TO_TRANSLATE, all="on")
    assert product.working.title in page_of(speaking(translator, "fr"), TO_TRANSLATE)
    speaking(supervisor, "es")
    assert spanish.title in page_of(supervisor, TO_REVIEW)
    assert product.working.title not in page_of(supervisor, TO_REVIEW)
    assert product.working.title in page_of(supervisor, TO_REVIEW, all="on")


def test_of_another_office_nothing_is_listed(
    edition, section, spanish, translator, reviewer, other_office
):
    lists = [(translator, TO_TRANSLATE), (reviewer, TO_REVIEW)]
    assert all(edition.title in page_of(*each, all="on") for each in lists)
    Membership.objects.filter(user__in=[translator, reviewer]).update(office=other_office)
    assert not any(edition.title in page_of(*each, all="on") for each in lists)


def test_many_products_cost_no_more_queries_than_one(
    edition, section, spanish, author, translator, reviewer
):
    def count(user: User, route: str) -> int:
        page_of(user, route, all="on")
        with CaptureQueriesContext(connection) as queries:
            page_of(user, route, all="on")
        return len(queries)

    pages = [
        (translator, TO_TRANSLATE), (reviewer, TO_REVIEW), (translator, "guidance:library"),
        (reviewer, "guidance:library"),
    ]  # fmt: skip
    before = [count(*each) for each in pages]
    for number in range(12):
        product = Product.create(
            by=author, key=f"more-{number}", kind=Product.Kind.SOP, title=f"More {number}",
            language="en", office=edition.product.office, owner=author,
        )  # fmt: skip
        part = Section.add(product.working, by=author, key="part")
        SectionText.write(part, by=author, language="en", title="Ask", markdown="Ask.")
        SectionText.write(part, by=translator, language="es", title="Pida", markdown="Pida.")
    assert [count(*each) for each in pages] == before
