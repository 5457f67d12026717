"""Editions: what is published is frozen, superseded by the next, and answers once withdrawn."""

from datetime import date, timedelta

import pytest
from django.utils.timezone import localdate

from amparo.foundation.core.models import Organization
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.standards.models import Adoption
from amparo.pillars.guidance.models import Edition, Product, Section, SectionText
from amparo.pillars.guidance.models.editions import SUBJECT, add_months

TODAY = date(2026, 12, 1)


def test_a_published_edition_is_frozen_and_names_its_languages(edition, section, spanish, author):
    edition.publish(by=author, today=TODAY)

    assert edition.is_published
    assert edition.digest
    assert {each.language: each.is_reviewed for each in edition.languages.all()} == {
        "en": True, "es": False,
    }  # fmt: skip
    assert edition.review_by == date(2027, 12, 1)
    with pytest.raises(Refusal):
        SectionText.write(section, by=author, language="en", title="Other", markdown="Other.")
    with pytest.raises(Refusal):
        SectionText.write(section, by=author, language="es", title="Otro", markdown="Otro.")


def test_nobody_writes_into_what_was_published_while_they_had_it_open(
    edition, section, spanish, author, translator
):
    """They loaded it before: how far it is now is asked of the database."""
    opened = Section.objects.select_related("edition").get(pk=section.pk)
    edition.publish(by=author, today=TODAY)
    digest = edition.digest_of()
    for language, user in (("en", author), ("es", translator)):
        with pytest.raises(Refusal):
            SectionText.write(opened, by=user, language=language, title="Other", markdown="Other.")
    with pytest.raises(Refusal):
        Section.add(opened.edition, by=author, key="late")
    assert edition.digest_of() == digest


def test_of_what_is_published_only_frozen_languages_are_endorsed(
    edition, section, author, translator, endorser
):
    body = Organization.found(by=None, name="Council", kind="government")
    edition.publish(by=author, today=TODAY)
    SectionText.write(section, by=translator, language="fr", title="Écouter", markdown="Seul.")
    assert edition.languages_to_endorse == ["en"]
    with pytest.raises(Refusal):
        edition.endorse(
            by=endorser, body=body, endorsed_on=TODAY, reference="7", languages=["en", "fr"],
            today=TODAY, seen_digest=edition.digest_to_endorse,
        )  # fmt: skip
    assert not edition.is_endorsed


def test_an_edition_without_a_text_is_not_published(edition, author):
    with pytest.raises(Refusal):
        edition.publish(by=author, today=TODAY)
    edition.refresh_from_db()
    assert edition.state == Edition.State.DRAFT


def test_a_section_that_only_stands_above_others_needs_no_text(edition, section, author):
    above = Section.add(edition, by=author, key="above", level=2)
    SectionText.write(above, by=author, language="en", title="Above", markdown="")
    assert edition.missing_for_publication() != []
    below = Section.add(edition, by=author, key="below", level=3)
    SectionText.write(below, by=author, language="en", title="Below", markdown="Said here.")
    assert edition.missing_for_publication() == []


def test_a_figure_without_words_is_not_published(edition, section, author):
    SectionText.write(
        section, by=author, language="en", title="Hear the child",
        markdown="![](figure:" + "a" * 32 + ")", seen_digest=section.texts.get().digest,
    )  # fmt: skip
    with pytest.raises(Refusal):
        edition.publish(by=author, today=TODAY)


def test_the_next_edition_begins_with_all_texts_and_supersedes_the_last(
    edition, section, spanish, author, product
):
    edition.publish(by=author, today=TODAY)
    following = Edition.begin(product, by=author)

    assert following.number == 2
    assert Edition.begin(product, by=author) == following
    assert following.texts.count() == 2
    assert following.digest_of() == edition.digest
    [copied] = following.sections.all()
    assert copied.key == section.key
    assert copied.ref != section.ref
    assert copied.citations.count() == 2
    following.publish(by=author, today=TODAY)
    edition.refresh_from_db()
    assert edition.state == Edition.State.SUPERSEDED
    assert product.current == following


