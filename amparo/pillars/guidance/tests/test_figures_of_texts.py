"""Figures where one writes, and those that a document brings."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from docx import Document as WordDocument
from PIL import Image

from amparo.pillars.guidance.forms.writing import LARGEST_FIGURE
from amparo.pillars.guidance.models import Figure, SectionText

TYPED = {"title": "Hear the child first", "text": "Typed, not saved.\r\n\r\n- and a line"}


@pytest.fixture
def page(client, author):
    client.force_login(author)
    return client


@pytest.fixture
def address(section):
    return reverse("guidance:section-write", args=[section.ref])


def picture(color: str = "teal") -> bytes:
    content = io.BytesIO()
    Image.new("RGB", (40, 30), color).save(content, "PNG")
    return content.getvalue()


def upload(content: bytes | None = None, name: str = "map.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content or picture(), "image/png")


@pytest.mark.parametrize("button", ["add_figure", "preview", "save"])
def test_a_figure_is_added_to_what_is_being_written(page, address, section, button):
    before = section.texts.get()
    said = TYPED | {"seen": before.digest, "file": upload(), "alternative": "The way [in]"}
    response = page.post(address, said | {button: "1"})
    [figure] = section.edition.product.figures.all()
    form = response.context["form"]
    text = f"{TYPED['text']}\n\n![The way \\[in\\]](figure:{figure.digest})\n"
    assert response.status_code == 200
    assert (form["title"].value(), form["text"].value()) == (TYPED["title"], text)
    assert section.texts.get().digest == before.digest  # nothing is saved yet
    shown = {name: form[name].value() for name in ("seen", "title", "text")}
    assert page.post(address, shown).status_code == 303
    assert section.texts.get().markdown.endswith(f"](figure:{figure.digest})\n")


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"file": upload(b"<svg onload='x()'/>"), "alternative": "A way"}, "__all__"),
        ({"file": upload(b"0" * (LARGEST_FIGURE + 1)), "alternative": "A way"}, "file"),
        ({"file": upload(b"0" * (LARGEST_FIGURE * 2)), "alternative": "A way"}, "file"),
        ({"file": upload(), "alternative": " "}, "alternative"),
        ({"alternative": "A way"}, "file"),
        ({"add_figure": "1"}, "file"),
    ],
)
def test_a_figure_that_is_refused_costs_no_word(page, address, section, sent, field):
    for each in sent.values():
        if isinstance(each, SimpleUploadedFile):
            each.seek(0)
    digest = section.texts.get().digest
    response = page.post(address, TYPED | {"seen": digest} | sent)
    form = response.context["form"]
    assert response.status_code == 422
    assert response.context["figure_form"].errors[field]
    assert (form["title"].value(), form["text"].value()) == (TYPED["title"], TYPED["text"])
    assert form["seen"].value() == section.texts.get().digest == digest
    assert not Figure.objects.exists()


def test_the_editor_is_told_of_its_figure(page, product):
    address = reverse("guidance:figures", args=[product.ref])
    answer = page.post(address, {"file": upload()}, headers={"accept": "application/json"})
    [figure] = product.figures.all()
    assert answer.json() == {"digest": figure.digest, "name": "map.png"}
    for sent in ({"file": upload(b"no picture")}, {}):
        answer = page.post(address, sent, headers={"accept": "application/json"})
        assert answer.status_code == 422
        assert answer.json()["errors"]


def test_opened_and_saved_a_text_with_a_figure_stays_what_it_is(page, address, section, author):
    figure = Figure.add(section.edition.product, by=author, name="a.png", content=picture())
    text = section.texts.get()
    markdown = f"{text.markdown}\n![A way](figure:{figure.digest})\n"
    SectionText.write(
        section, by=author, language="en", title=text.title, markdown=markdown,
        seen_digest=text.digest,
    )  # fmt: skip
    before = section.texts.get()
    form = page.get(address).context["form"]
    shown = {name: form[name].value() for name in ("seen", "title", "text")}
    assert page.post(address, shown).status_code == 303
    after = section.texts.get()
    assert (after.digest, after.markdown) == (before.digest, before.markdown)


def test_pictures_of_a_document_become_figures_that_wait_for_words(page, product, section, today):
    word = WordDocument()
    word.add_heading("Night", 1)
    word.add_paragraph("Somebody is awake.")
    for color, words in (("red", "A red lamp"), ("blue", "")):
        shape = word.add_picture(io.BytesIO(picture(color)))
        shape._inline.docPr.set("descr", words)
    content = io.BytesIO()
    word.save(content)
    response = page.post(
        reverse("guidance:product-import", args=[product.ref]),
        {"file": SimpleUploadedFile("night.docx", content.getvalue()), "language": "en"},
    )
    [loss] = response.context["losses"]
    assert loss.startswith("Night: ")
    assert "image2.png" in loss
    edition = product.working
    red, blue = product.figures.order_by("pk").values_list("digest", flat=True)
    text = edition.texts.get(title="Night")
    assert text.markdown == (
        f"Somebody is awake.\n\n![A red lamp](figure:{red})\n\n![](figure:{blue})\n"
    )
    [missing] = edition.missing_for_publication()
    SectionText.write(
        text.section, by=product.owner, language="en", title=text.title, seen_digest=text.digest,
        markdown=text.markdown.replace("![]", "![A blue lamp]"),
    )  # fmt: skip
    assert missing
    assert edition.missing_for_publication() == []
    edition.publish(by=product.owner, today=today)
    figure = product.figures.get(digest=blue)
    assert Image.open(io.BytesIO(bytes(figure.content))).size == (40, 30)
