"""Frameworks of competencies as CASE packages and tables: what is read, what is refused, why."""

import json

import pytest

from amparo.pillars.training.framework_files import (
    FrameworkFile,
    UnreadableFramework,
    read_case,
    read_table,
)

LANGUAGES = ("en", "es", "fr", "ar")


def item(identifier, code="", text="Identifies victims.", **more):
    return {
        "identifier": identifier, "uri": f"https://case.example/{identifier}",
        "humanCodingScheme": code, "fullStatement": text, **more,
    }  # fmt: skip


def child(origin, destination, **more):
    return {
        "associationType": "isChildOf",
        "originNodeURI": {"identifier": origin, "uri": "https://case.example/o"},
        "destinationNodeURI": {"identifier": destination, "uri": "https://case.example/d"},
        **more,
    }


def package(items, associations=(), **document):
    said = {"identifier": "doc", "title": "Protección", "creator": "IOM", "language": "es"}
    return json.dumps(
        {
            "CFDocument": said | document, "CFItems": list(items),
            "CFAssociations": list(associations), "CFDefinitions": {},
        }
    ).encode()  # fmt: skip


def read(*args, **more) -> FrameworkFile:
    return read_case(package(*args, **more), LANGUAGES, "en")


def faults(file):
    return {(each.item, each.code) for each in file.problems}


def test_a_case_package_is_read_with_its_tree_languages_and_addresses():
    match = {
        "associationType": "exactMatchOf", "originNodeURI": {"identifier": "b"},
        "destinationNodeURI": {"identifier": "x", "uri": "https://esco.example/skill/1"},
    }  # fmt: skip
    file = read(
        [item("b", "A.1", "Refers.", language="en-GB"), item("a", "A")],
        [child("b", "a"), child("a", "doc"), match],
    )
    assert (file.title, file.publisher, file.identifier) == ("Protección", "IOM", "doc")
    first, second = file.items  # parents first
    assert (first.code, first.parent, dict(first.statements)) == (
        "A", "", {"es": "Identifies victims."},
    )  # fmt: skip
    assert (second.code, second.parent, second.alignment_url) == (
        "A.1", "A", "https://esco.example/skill/1",
    )  # fmt: skip
    assert dict(second.statements) == {"en": "Refers."}
    assert first.alignment_url == "https://case.example/a"
    assert not file.problems
    assert FrameworkFile.from_json(json.loads(json.dumps(file.as_json()))) == file


def test_an_item_without_a_code_goes_by_its_identifier():
    [only] = read([item("c6e1b0e2-7f5c-11ea")]).items
    assert only.code == "c6e1b0e2-7f5c"


def test_what_cannot_be_taken_is_said_item_by_item_and_the_rest_is_read():
    file = read(
        [
            item("ok", "OK"), item("mute", "MUTE", "  "), item("two", "TWO"), item("dos", "TWO"),
            item("long", "LONG", "x" * 1001), item("kid", "KID"), item("lost", "LOST"),
            item("loop1", "L1"), item("loop2", "L2"), item("into", "INTO"),
        ],
        [
            child("kid", "mute"), child("lost", "nowhere"), child("loop1", "loop2"),
            child("loop2", "loop1"), child("into", "loop1"),
        ],
    )  # fmt: skip
    assert [each.code for each in file.items] == ["OK"]
    assert faults(file) == {
        ("MUTE", "no_statement"), ("TWO", "repeated_code"), ("LONG", "long_statement"),
        ("KID", "refused_parent"), ("LOST", "unknown_parent"), ("L1", "circle"),
        ("L2", "circle"), ("INTO", "refused_parent"),
    }  # fmt: skip


def test_of_several_parents_the_first_is_taken_and_said():
    file = read(
        [item("a", "A"), item("b", "B"), item("c", "C")],
        [child("c", "b", sequenceNumber=2), child("c", "a", sequenceNumber=1)],
    )
    assert {each.code: each.parent for each in file.items}["C"] == "A"
    assert [(each.code, each.is_refusal) for each in file.problems] == [("several_parents", False)]


def test_a_deep_tree_is_read_without_end_of_the_stack():
    items = [item(str(at), f"C{at}") for at in range(3000)]
    file = read(items, [child(str(at), str(at - 1)) for at in range(1, 3000)])
    assert len(file.items) == 3000
    assert file.items[-1].parent == "C2998"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"\xff\xfe", "not_json"), (b"[]", "no_document"), (b"{}", "no_document"),
        (package([]), "no_items"), (b"[" * 100_000, "not_json"),
    ],
)  # fmt: skip
def test_what_is_no_framework_is_refused_whole(content, code):
    with pytest.raises(UnreadableFramework) as refused:
        read_case(content, LANGUAGES, "es")
    assert refused.value.code == code


def test_a_table_is_read_with_a_column_for_each_language():
    file = read_table(
        ["Code", "parent", "statement_es", "statement_ar", "alignment_url"],
        [
            (2, ["B", "A", "Deriva.", "", "javascript:alert(1)"]),
            (3, ["A", "", "Identifica.", "يحدد الضحايا.", "https://esco.example/1"]),
            (4, ["", "", "", "", ""]),
            (5, ["C", "", "", "", ""]),
            (6, ["", "", "Escucha.", "", ""]),
        ],
        LANGUAGES, "en",
    )  # fmt: skip
    first, second = file.items
    assert dict(first.statements) == {"es": "Identifica.", "ar": "يحدد الضحايا."}
    assert (second.code, second.parent, second.alignment_url) == ("B", "A", "")
    assert {(each.row, each.code) for each in file.problems} == {
        (5, "no_statement"), (6, "no_code"),
    }  # fmt: skip


def test_a_table_without_a_code_or_words_is_refused_whole():
    for header in (["statement_es"], ["code", "remarks"]):
        with pytest.raises(UnreadableFramework, match="no_columns"):
            read_table(header, [(2, ["A", "B"])], LANGUAGES, "es")