def test_an_endorsement_is_of_the_words_it_read(edition, section, spanish, author, endorser):
    body = Organization.objects.create(name="National Council", kind="government")
    yesterday = localdate() - timedelta(days=1)
    edition.endorse(
        by=endorser, body=body, endorsed_on=yesterday, reference="Res. 7/2026",
        languages=["en"], today=localdate(), seen_digest=edition.digest_to_endorse,
    )  # fmt: skip
    assert len(edition.endorsements_in_force()) == 1

    text = section.texts.get(language="en")
    SectionText.write(
        section, by=author, language="en", title="Hear the child", markdown="Other words.",
        seen_digest=text.digest,
    )  # fmt: skip
    assert edition.endorsements_in_force() == []


def test_nobody_endorses_words_that_they_did_not_have_before_them(
    edition, section, author, endorser
):
    body, seen = Organization.found(by=None, name="Council", kind="government"), ""
    for markdown in ("One.", "Two."):
        earlier, seen = seen, edition.digest_to_endorse
        SectionText.write(
            section, by=author, language="en", title="Hear the child", markdown=markdown,
            seen_digest=section.texts.get().digest,
        )  # fmt: skip
        for digest in (earlier, seen):
            with pytest.raises(Refusal):
                edition.endorse(
                    by=endorser, body=body, endorsed_on=TODAY, reference="7", languages=["en"],
                    today=TODAY, seen_digest=digest,
                )  # fmt: skip
    assert edition.endorsements_in_force() == []


def test_a_standard_needs_a_body(edition, section, author, product, endorser):
    product.kind = Product.Kind.STANDARD
    product.save()
    edition.refresh_from_db()
    with pytest.raises(Refusal):
        edition.publish(by=author, today=TODAY)
    body = Organization.objects.create(name="National Council", kind="government")
    edition.endorse(
        by=endorser, body=body, endorsed_on=TODAY, reference="7", languages=["en"], today=TODAY,
        seen_digest=edition.digest_to_endorse,
    )  # fmt: skip
    edition.publish(by=author, today=TODAY)
    assert edition.is_endorsed


def test_a_machine_translation_is_not_published_alone(edition, section, author):
    SectionText.write(
        section, by=author, language="fr", title="Écoutez", markdown="Seul.", is_machine=True
    )
    edition.publish(by=author, today=TODAY)
    assert [each.language for each in edition.languages.all()] == ["en"]


def test_a_translation_finished_later_joins_the_published_edition(
    edition, section, author, translator
):
    edition.publish(by=author, today=TODAY)
    before = edition.digest
    with pytest.raises(Refusal):
        edition.publish_language("es", by=author)
    SectionText.write(section, by=translator, language="es", title="Escuche", markdown="A solas.")
    edition.publish_language("es", by=author)
    assert edition.digest != before
    with pytest.raises(Refusal):
        edition.publish_language("es", by=author)


def test_withdrawn_it_names_its_successor(edition, section, author, product):
    edition.publish(by=author, today=TODAY)
    other = Product.create(
        by=author, key="other", kind=Product.Kind.SOP, title="Other", language="en"
    )
    with pytest.raises(Refusal):
        edition.withdraw(by=author, because=" ")
    with pytest.raises(Refusal):
        edition.withdraw(by=author, because="Wrong.", successor=product)
    edition.withdraw(by=author, because="Wrong.", successor=other)
    assert edition.successor == other
    assert product.current is None


def test_two_institutions_adopt_it_each_once(edition, section, author, office):
    edition.publish(by=author, today=TODAY)
    how = {"by": author, "kind": SUBJECT, "subject": edition, "digest": edition.digest,
           "adopted_on": TODAY, "how": "Annexed to the rules", "today": TODAY}  # fmt: skip
    Adoption.record(organization=office.organization, office=office, **how)
    other = Organization.objects.create(name="Ministry", kind="government")
    ended = Adoption.record(organization=other, **how)
    with pytest.raises(Refusal):
        Adoption.record(organization=other, **how)
    with pytest.raises(Refusal):
        Adoption.record(organization=other, office=office, **how)
    ended.end(by=author, because="New law", today=TODAY)
    assert Adoption.objects.of(SUBJECT, [edition.ref]).in_force().count() == 1


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 12, 1), 12, date(2027, 12, 1)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
    ],
)
def test_months_end_on_the_last_day_of_a_shorter_month(day, months, expected):
    assert add_months(day, months) == expected
