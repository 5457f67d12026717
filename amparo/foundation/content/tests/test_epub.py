import io
import zipfile

import pytest
from lxml import etree

from amparo.foundation.content.epub import DC, OPF, OPS, XHTML, write_epub
from amparo.foundation.content.segments import segments

from .handbook import BOXES, SECTIONS, handbook

SPACES = {"h": XHTML, "o": OPF, "dc": DC, "epub": OPS}


def opened(publication):
    archive = zipfile.ZipFile(io.BytesIO(write_epub(publication)))
    assert archive.testzip() is None
    return archive


def root(archive, name):
    return etree.fromstring(archive.read(name))


def test_the_kind_comes_first_and_is_not_packed():
    content = write_epub(handbook("en"))
    assert content[30:58] == b"mimetypeapplication/epub+zip"
    first = zipfile.ZipFile(io.BytesIO(content)).infolist()[0]
    assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
    assert content == write_epub(handbook("en"))


@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("ar", "rtl")])
def test_all_that_is_listed_is_there_and_says_its_language(language, direction):
    archive = opened(handbook(language))
    package = root(archive, "EPUB/package.opf")
    items = package.xpath("//o:item", namespaces=SPACES)
    listed = {f"EPUB/{item.get('href')}" for item in items}
    assert listed == {name for name in archive.namelist() if name.startswith("EPUB/")} - {
        "EPUB/package.opf"
    }
    assert len({item.get("id") for item in items}) == len(items)
    spine = package.xpath("//o:spine", namespaces=SPACES)[0]
    assert len(spine) == SECTIONS
    assert spine.get("page-progression-direction", "ltr") == direction
    assert package.xpath("string(//dc:language)", namespaces=SPACES) == language
    modified = package.xpath("string(//o:meta[@property='dcterms:modified'])", namespaces=SPACES)
    assert modified == "2026-11-01T09:30:00Z"
    for name in listed:
        if name.endswith(".xhtml"):
            page = root(archive, name)
            assert (page.get("lang"), page.get("dir")) == (language, direction)


def test_the_contents_lead_to_each_section_in_its_place():
    publication = handbook("en")
    archive = opened(publication)
    nav = root(archive, "EPUB/nav.xhtml")
    assert nav.xpath("//h:nav/@epub:type", namespaces=SPACES) == ["toc"]
    links = nav.xpath("//h:nav//h:a", namespaces=SPACES)
    assert [link.text for link in links] == [one.title for one in publication.sections]
    assert all(f"EPUB/{link.get('href')}" in archive.namelist() for link in links)
    top = nav.xpath("//h:nav/h:ol/h:li", namespaces=SPACES)
    assert len(top) == sum(one.level == 1 for one in publication.sections)


def test_pages_hold_all_words_boxes_tables_and_ways_back():
    publication = handbook("fr")
    archive = opened(publication)
    pages = [root(archive, f"EPUB/section-{one.key}.xhtml") for one in publication.sections]
    whole = " ".join("".join(page.itertext()) for page in pages)
    for section in publication.sections:
        for segment in segments(section.text):
            if segment.kind == "heading":
                assert segment.plain in whole
    assert (
        sum(len(page.xpath("//h:span[@role='img']", namespaces=SPACES)) for page in pages) == BOXES
    )
    names = [name for page in pages for name in page.xpath("//@aria-label")]
    tables = [name for name in names if name.startswith("Tableau")]
    assert len(tables) == len(set(tables)) == SECTIONS // 4
    for page in pages:
        ids = set(page.xpath("//@id"))
        assert len(ids) == len(page.xpath("//@id"))
        leading = page.xpath("//h:a[starts-with(@href, '#')]/@href", namespaces=SPACES)
        assert {link[1:] for link in leading} <= ids
    images = [src for page in pages for src in page.xpath("//h:img/@src", namespaces=SPACES)]
    assert images
    assert all(f"EPUB/{src}" in archive.namelist() for src in images)
