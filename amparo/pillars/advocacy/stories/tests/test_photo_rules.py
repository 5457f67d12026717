"""Rules of photos, recordings and consents that need no database."""

import io
import struct
import wave
from datetime import date

import pytest
from PIL import Image, ImageCms
from PIL.PngImagePlugin import PngInfo

from amparo.foundation.core.files.validation import validate_upload
from amparo.foundation.core.refusals import Refusal
from amparo.pillars.advocacy.stories.consent_terms import (
    ConsentTerms,
    Uncovered,
    halfway,
    months_after,
)
from amparo.pillars.advocacy.stories.photo_blurring import derive_copy, draw_grid
from amparo.pillars.advocacy.stories.photo_grid import (
    UnreadableCellsError,
    read_cells,
    write_cells,
)
from amparo.pillars.advocacy.stories.recording_tags import UnreadableRecordingError, without_tags
from tests.support.sample_data.stories import picture, sound

SECRET = b"CANARY-13.4532S"
XMP = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>" + SECRET + b"</x:xmpmeta>"


def exif() -> bytes:
    """Camera, place (GPS) and comment, as a telephone writes them."""
    found = Image.Exif()
    found[0x010F], found[0x9286] = SECRET.decode(), SECRET
    gps = found.get_ifd(0x8825)
    gps[1], gps[2], gps[29] = "S", (13.0, 45.0, 32.0), SECRET.decode()
    return found.tobytes()


def icc() -> bytes:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return profile + SECRET


def photo_bytes(form: str) -> bytes:
    if form == "PNG":
        info = PngInfo()
        info.add_text("Comment", SECRET.decode())
        info.add_itxt("XML:com.adobe.xmp", XMP.decode())
        return picture(form=form, exif=exif(), icc_profile=icc(), pnginfo=info)
    more = {"comment": SECRET} if form == "JPEG" else {}
    return picture(form=form, exif=exif(), icc_profile=icc(), xmp=XMP, **more)


@pytest.mark.parametrize(
    ("form", "name", "kind"),
    [("JPEG", "a.jpg", "image/jpeg"), ("PNG", "a.png", "image/png"),
     ("WEBP", "a.webp", "image/webp")],
)  # fmt: skip
def test_nothing_that_a_camera_wrote_stays_in_a_picture(form, name, kind):
    whole = photo_bytes(form)
    assert SECRET in whole
    kept = validate_upload(name, kind, len(whole), io.BytesIO(whole)).content.read()
    copy = derive_copy(kept, read_cells("D4:I9")).content
    for left in (kept, copy):
        assert SECRET not in left
        assert not any(
            mark in left for mark in (b"Exif", b"eXIf", b"ICC", b"iCCP", b"xmp", b"XMP")
        )
        with Image.open(io.BytesIO(left)) as opened:
            opened.load()
            assert not opened.getexif()
            assert not {"exif", "xmp", "icc_profile", "comment", "Comment"} & set(opened.info)


