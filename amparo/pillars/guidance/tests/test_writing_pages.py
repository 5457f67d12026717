"""Writing on the screen: a product from nothing to withdrawn, files brought, bad input."""

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from docx import Document as WordDocument
from PIL import Image

from amparo.foundation.core.models import Organization
from amparo.foundation.standards.models import Adoption, Endorsement
from amparo.pillars.guidance.models import Comment, Edition, Product, SectionText, TextConflict


@pytest.fixture
def page(client, author):
    client.force_login(author)
    return client


def at(name, record):
    return reverse(f"guidance:{name}", args=[record.ref])


def test_a_product_is_written_published_endorsed_adopted_and_withdrawn(
    page, client, author, endorser, office, today
):
    response = page.post(
        reverse("guidance:product-new"),
        {"title": "Niños y niñas solos", "language": "es", "kind": "sop", "office": office.pk,
         "audiences": ["caseworker"], "themes": ["children"], "licence": "CC BY 4.0",
         "review_months": 6, "answer_days": 10},
    )  # fmt: skip
    assert response.status_code == 303
    product = Product.objects.get(key="ninos-y-ninas-solos")
    edition = product.working

    page.post(at("section-new", edition), {"title": "Oír al niño", "level": 1})
    section = edition.sections.get(key="oir-al-nino")
    seen = section.texts.get().digest
    said = {"title": "Oír al niño", "text": "A solas.\n\n- [ ] Intérprete", "seen": seen}
    preview = page.post(at("section-write", section), said | {"preview": "1"})
    assert "A solas." in preview.context["preview"]
    assert section.texts.get().markdown == ""
    assert page.post(at("section-write", section), said).status_code == 303
    assert page.get(at("write", product)).context["missing"] == []

    assert page.post(at("edition-consult", edition)).status_code == 303
    segment = page.get(at("section-comments", section)).context["rows"][0][0]
    page.post(at("section-comments", section), {"text": "¿Cuándo?", "segment": segment.digest})
    comment = Comment.objects.get()
    response = page.post(at("comment-resolve", comment), {"resolution": "declined"})
    assert response.status_code == 422
    page.post(at("comment-resolve", comment), {"resolution": "declined", "reply": "Ya está."})
    assert page.post(at("edition-publish", edition)).status_code == 303
    edition.refresh_from_db()
    assert edition.is_published

    body = Organization.objects.create(name="Consejo", kind="government")
    client.force_login(endorser)
    client.post(
        at("edition-endorse", edition),
        {"body": body.pk, "endorsed_on": today.isoformat(), "reference": "7/2026",
         "languages": ["es"], "seen_digest": edition.digest_to_endorse},
    )  # fmt: skip
    edition.refresh_from_db()
    assert edition.is_endorsed
    assert Endorsement.objects.get().body == body

    client.force_login(author)
    adopted = {"organization": body.pk, "adopted_on": today.isoformat(), "how": "Anexo"}
    assert page.post(at("edition-adopt", edition), adopted).status_code == 303
    adoption = Adoption.objects.get()
    assert page.post(at("adoption-end", adoption), {"because": "Ley nueva"}).status_code == 303

    assert page.post(at("edition-withdraw", edition), {"because": ""}).status_code == 422
    assert page.post(at("edition-withdraw", edition), {"because": "Error"}).status_code == 303
    edition.refresh_from_db()
    assert edition.state == Edition.State.WITHDRAWN


def test_an_office_writes_its_own_text_out_of_one_for_everybody(
    page, product, section, author, office, today
):
    product.office = None
    product.save()
    product.working.publish(by=author, today=today)
    url = f"{reverse('guidance:product-new')}?from={product.ref}"
    first = page.get(url).context["form"].initial
    response = page.post(url, {
        "title": first["title"], "language": "en", "kind": "sop", "office": office.pk,
        "audiences": ["caseworker"], "licence": "CC BY 4.0", "review_months": 12,
        "answer_days": 14,
    })  # fmt: skip
    assert response.status_code == 303
    own = Product.objects.exclude(pk=product.pk).get()
    [text] = own.working.texts.filter(language="en", section__key=section.key)
    assert text.digest == section.texts.get(language="en").digest


def test_a_supervisor_writes_for_the_own_office_alone(client, supervisor, product, office):
    client.force_login(supervisor)
    product.office = None
    product.save()
    assert client.get(at("write", product)).status_code == 403
    product.office = office
    product.save()
    assert client.get(at("write", product)).status_code == 200


def test_markup_is_refused_where_it_was_written(page, section):
    text = section.texts.get()
    said = {"title": text.title, "text": "A\n\n<script>x</script>", "seen": text.digest}
    response = page.post(at("section-write", section), said)
    assert response.status_code == 422
    assert "<script>" in response.context["form"]["text"].value()
    assert section.texts.get().digest == text.digest


