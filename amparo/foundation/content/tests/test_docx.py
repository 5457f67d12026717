import io
import zipfile
from collections import Counter
from dataclasses import replace

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from lxml import etree

from amparo.foundation.content.docx_reader import Lost, Reason, RefusedFile, read_docx
from amparo.foundation.content.docx_writer import write_docx
from amparo.foundation.content.publication import Section
from amparo.foundation.content.segments import digests

from .handbook import BOXES, SECTIONS, handbook

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def saved(document):
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def repacked(content, changes):
    """The same package with other parts: name → content, or a function of the old content."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(written, "w") as new:
        for name in dict.fromkeys([*old.namelist(), *changes]):
            change = changes.get(name)
            before = old.read(name) if name in old.namelist() else b""
            new.writestr(name, change(before) if callable(change) else change or before)
    return written.getvalue()


@pytest.mark.parametrize("language", ["en", "es", "fr", "ar"])
def test_a_handbook_comes_back_as_it_went_out(language):
    publication = handbook(language)
    brought = read_docx(write_docx(publication))
    assert brought.title == publication.title
    assert [(one.title, one.level) for one in brought.sections] == [
        (one.title, one.level) for one in publication.sections
    ]
    assert [one.text for one in brought.sections] == [one.text for one in publication.sections]
    before = Counter(digest for one in publication.sections for digest in digests(one.text))
    after = Counter(digest for one in brought.sections for digest in digests(one.text))
    assert len(brought.sections) == SECTIONS
    assert (before & after).total() >= 0.98 * before.total()
    whole = "".join(one.text for one in brought.sections)
    assert whole.count("- [ ] ") + whole.count("- [x] ") == BOXES
    assert brought.losses == ()


def test_arabic_is_written_from_the_right():
    with zipfile.ZipFile(io.BytesIO(write_docx(handbook("ar")))) as package:
        body = etree.fromstring(package.read("word/document.xml"))
    paragraphs = [one for one in body.iter(f"{W}p") if one.find(f"{W}r/{W}t") is not None]
    assert all(one.find(f"{W}pPr/{W}bidi") is not None for one in paragraphs)
    assert all(run.find(f"{W}rPr/{W}rtl") is not None for run in body.iter(f"{W}r"))
    assert all(one.find(f"{W}bidiVisual") is not None for one in body.iter(f"{W}tblPr"))


def test_heads_are_repeated_and_figures_have_words():
    document = docx.Document(io.BytesIO(write_docx(handbook("en"))))
    for table in document.tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert len(document.tables) == SECTIONS // 4
    assert document.inline_shapes[0]._inline.docPr.get("descr")
    assert document.core_properties.language == "en"


def test_words_in_another_language_are_marked():
    publication = handbook("ar")
    first = publication.sections[0]
    marked = Section(first.key, first.title, "English words\n", languages={0: "en"})
    content = write_docx(replace(publication, sections=(marked,)))
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        body = etree.fromstring(package.read("word/document.xml"))
    run = next(one for one in body.iter(f"{W}r") if one.findtext(f"{W}t") == "English words")
    assert run.find(f"{W}rPr/{W}lang").get(f"{W}val") == "en"
    assert run.find(f"{W}rPr/{W}rtl") is None


def test_what_outsiders_write_is_brought_with_a_list_of_the_rest():
    document = docx.Document()
    document.add_heading("Manual", 0)
    document.add_paragraph("Before the first heading")
    document.add_heading("One", 1)
    document.add_paragraph("☐ Passport")
    document.add_paragraph("☒ Ticket")
    document.add_paragraph("1. typed")
    document.add_paragraph("3. typed and one left out")
    document.add_heading("Deep", 4)
    document.add_paragraph("a", style="List Number")
    document.add_paragraph("b", style="List Number 2")
    table = document.add_table(2, 2)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "wide"
    table.cell(1, 0).text, table.cell(1, 1).text = "c", "d"
    run = document.add_paragraph("seen ").add_run("hidden")
    run.font.hidden = True
    run = document.add_paragraph().add_run()
    run.add_picture(_png())
    document.sections[0].header.paragraphs[0].text = "Draft of May"
    brought = read_docx(saved(document))
    assert brought.title == "Manual"
    assert [one.title for one in brought.sections] == ["", "One"]
    assert brought.sections[1].text == (
        "- [ ] Passport\n- [x] Ticket\n\n1\\. typed\n\n3\\. typed and one left out\n\n## Deep\n\n"
        "1. a\n   1. b\n\n| wide |  |\n| --- | --- |\n| c | d |\n\nseen\n"
    )
    assert {(loss.code, loss.excerpt) for loss in brought.losses} == {
        (Lost.NUMBERING, "3. typed and one left out"),
        (Lost.MERGED_CELLS, "wide"),
        (Lost.HIDDEN_TEXT, "hidden"),
        (Lost.PICTURE, ""),
        (Lost.PAGE_MARGIN, "Draft of May"),
    }


def _png():
    from PIL import Image

    written = io.BytesIO()
    Image.new("RGB", (4, 4)).save(written, "PNG")
    written.seek(0)
    return written


def test_footnotes_of_word_become_footnotes():
    document = docx.Document()
    document.add_heading("One", 1)
    run = document.add_paragraph("Said").add_run()
    reference = OxmlElement("w:footnoteReference")
    reference.set(qn("w:id"), "2")
    run._r.append(reference)
    notes = (
        f'<w:footnotes xmlns:w="{W[1:-1]}"><w:footnote w:id="2"><w:p><w:r><w:footnoteRef/></w:r>'
        "<w:r><w:t>The source</w:t></w:r></w:p></w:footnote></w:footnotes>"
    )
    content = repacked(saved(document), {"word/footnotes.xml": notes.encode()})
    assert read_docx(content).sections[0].text == "Said[^1]\n\n[^1]: The source\n"


def test_a_list_without_its_definition_is_listed():
    document = docx.Document()
    document.add_heading("One", 1)
    paragraph = document.add_paragraph("lost")
    numbered = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    numbered.get_or_add_numId().val = 999
    brought = read_docx(saved(document))
    assert brought.sections[0].text == "- lost\n"
    assert [loss.code for loss in brought.losses] == [Lost.NUMBERING]


def test_what_could_run_or_reach_out_is_refused():
    content = saved(docx.Document())
    remote = (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{RELS}/attachedTemplate" Target="https://x.example/a.dotm" '
        'TargetMode="External"/></Relationships>'
    ).encode()
    macro = b"application/vnd.ms-word.document.macroEnabled.main+xml"
    plain = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    fetching = b"<w:p><w:r><w:instrText>DDEAUTO c:\\\\cmd</w:instrText></w:r></w:p><w:sectPr"
    cases = [
        ({"word/vbaProject.bin": b"x"}, Reason.MACROS),
        ({"[Content_Types].xml": lambda old: old.replace(plain, macro)}, Reason.MACROS),
        ({"word/_rels/settings.xml.rels": remote}, Reason.REMOTE),
        ({"word/document.xml": lambda old: old.replace(b"<w:sectPr", fetching)}, Reason.REMOTE),
        ({"word/document.xml": b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"}, Reason.NO_DOCUMENT),
        ({"word/document.xml": b"<a"}, Reason.NO_DOCUMENT),
    ]
    for changes, reason in cases:
        with pytest.raises(RefusedFile) as refused:
            read_docx(repacked(content, changes))
        assert refused.value.reason == reason


def test_what_would_swell_is_refused():
    content = saved(docx.Document())
    for fat, reason in (
        ({"word/media/a.bin": b"0" * 130_000_000}, Reason.TOO_LARGE),
        ({"word/document.xml": _many_rows}, Reason.TOO_MANY_ROWS),
    ):
        with pytest.raises(RefusedFile) as refused:
            read_docx(_deflated(repacked(content, fat)))
        assert refused.value.reason == reason
    with pytest.raises(RefusedFile) as refused:
        read_docx(b"PK" + b"0" * 20_000_000)
    assert refused.value.reason == Reason.TOO_LARGE
    with pytest.raises(RefusedFile) as refused:
        read_docx(b"%PDF-1.7")
    assert refused.value.reason == Reason.NO_DOCUMENT


def _many_rows(old):
    rows = b"<w:tr><w:tc><w:p/></w:tc></w:tr>" * 10_000
    return old.replace(b"<w:sectPr", b"<w:tbl>" + rows + b"</w:tbl><w:sectPr")


def _deflated(content):
    written = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, old.read(name))
    return written.getvalue()