@pytest.mark.parametrize(
    ("name", "kind", "whole"),
    [
        ("a.svg", "image/svg+xml", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("a.heic", "image/heic", b"\x00\x00\x00\x18ftypheic"),
        ("a.jpg", "image/jpeg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("a.jpg", "image/jpeg", picture(form="JPEG")[:400]),
    ],
)
def test_what_cannot_be_read_as_a_picture_is_refused_in_words(name, kind, whole):
    with pytest.raises(Refusal) as refused:
        validate_upload(name, kind, len(whole), io.BytesIO(whole))
    assert len(str(refused.value)) > 20


def test_all_is_blurred_but_the_fields_that_somebody_marked():
    original = picture()
    with Image.open(io.BytesIO(original)) as opened:
        seen = opened.convert("RGB")
    whole, part = derive_copy(original, frozenset()), derive_copy(original, read_cells("F6:G7"))
    assert whole.digest != part.digest
    assert len(whole.content) <= 40_000
    with Image.open(io.BytesIO(whole.content)) as opened:
        blurred = opened.convert("RGB")
    with Image.open(io.BytesIO(part.content)) as opened:
        marked = opened.convert("RGB")
    inside, edge = (120, 90), (98, 90)
    assert marked.getpixel(inside) == seen.getpixel(inside)
    assert blurred.getpixel(inside) != seen.getpixel(inside)
    assert marked.getpixel(edge) != seen.getpixel(edge)  # not marked: the line of the drawing
    assert Image.open(io.BytesIO(draw_grid(original))).size == seen.size


def test_a_blurred_picture_holds_no_more_than_64_colours_worth_of_detail():
    """Two pictures whose averages are alike look alike, whatever stands in them."""
    face = Image.new("L", (64, 64))
    face.putdata([255 * ((x + y) % 2) for y in range(64) for x in range(64)])
    wall = Image.new("L", (64, 64))
    wall.putdata([255 * (x % 2) for y in range(64) for x in range(64)])
    copies = []
    for each in (face, wall):
        written = io.BytesIO()
        each.save(written, "PNG")
        copies.append(derive_copy(written.getvalue(), frozenset()).content)
    assert copies[0] == copies[1]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("", ""), ("C4", "C4"), ("b2:a1", "A1, B1, A2, B2"), ("C4 : C5; H2", "H2, C4, C5"),
        ("L12-L12", "L12"), ("C٤", "C4"), ("A1,A1", "A1"),
    ],
)  # fmt: skip
def test_fields_are_read_as_people_write_them(written, read):
    assert write_cells(read_cells(written)) == read


@pytest.mark.parametrize("written", ["M1", "A13", "A0", "4C", "A1:", "all", "A1:Z9"])
def test_what_names_no_field_is_named(written):
    with pytest.raises(UnreadableCellsError) as wrong:
        read_cells(written)
    assert wrong.value.part


def test_tags_of_a_recording_are_taken_out_and_what_is_unknown_is_refused():
    frame = b"\xff\xfb\x90\x00" + bytes(400)
    tag = b"ID3\x03\x00\x00" + bytes([0, 0, 0, len(SECRET)]) + SECRET
    ape = SECRET + b"APETAGEX" + struct.pack("<II", 2000, 32 + len(SECRET)) + bytes(16)
    old = b"TAG" + SECRET.ljust(125, b"\x00")
    assert without_tags("audio/mpeg", tag + frame + ape + old) == frame
    listed = b"LIST" + struct.pack("<I", len(SECRET) + 1) + SECRET + b"\x00"
    whole = sound() + listed
    whole = whole[:4] + struct.pack("<I", len(whole) - 8) + whole[8:]
    bare = without_tags("audio/wav", whole)
    assert SECRET not in bare
    with wave.open(io.BytesIO(bare)) as heard:
        assert heard.getnframes() == 800
    for kind, broken in (("audio/ogg", b"OggS"), ("audio/wav", b"RIFF"), ("audio/mpeg", b"ID3")):
        with pytest.raises(UnreadableRecordingError):
            without_tags(kind, broken)


def test_a_consent_covers_its_uses_places_and_languages_until_its_last_day():
    day = date(2026, 7, 15)
    terms = ConsentTerms(
        day, date(2027, 7, 15), frozenset({"web"}), frozenset({"es"}), frozenset({"BO"})
    )
    asked = {"use": "web", "language": "es", "country": "BO"}
    assert terms.uncovered(day, **asked) is None
    assert terms.uncovered(date(2027, 7, 15), **asked) is None
    assert terms.uncovered(date(2027, 7, 16), **asked) is Uncovered.ENDED
    assert terms.uncovered(date(2026, 7, 14), **asked) is Uncovered.NOT_YET
    for change, why in (
        ({"use": "press"}, Uncovered.USE), ({"country": "PE"}, Uncovered.COUNTRY),
        ({"country": ""}, Uncovered.COUNTRY), ({"language": "fr"}, Uncovered.LANGUAGE),
    ):  # fmt: skip
        assert terms.uncovered(day, **asked | change) is why
    assert halfway(day, date(2027, 7, 15)) == date(2027, 1, 13)
    assert months_after(date(2024, 2, 29), 24) == date(2026, 2, 28)
