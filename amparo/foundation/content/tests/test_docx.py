import io
import zipfile
from collections import Counter
from dataclasses import replace

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from lxml import etree
from PIL import Image

from amparo.foundation.content import docx_pictures
from amparo.foundation.content.docx_reader import Lost, Reason, RefusedFile, read_docx
from amparo.foundation.content.docx_writer import write_docx
from amparo.foundation.content.figures import store_form
from amparo.foundation.content.publication import PublishedPicture, Section
from amparo.foundation.content.segments import digests
from tests.support.nightly import rest_at_night

from .handbook import BOXES, SECTIONS, handbook
from .test_figures import photograph

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


@pytest.mark.parametrize("language", rest_at_night(["ar", "en", "es", "fr"]))
def test_a_handbook_comes_back_as_it_went_out(language):
    publication = handbook(language)
    brought = read_docx(write_docx(publication), known_figures=publication.pictures)
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
    assert brought.pictures == ()


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
        (Lost.PAGE_MARGIN, "Draft of May"),
    }


def _picture(color, size=(40, 20), form="PNG"):
    written = io.BytesIO()
    Image.new("RGB", size, color).save(written, form)
    written.seek(0)
    return written


def _place(paragraph, picture, words=""):
    shape = paragraph.add_run().add_picture(picture)
    shape._inline.docPr.set("descr", words)
    return shape._inline


def _digest(color, size=(40, 20)):
    return store_form(_picture(color, size).getvalue()).digest


def test_pictures_come_along_where_they_stood():
    document = docx.Document()
    document.add_heading("One", 1)
    _place(document.add_paragraph("Before "), _picture("red", form="GIF"), "A [red] gate\nopen")
    _place(document.add_paragraph("first", style="List Number"), _picture("green"), "Green")
    document.add_paragraph("second", style="List Number")
    table = document.add_table(1, 2)
    table.cell(0, 0).text = "cell"
    _place(table.cell(0, 1).paragraphs[0], _picture("blue"), "Blue")
    _place(document.add_paragraph(), _picture("red"), "Again")
    _place(document.add_paragraph(), _picture("white", form="JPEG"))
    brought = read_docx(saved(document))
    red, green, blue, white = map(_digest, ("red", "green", "blue", "white"))
    assert brought.sections[0].text == (
        f"Before\n\n![A \\[red\\] gate open](figure:{red})\n\n"
        f"1. first\n\n   ![Green](figure:{green})\n\n2. second\n\n"
        f"| cell |  |\n| --- | --- |\n\n![Blue](figure:{blue})\n\n"
        f"![Again](figure:{red})\n\n![](figure:{white})\n"
    )
    assert [one.stored.digest for one in brought.pictures] == [red, green, blue, white]
    assert [(loss.code, loss.excerpt) for loss in brought.losses] == [
        (Lost.NO_ALTERNATIVE, brought.pictures[3].name)
    ]


def test_what_a_document_cuts_off_a_picture_stays_off():
    halves = Image.new("RGB", (40, 20), "black")
    halves.paste("white", (0, 0, 20, 20))
    written = io.BytesIO()
    halves.save(written, "PNG")
    document = docx.Document()
    for said in ({"r": "50000"}, {"r": "50%"}, {"l": "60000", "r": "60000"}):
        inline = _place(document.add_paragraph(), io.BytesIO(written.getvalue()), "White")
        blip = next(inline.iter(qn("a:blip")))
        cut = OxmlElement("a:srcRect")
        for side, share in said.items():
            cut.set(side, share)
        blip.addnext(cut)
    brought = read_docx(saved(document))
    assert [one.stored.digest for one in brought.pictures] == [_digest("white", (20, 20))]
    assert [loss.code for loss in brought.losses] == [Lost.PICTURE]


def test_pictures_that_are_none_or_too_large_are_listed():
    document = docx.Document()
    for color in ("red", "green", "blue"):
        _place(document.add_paragraph(color), _picture(color), color)
    bomb = io.BytesIO()
    Image.new("1", (9000, 9000)).save(bomb, "PNG")
    names = [f"word/media/image{at}.png" for at in (1, 2, 3)]
    changes = {names[0]: b"\xd7\xcd\xc6\x9a of Windows", names[1]: bomb.getvalue()}
    changes[names[2]] = _picture("blue").getvalue()[:60]
    brought = read_docx(repacked(saved(document), changes))
    assert brought.pictures == ()
    assert [(loss.code, loss.excerpt) for loss in brought.losses] == [
        (Lost.PICTURE, "red"), (Lost.LARGE_PICTURE, "green"), (Lost.PICTURE, "blue"),
    ]  # fmt: skip
    assert "figure:" not in brought.sections[0].text


def test_many_large_pictures_are_too_many(monkeypatch):
    monkeypatch.setattr(docx_pictures, "LARGEST_AREA", 40 * 20 + 30 * 20)
    document = docx.Document()
    for at, width in enumerate((40, 40, 30, 20)):  # the second is the first once more
        _place(document.add_paragraph(), _picture("red", (width, 20)), f"{at}")
    brought = read_docx(saved(document))
    assert len(brought.pictures) == 2
    assert [(loss.code, loss.excerpt) for loss in brought.losses] == [(Lost.LARGE_PICTURE, "3")]


def test_figures_go_out_and_come_into_another_installation():
    stored = store_form(photograph(800))
    assert stored.media_type == "image/webp"
    text = f'- a\n\n  ![A "gate"](figure:{stored.digest})\n'
    picture = PublishedPicture(stored.content, stored.media_type, stored.width, stored.height)
    publication = replace(
        handbook("es"), sections=(Section("one", "One", text),), pictures={stored.digest: picture}
    )
    content = write_docx(publication)
    same = read_docx(content, known_figures={stored.digest})
    assert (same.sections[0].text, same.pictures) == (text, ())
    [brought] = read_docx(content).pictures
    assert (brought.stored.width, brought.stored.height) == (stored.width, stored.height)
    assert read_docx(content).sections[0].text == text.replace(
        stored.digest, brought.stored.digest
    )


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


def test_a_link_in_a_footnote_leads_where_it_led():
    document = docx.Document()
    document.part.relate_to("https://example.org/elsewhere", f"{RELS}/hyperlink", is_external=True)
    reference = OxmlElement("w:footnoteReference")
    reference.set(qn("w:id"), "2")
    document.add_paragraph("Said").add_run()._r.append(reference)
    [key] = [key for key, one in document.part.rels.items() if one.is_external]
    notes = (
        f'<w:footnotes xmlns:w="{W[1:-1]}" xmlns:r="{RELS}"><w:footnote w:id="2"><w:p>'
        f'<w:hyperlink r:id="{key}"><w:r><w:t>The source</w:t></w:r></w:hyperlink></w:p>'
        "</w:footnote></w:footnotes>"
    )
    links = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="{key}" Type="{RELS}/hyperlink" Target="https://example.org/here" '
        'TargetMode="External"/></Relationships>'
    )
    changes = {"word/footnotes.xml": notes, "word/_rels/footnotes.xml.rels": links}
    changes = {name: said.encode() for name, said in changes.items()}
    text = read_docx(repacked(saved(document), changes)).sections[0].text
    assert text == "Said[^1]\n\n[^1]: [The source](https://example.org/here)\n"


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
