"""Title and summary of an edition are written in one place, and translated like any section."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from amparo.pillars.guidance.models import Product, SectionText
from amparo.pillars.guidance.publications import publication_of
from amparo.pillars.guidance.shown_texts import shown_text

ENGLISH = "---\ntitle: Safety\n---\n\n# Summary\n\nIn short.\n\n# Steps\n\nOne by one.\n"
SPANISH = "---\ntitle: Seguridad\n---\n\n# Resumen\n\nEn breve.\n\n# Pasos\n\nUno a uno.\n"


@pytest.fixture
def edition(client, author):
    """Begun on its page: nothing is written yet but its title."""
    client.force_login(author)
    said = {
        "title": "Safety", "language": "en", "kind": "handbook", "audiences": ["caseworker"],
        "office": author.office.pk, "licence": "CC BY 4.0", "review_months": 6, "answer_days": 7,
    }  # fmt: skip
    answer = client.post(reverse("guidance:product-new"), said)
    assert answer.status_code == 303, answer.text
    return Product.objects.get().working


def bring(client, edition, content, language):
    file = SimpleUploadedFile("guide.md", content.encode())
    url = reverse("guidance:product-import", args=[edition.product.ref])
    answer = client.post(url, {"file": file, "language": language})
    assert answer.status_code == 303, answer.text


def summarize(client, edition, **fields):
    url = reverse("guidance:edition-edit", args=[edition.ref])
    answer = client.post(url, {"title": "Safety", "summary": ""} | fields)
    edition.refresh_from_db()
    return answer


def test_a_section_called_summary_is_one_of_the_text(client, edition):
    bring(client, edition, ENGLISH, "en")
    shown = shown_text(edition, "en")
    assert [each.title.text for each in shown.sections] == ["Summary", "Steps"]
    assert (shown.title.text, shown.summary.text) == ("Safety", "")


def test_a_translated_file_brings_its_title(client, edition):
    bring(client, edition, ENGLISH, "en")
    bring(client, edition, SPANISH, "es")
    shown = shown_text(edition, "es")
    assert (shown.title.text, shown.title.is_other) == ("Seguridad", False)
    assert [each.title.text for each in shown.sections] == ["Resumen", "Pasos"]
    assert edition.languages_to_publish == ["en", "es"]


def test_a_changed_title_leaves_its_translations_behind(client, edition):
    bring(client, edition, ENGLISH, "en")
    bring(client, edition, SPANISH, "es")
    assert summarize(client, edition, title="Safety first").status_code == 303
    [front] = [each for each in edition.texts if each.section.is_front and each.language == "es"]
    assert len(front.status.changed) == 1
    assert shown_text(edition, "en").title.text == "Safety first"


def test_a_summary_that_is_not_translated_says_so(client, edition):
    bring(client, edition, ENGLISH, "en")
    bring(client, edition, SPANISH, "es")
    summarize(client, edition, summary="What to take along.")
    summary = shown_text(edition, "es").summary
    assert (summary.text, summary.language) == ("What to take along.", "en")
    assert summary.is_other
    front, *sections = publication_of(edition, "es").sections
    assert (front.text, front.languages) == ("What to take along.\n", {0: "en"})
    assert [each.title for each in sections] == ["Resumen", "Pasos"]


def test_it_is_neither_moved_nor_removed_nor_written_elsewhere(client, edition, author):
    bring(client, edition, ENGLISH, "en")
    front, first, second = edition.sections.all()
    assert front.is_front
    first.move(by=author, up=True)
    assert [each.pk for each in edition.sections.all()] == [front.pk, first.pk, second.pk]
    assert client.post(reverse("guidance:section-remove", args=[front.ref])).status_code == 404
    answer = client.get(reverse("guidance:section-write", args=[front.ref]))
    assert answer.headers["Location"] == reverse("guidance:edition-edit", args=[edition.ref])


def test_a_summary_out_of_the_grammar_is_refused_and_nothing_is_lost(client, edition):
    answer = summarize(client, edition, title="Safety first", summary="<b>Bold</b>")
    assert answer.status_code == 422
    assert "&lt;b&gt;Bold&lt;/b&gt;" in answer.text
    assert edition.title == "Safety"


def test_the_edition_is_called_as_its_first_section_says(client, edition, author):
    [text] = edition.texts
    SectionText.write(
        text.section, by=author, language="en", title="Safe", markdown="In short.",
        seen_digest=text.digest,
    )  # fmt: skip
    form = client.get(reverse("guidance:edition-edit", args=[edition.ref])).context["form"]
    assert (form.initial["title"], form.initial["summary"]) == ("Safe", "In short.")


def test_with_a_title_alone_nothing_can_be_published(edition):
    assert edition.sections.count() == 1
    assert len(edition.missing_for_publication()) == 1