def test_the_choice_between_two_texts_is_made_on_one_page(page, section, author):
    text = section.texts.get()
    for words in ("First.", "Second."):
        page.post(
            at("section-write", section),
            {"title": text.title, "text": words, "seen": text.digest},
        )
    conflict = TextConflict.objects.get()
    assert page.get(at("text-conflict", conflict)).status_code == 200
    response = page.post(at("text-conflict", conflict), {"choice": "merged"})
    assert response.status_code == 422
    page.post(
        at("text-conflict", conflict),
        {"choice": "merged", "title": text.title, "markdown": "First. Second."},
    )
    assert section.texts.get().markdown.strip() == "First. Second."


def test_citations_are_chosen_and_an_unknown_instrument_is_refused(page, section):
    response = page.post(at("section-cite", section), {"provisions": "XYZ 3", "works": ""})
    assert response.status_code == 422
    page.post(at("section-cite", section), {"provisions": "CRC 3, 12", "works": "UNHCR (2021)"})
    assert set(section.citations.values_list("kind", "code")) == {
        ("provision", "CRC:3, 12"), ("work", "UNHCR (2021)"),
    }  # fmt: skip


def test_sections_change_places_and_go(page, edition, section):
    page.post(at("section-new", edition), {"title": "Later", "level": 2})
    later = edition.sections.get(key="later")
    page.post(at("section-move", later), {"up": "1"})
    assert list(edition.sections.values_list("key", flat=True)) == ["later", "hear-the-child"]
    assert page.post(at("section-remove", later)).status_code == 303
    assert edition.sections.count() == 1


def document(*, rows: int = 2) -> SimpleUploadedFile:
    word = WordDocument()
    word.add_heading("Shelter", 1)
    word.add_paragraph("Doors lock from inside.")
    table = word.add_table(rows=rows, cols=2)
    table.rows[0].cells[0].text = "Who"
    word.add_heading("Night", 1)
    word.add_paragraph("Somebody is awake.")
    content = io.BytesIO()
    word.save(content)
    return SimpleUploadedFile("handbook.docx", content.getvalue())


def test_a_document_becomes_sections_of_the_draft(page, product, section):
    response = page.post(at("product-import", product), {"file": document(), "language": "en"})
    assert response.status_code in (200, 303)
    titles = product.working.texts.filter(language="en").values_list("title", flat=True)
    assert {"Hear the child", "Shelter", "Night"} == set(titles)


def test_a_translated_document_fits_or_is_refused(page, product, section):
    response = page.post(at("product-import", product), {"file": document(), "language": "es"})
    assert response.status_code == 422
    file = SimpleUploadedFile("es.md", b"# Escuche\n\nA solas.\n")
    assert page.post(
        at("product-import", product), {"file": file, "language": "es"}
    ).status_code in (200, 303)
    assert section.texts.get(language="es").title == "Escuche"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.docx", b"PK\x03\x04 no"), ("a.docm", b"PK\x03\x04"), ("a.md", b"\xff\xfe\x00"),
        ("a.exe", b"MZ"),
    ],
)  # fmt: skip
def test_a_file_that_is_none_is_refused_and_nothing_is_lost(page, product, section, name, content):
    file = SimpleUploadedFile(name, content)
    response = page.post(at("product-import", product), {"file": file, "language": "en"})
    assert response.status_code == 422
    assert response.context["form"].errors["file"]
    assert SectionText.objects.count() == 1


def test_a_picture_is_added_once_and_no_picture_is_refused(page, product, section):
    content = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(content, "PNG")
    for _again in range(2):
        file = SimpleUploadedFile("map.png", content.getvalue(), "image/png")
        assert page.post(at("figures", product), {"file": file}).status_code == 303
    [figure] = product.figures.all()
    url = reverse("guidance:figure", args=[product.ref, figure.digest])
    assert page.get(url).content == bytes(figure.content)
    file = SimpleUploadedFile("map.png", b"not a picture", "image/png")
    assert page.post(at("figures", product), {"file": file}).status_code == 422


def test_a_day_to_come_is_no_day_of_endorsement(client, endorser, edition, section, today):
    body = Organization.objects.create(name="Council", kind="government")
    client.force_login(endorser)
    response = client.post(
        at("edition-endorse", edition),
        {"body": body.pk, "endorsed_on": (today + timedelta(days=1)).isoformat(),
         "reference": "7", "languages": ["en"], "seen_digest": edition.digest_to_endorse},
    )  # fmt: skip
    assert response.status_code == 422
    assert "Este día aún no ha llegado." in response.content.decode()


def test_who_may_not_write_finds_no_draft(client, caseworker, product, edition, section):
    client.force_login(caseworker)
    assert client.get(at("write", product)).status_code == 403
    assert client.get(at("section-write", section)).status_code == 404
    assert client.get(at("edition-publish", edition)).status_code == 404


def test_the_choice_of_no_office_says_what_it_means(page):
    shown = page.get(reverse("guidance:product-new")).content.decode()
    assert "Para todas las oficinas" in shown
