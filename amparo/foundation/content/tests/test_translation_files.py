import pytest
from lxml import etree

from amparo.foundation.content.grammar import normalise
from amparo.foundation.content.po import read_po_file, write_po_file
from amparo.foundation.content.segments import segments
from amparo.foundation.content.translation_units import (
    TITLE,
    Refused,
    SourceSection,
    UnreadableFile,
)
from amparo.foundation.content.xliff import NAMESPACE, read_xliff, write_xliff

from .handbook import handbook

TEXT = normalise(
    "Listen *first*[^1], 100 % of the time.\n\n- Ask\\\n  twice\n- Wait\n\n"
    "| a | b |\n| --- | --- |\n| c | d |\n\n[^1]: See <https://x.example/a>"
)
SECTION = SourceSection("intro", "Listening", TEXT)
SPANISH = {
    TITLE: "Escuchar",
    0: "Escuche *primero*[^1], el 100 % del tiempo.",
    1: "Pregunte\\\ndos veces",
    4: "c \\| x | d",
    5: "Véase [https://x.example/a](https://x.example/a)",
}


def xliff(sections):
    return write_xliff(sections, source="en", target="es")


def po(sections):
    return write_po_file(sections, target="es", project="Guide")


def from_xliff(content, sections):
    return read_xliff(content, sections, target="es")


def from_po(content, sections):
    return read_po_file(content, sections, target="es")


FORMS = [(xliff, from_xliff), (po, from_po)]


def translated(section=SECTION, targets=SPANISH):
    rest = {number: said for number, said in targets.items() if number != TITLE}
    return SourceSection(section.key, section.title, section.text, targets.get(TITLE, ""), rest)


@pytest.mark.parametrize(("write", "read"), FORMS)
def test_a_translation_comes_back_as_it_went_out(write, read):
    accepted = read(write([translated()]), [SECTION])
    assert accepted.texts == {"intro": SPANISH}
    assert accepted.refused == ()


@pytest.mark.parametrize(("write", "read"), FORMS)
def test_a_whole_handbook_goes_out_and_comes_back(write, read):
    source, target = handbook("en"), handbook("es")
    sections = [
        SourceSection(
            one.key, one.title, one.text, other.title,
            {segment.number: segment.text for segment in segments(other.text)},
        )
        for one, other in zip(source.sections, target.sections, strict=True)
    ]  # fmt: skip
    accepted = read(write(sections), sections)
    assert accepted.refused == ()
    assert accepted.texts == {
        one.key: {TITLE: one.title_target, **one.targets} for one in sections
    }


@pytest.mark.parametrize(("write", "read"), FORMS)
def test_what_the_source_no_longer_says_is_refused_and_listed(write, read):
    content = write([translated()])
    changed = SourceSection("intro", "Listening", normalise(TEXT.replace("Ask", "Ask them")))
    accepted = read(content, [changed])
    assert accepted.texts["intro"].keys() == SPANISH.keys() - {1}
    assert [(one.name, one.reason) for one in accepted.refused] == [("intro-1", Refused.CHANGED)]


@pytest.mark.parametrize(("write", "read"), FORMS)
def test_what_only_moved_is_found_again(write, read):
    moved = SourceSection("intro", "Listening", normalise("New.\n\n" + TEXT))
    accepted = read(write([translated()]), [moved])
    assert accepted.refused == ()
    assert accepted.texts["intro"][1] == SPANISH[0]


@pytest.mark.parametrize(("write", "read"), FORMS)
def test_a_section_that_is_gone_is_listed(write, read):
    accepted = read(write([translated()]), [SourceSection("other", "Other", "Text\n")])
    assert accepted.texts == {}
    assert {one.reason for one in accepted.refused} == {Refused.UNKNOWN}


@pytest.mark.parametrize(("write", "read"), FORMS)
@pytest.mark.parametrize(
    ("number", "said", "reason"),
    [
        (0, "Escuche primero.", Refused.FOOTNOTES),
        (0, "Escuche[^1] y [^2].", Refused.FOOTNOTES),
        (2, "Uno\n\nDos", Refused.SHAPE),
        (2, "- Uno", Refused.SHAPE),
        (2, "<b>Uno</b>", Refused.GRAMMAR),
        (2, "[Uno](javascript:x) [dos](http://x.example/)", Refused.GRAMMAR),
        (4, "c\nd", Refused.SHAPE),
    ],
)
def test_words_that_do_not_fit_are_refused(write, read, number, said, reason):
    accepted = read(write([translated(targets={number: said})]), [SECTION])
    assert accepted.texts == {}
    assert [one.reason for one in accepted.refused] == [reason]


def test_what_a_translator_marked_unfinished_is_not_taken():
    content = (
        po([translated()])
        .replace(b'msgctxt "intro-2"', b'#, fuzzy\nmsgctxt "intro-2"')
        .replace(b'msgid "Wait"\nmsgstr ""', b'msgid "Wait"\nmsgstr "Espere"')
    )
    accepted = from_po(content, [SECTION])
    assert 2 not in accepted.texts["intro"]
    assert [one.reason for one in accepted.refused] == [Refused.UNFINISHED]


def test_an_xliff_names_its_segments_and_their_digests():
    root = etree.fromstring(xliff([SECTION]))
    spaces = {"x": NAMESPACE}
    assert root.get("version") == "2.1"
    unit = root.xpath("//x:unit[@id='intro-0']", namespaces=spaces)[0]
    digest = unit.xpath("x:notes/x:note[@category='digest']", namespaces=spaces)[0].text
    assert digest == segments(TEXT)[0].digest
    assert "python-format" not in po([SECTION]).decode()


@pytest.mark.parametrize("content", [b"", b"<a/>", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"])
def test_what_is_no_xliff_is_refused(content):
    with pytest.raises(UnreadableFile):
        from_xliff(content, [SECTION])


@pytest.mark.parametrize("content", [b"\xff\xfe", b'msgid "a'])
def test_what_is_no_po_is_refused(content):
    with pytest.raises(UnreadableFile):
        from_po(content, [SECTION])


@pytest.mark.parametrize(("write", "read"), FORMS)
def test_a_file_of_another_language_is_refused(write, read):
    content = (
        write([translated()]).replace(b'"es"', b'"fr"').replace(b"Language: es", b"Language: fr")
    )
    with pytest.raises(UnreadableFile):
        read(content, [SECTION])
