"""Translation on the screen: status, one section by its segments, files out and in, review."""

import io
import re

import pytest
from django.urls import reverse
from lxml import etree

from amparo.pillars.guidance.models import SectionText, TextConflict

from .conftest import ORIGINAL, SPANISH


@pytest.fixture
def page(client, translator):
    client.force_login(translator)
    return client


def address(name, product, *args):
    return reverse(f"guidance:{name}", args=[product.ref, *args])


def test_the_status_says_what_is_out_of_date(page, product, section, spanish, author):
    text = section.texts.get(language="en")
    SectionText.write(
        section, by=author, language="en", title="Hear the child",
        markdown=ORIGINAL.replace("today", "tomorrow"), seen_digest=text.digest,
    )  # fmt: skip
    response = page.get(address("translations", product))
    by_language = {each.language: each for each in response.context["statuses"]}
    assert by_language["es"].changed == 1
    assert by_language["es"].written == 1
    assert by_language["ar"].written == 0
    assert page.get(address("translation", product, "es")).status_code == 200


def test_a_section_is_translated_segment_by_segment(page, product, section):
    url = address("translation-section", product, "fr", section.ref)
    response = page.get(url)
    units = response.context["translation"].units
    assert [unit.source for unit in units][:2] == ["Hear the child", "Ask the person alone."]

    filled = {unit.field: f"fr {unit.source}" for unit in units}
    response = page.post(url, filled | {"seen": ""})
    assert response.status_code == 303
    text = section.texts.get(language="fr")
    assert text.title == "fr Hear the child"
    assert "- [ ] fr An interpreter was chosen with them" in text.markdown
    assert text.status.is_complete


def test_a_segment_of_another_shape_is_refused_at_its_field(page, product, section):
    url = address("translation-section", product, "fr", section.ref)
    units = page.get(url).context["translation"].units
    row = next(unit for unit in units if " | " in unit.source)
    response = page.post(url, {row.field: "one cell", "title": "Titre", "seen": ""})
    assert response.status_code == 422
    assert row.field in response.context["form"].errors
    assert not section.texts.filter(language="fr").exists()


def test_what_another_wrote_meanwhile_is_kept_beside(page, product, section, spanish, translator):
    url = address("translation-section", product, "es", section.ref)
    shown = page.get(url).context["form"]["seen"].value()
    SectionText.write(
        section, by=translator, language="es", title="Escuche", markdown=SPANISH,
        seen_digest=shown,
    )  # fmt: skip
    units = page.get(url).context["translation"].units
    page.post(url, {unit.field: f"{unit.target}!" for unit in units} | {"seen": shown})
    [conflict] = TextConflict.objects.all()
    assert conflict.title == "Escuche!"
    assert section.texts.get(language="es").title == "Escuche"


@pytest.mark.parametrize("kind", ["xliff", "po"])
def test_a_file_comes_back_filled_in(page, product, section, spanish, kind):
    file = page.get(address("translation-file", product, "fr"), {"format": kind})
    assert file.status_code == 200
    content = filled_in(file.content, kind)
    name = {"xliff": "text.xlf", "po": "text.po"}[kind]
    response = send(page, product, content, name)
    assert response.status_code == 303, response.context["form"].errors
    text = section.texts.get(language="fr")
    assert text.state == SectionText.State.TRANSLATED
    assert text.status.is_complete


def test_what_no_longer_fits_is_listed_and_the_rest_taken(page, product, section, author):
    file = page.get(address("translation-file", product, "fr"), {"format": "xliff"})
    text = section.texts.get(language="en")
    SectionText.write(
        section, by=author, language="en", title="Hear the child",
        markdown=ORIGINAL.replace("today", "tomorrow"), seen_digest=text.digest,
    )  # fmt: skip
    response = send(page, product, filled_in(file.content, "xliff"), "text.xlf")
    assert response.status_code == 200
    [(refused, _why)] = response.context["refused"]
    assert "today" in refused.excerpt
    assert len(section.texts.get(language="fr").status.untranslated) == 1


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("text.docx", b"PK\x03\x04"),
        ("text.xlf", b"<not xliff/>"),
        ("text.xlf", b'<!DOCTYPE x [<!ENTITY a "b">]><x/>'),
        ("text.po", b"\xff\xfe"),
    ],
)
def test_a_file_that_is_none_is_refused_in_words(page, product, section, name, content):
    response = send(page, product, content, name)
    assert response.status_code == 422
    assert response.context["form"].errors["file"]
    assert not section.texts.filter(language="fr").exists()


def test_a_machine_translation_waits_for_a_reader(page, product, section):
    file = page.get(address("translation-file", product, "fr"), {"format": "xliff"})
    send(page, product, filled_in(file.content, "xliff"), "text.xlf", is_machine="on")
    assert section.texts.get(language="fr").state == SectionText.State.MACHINE
    assert section.edition.languages_to_publish == ["en"]


def test_the_reviewer_reads_beside_the_original(client, reviewer, translator, spanish):
    url = reverse("guidance:text-review", args=[spanish.ref])
    client.force_login(translator)
    assert client.get(url).status_code in (403, 404)
    client.force_login(reviewer)
    status = address("translation", spanish.section.edition.product, "es")
    assert url in client.get(status).content.decode()
    page = client.get(url).content.decode()
    assert "Pregunte a la persona a solas." in page
    [seen] = re.findall(r'name="seen_digest" value="(\w+)"', page)
    assert client.post(url).status_code == 422
    assert client.post(url, {"seen_digest": seen}).status_code == 303
    spanish.refresh_from_db()
    assert spanish.reviewed_by == reviewer


def test_strangers_to_translation_find_no_page(client, caseworker, product, section):
    client.force_login(caseworker)
    assert client.get(address("translations", product)).status_code == 403
    assert client.get(address("translation-file", product, "fr")).status_code == 403


def send(page, product, content: bytes, name: str, **more):
    file = io.BytesIO(content)
    file.name = name
    return page.post(address("translation-import", product, "fr"), {"file": file} | more)


def filled_in(content: bytes, kind: str) -> bytes:
    """Translates every unit by writing "fr" before it."""
    if kind == "po":
        lines = content.decode().splitlines()
        said = ""
        filled = []
        for line in lines:
            if line.startswith("msgid "):
                said = line.removeprefix('msgid "').removesuffix('"')
            if line == 'msgstr ""' and said:
                line = f'msgstr "{said_in_french(said)}"'
            filled.append(line)
        return "\n".join(filled).encode()
    root = etree.fromstring(content)
    for segment in root.iter("{*}segment"):
        segment.find("{*}target").text = said_in_french(segment.find("{*}source").text)
    return etree.tostring(root)


def said_in_french(words: str) -> str:
    return " | ".join(f"fr {cell}" for cell in words.split(" | "))
