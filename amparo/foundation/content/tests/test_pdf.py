from dataclasses import replace

import pytest

from amparo.foundation.content.figures import LARGEST_BYTES, store_form
from amparo.foundation.content.pdf import publication_pdf
from amparo.foundation.content.pdf_data import pdf_data
from amparo.foundation.content.publication import PublishedPicture, Section

from .handbook import handbook
from .test_figures import photograph


def printed(text, **told):
    section = Section("one", "One", text, **told)
    return pdf_data(replace(handbook("ar"), sections=(section,)))["sections"][0]


def test_words_go_in_as_data():
    block = printed("a *b* **c** `d`[^1] [e](https://x.example/)\\\n#f\n\n[^1]: g\n")["blocks"][0]
    assert block["words"] == [
        ["text", "a "],
        ["emphasis", [["text", "b"]]],
        ["text", " "],
        ["strong", [["text", "c"]]],
        ["text", " "],
        ["code", "d"],
        ["note", "one-1", 1],
        ["text", " "],
        ["link", "https://x.example/", [["text", "e"]]],
        ["break"],
        ["text", "#f"],
    ]


def test_words_in_another_language_are_marked():
    blocks = printed("a\n\nb\n", languages={1: "en-GB"})["blocks"]
    assert [(block["lang"], block["rtl"]) for block in blocks] == [("", False), ("en", False)]


def test_no_heading_skips_a_level():
    sections = (
        Section("a", "A", "### x\n", level=1),
        Section("b", "B", "## y\n", level=3),
        Section("c", "C", "z\n", level=2),
    )
    found = []
    for section in pdf_data(replace(handbook("en"), sections=sections))["sections"]:
        found += [section["level"], *(one["level"] for one in section["blocks"] if "level" in one)]
    assert found == [2, 3, 3, 4, 3]


@pytest.mark.parametrize("language", ["en", "es", "fr", "ar"])
def test_a_handbook_is_printed(language):
    marked = tuple(replace(one, languages={0: "en"}) for one in handbook(language).sections)
    publication = replace(handbook(language), sections=marked, licence="CC BY-SA 4.0")
    made = publication_pdf(publication)
    assert made.startswith(b"%PDF-")
    assert b"pdfuaid" in made
    told = made[made.index(b"<dc:language>") :][:80]
    assert f">{language}<".encode() in told


def test_a_photograph_is_printed_with_its_words():
    stored = store_form(photograph())
    assert stored.media_type == "image/webp"
    assert len(stored.content) <= LARGEST_BYTES
    picture = PublishedPicture(stored.content, stored.media_type, stored.width, stored.height)
    section = Section("one", "One", f"![A wide gate](figure:{stored.digest})\n")
    publication = replace(handbook("en"), sections=(section,), pictures={stored.digest: picture})
    assert b"A wide gate" in publication_pdf(publication)
