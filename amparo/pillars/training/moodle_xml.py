"""Moodle XML, the exchange format of Moodle's question banks: read with line numbers, and written.

As published in the documentation of Moodle ("Moodle XML format"): `<quiz>` holds `<question
type="…">`, of type category, multichoice, truefalse, shortanswer, numerical; each answer has its
`fraction` in percent and its feedback. Texts are HTML in CDATA: their words are kept, never their
marks. Documents with a DTD or entities of their own are refused before they are read.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from html import escape
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring as parse_safely
from lxml import etree

from .question_files import (
    MOST_QUESTIONS,
    Answer,
    Kind,
    Question,
    Reading,
    Wrong,
    as_path,
    categories_in_order,
    last_of_path,
    read_decimal,
    read_weight,
    tidy,
    words_of_html,
    write_decimal,
)

_LEFT_OUT = {
    "matching": Wrong.MATCHING, "ddmatch": Wrong.MATCHING, "essay": Wrong.ESSAY,
    "description": Wrong.DESCRIPTION,
}  # fmt: skip
_TRUE = frozenset({"true", "1"})


def read_moodle_xml(content: bytes) -> Reading:
    """Returns the questions of a Moodle XML file, and what is wrong with it line by line."""
    reading = Reading()
    quiz = _parse(content, reading)
    if quiz is None:
        return reading
    category = ""
    for each in quiz.iterchildren("question"):
        line = int(each.sourceline or 0)
        if len(reading.questions) >= MOST_QUESTIONS:
            reading.refuse(line, Wrong.TOO_MANY)
            break
        if each.get("type") == "category":
            category = last_of_path(_raw(each.find("category")))
        else:
            _read_question(reading, each, line, category)
    if not reading.questions and not reading.problems:
        reading.refuse(1, Wrong.NOTHING)
    return reading


def _parse(content: bytes, reading: Reading) -> etree._Element | None:
    try:
        parse_safely(content, forbid_dtd=True)
    except DefusedXmlException:
        reading.refuse(1, Wrong.UNSAFE_XML)
        return None
    except ParseError as wrong:
        reading.refuse(wrong.position[0], Wrong.NOT_XML)
        return None
    except (ValueError, LookupError):  # an encoding that nobody knows
        reading.refuse(1, Wrong.NOT_XML)
        return None
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True,
        remove_pis=True,
    )  # fmt: skip
    quiz = etree.fromstring(content, parser)
    if quiz.tag != "quiz":
        reading.refuse(1, Wrong.NOT_A_QUIZ, str(quiz.tag))
        return None
    return quiz


def _raw(element: etree._Element | None) -> str:
    """The text of `<text>` in it, as it stands."""
    found = None if element is None else element.find("text")
    return "" if found is None else "".join(found.itertext())


def _words(element: etree._Element | None) -> tuple[str, bool]:
    """Returns the words of a text, and whether it has pictures or files that are lost."""
    if element is None:
        return "", False
    has_files = element.find("file") is not None
    if element.get("format", "html") in ("plain_text", "markdown"):
        return tidy(_raw(element)), has_files
    words, has_pictures = words_of_html(_raw(element))
    return words, has_files or has_pictures


def _read_question(reading: Reading, element: etree._Element, line: int, category: str) -> None:
    kind = element.get("type", "")
    name = tidy(_raw(element.find("name")))
    if kind not in _READERS:
        reading.refuse(line, _LEFT_OUT.get(kind, Wrong.OTHER_TYPE), name or kind)
        return
    text, has_pictures = _words(element.find("questiontext"))
    try:
        found, answers = _READERS[kind](element)
    except _WeightError as wrong:
        reading.refuse(line, Wrong.WEIGHT, str(wrong))
        return
    except ValueError as wrong:
        reading.refuse(line, Wrong.NUMBER, str(wrong))
        return
    if has_pictures or any(_words(each)[1] for each in element.findall("answer")):
        reading.refuse(line, Wrong.PICTURE, name or text)
    feedback = _words(element.find("generalfeedback"))[0]
    reading.add(Question(found, text, tuple(answers), name, category, feedback, line))


class _WeightError(ValueError):
    pass


def _weight(element: etree._Element) -> Decimal:
    written = element.get("fraction", "0")
    try:
        return read_weight(written)
    except ValueError:
        raise _WeightError(written) from None


def _feedback(element: etree._Element) -> str:
    return _words(element.find("feedback"))[0]


def _read_choices(element: etree._Element) -> tuple[Kind, list[Answer]]:
    is_single = _said(element, "single").lower() in _TRUE
    answers = list(_read_answers(element))
    return (Kind.SINGLE if is_single else Kind.MULTIPLE), answers


def _read_answers(element: etree._Element) -> Iterator[Answer]:
    for each in element.findall("answer"):
        yield Answer(_words(each)[0], _weight(each), _feedback(each))


def _read_true_false(element: etree._Element) -> tuple[Kind, list[Answer]]:
    said = {tidy(_raw(each)).lower(): each for each in element.findall("answer")}
    answers = []
    for name in ("true", "false"):
        found = said.get(name)
        weight = Decimal(0) if found is None else _weight(found)
        answers.append(Answer("", weight, "" if found is None else _feedback(found)))
    return Kind.TRUE_FALSE, answers


def _read_texts(element: etree._Element) -> tuple[Kind, list[Answer]]:
    # `*` is what is said to any other answer: it accepts nothing.
    return Kind.TEXT, [
        each for each in _read_answers(element) if not (each.text == "*" and each.weight <= 0)
    ]


def _read_numbers(element: etree._Element) -> tuple[Kind, list[Answer]]:
    answers = []
    for each in element.findall("answer"):
        written = tidy(_raw(each))
        if written == "*":
            continue
        tolerance = read_decimal(_said(each, "tolerance") or "0")
        answers.append(
            Answer("", _weight(each), _feedback(each), read_decimal(written), tolerance)
        )
    return Kind.NUMBER, answers


def _said(element: etree._Element, name: str) -> str:
    return (element.findtext(name) or "").strip()


_READERS: Mapping[str, Callable[[etree._Element], tuple[Kind, list[Answer]]]] = {
    "multichoice": _read_choices,
    "truefalse": _read_true_false,
    "shortanswer": _read_texts,
    "numerical": _read_numbers,
}


# Writing.

_TYPES = {
    Kind.SINGLE: "multichoice", Kind.MULTIPLE: "multichoice", Kind.TRUE_FALSE: "truefalse",
    Kind.TEXT: "shortanswer", Kind.NUMBER: "numerical",
}  # fmt: skip


def write_moodle_xml(questions: Iterable[Question]) -> bytes:
    """Returns the questions as a Moodle XML file, grouped by category."""
    quiz = etree.Element("quiz")
    category = ""
    for each in categories_in_order(questions):
        if each.category != category:
            category = each.category
            element = etree.SubElement(quiz, "question", type="category")
            _add_text(etree.SubElement(element, "category"), f"$course$/{as_path(category)}")
        _add_question(quiz, each)
    return etree.tostring(quiz, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _add_text(parent: etree._Element, text: str) -> None:
    etree.SubElement(parent, "text").text = text


def _add_html(parent: etree._Element, name: str, text: str) -> etree._Element:
    element = etree.SubElement(parent, name, format="html")
    html = "".join(f"<p>{escape(line)}</p>" for line in text.split("\n")) if text else ""
    etree.SubElement(element, "text").text = etree.CDATA(html) if html else ""
    return element


def _add_question(quiz: etree._Element, question: Question) -> None:
    element = etree.SubElement(quiz, "question", type=_TYPES[question.kind])
    _add_text(etree.SubElement(element, "name"), question.name)
    _add_html(element, "questiontext", question.text)
    _add_html(element, "generalfeedback", question.feedback)
    etree.SubElement(element, "defaultgrade").text = "1"
    if question.kind in (Kind.SINGLE, Kind.MULTIPLE):
        etree.SubElement(element, "single").text = str(question.kind is Kind.SINGLE).lower()
        etree.SubElement(element, "shuffleanswers").text = "false"
        etree.SubElement(element, "answernumbering").text = "ABCD"
    if question.kind is Kind.TEXT:
        etree.SubElement(element, "usecase").text = "0"
    for at, each in enumerate(question.answers):
        _add_answer(element, question.kind, each, at)


def _add_answer(parent: etree._Element, kind: Kind, answer: Answer, at: int) -> None:
    fraction = write_decimal(answer.weight)
    if kind in (Kind.SINGLE, Kind.MULTIPLE):
        element = _add_html(parent, "answer", answer.text)
        element.set("fraction", fraction)
    else:
        element = etree.SubElement(parent, "answer", fraction=fraction, format="plain_text")
        said = {Kind.TRUE_FALSE: ("true", "false")[at % 2], Kind.TEXT: answer.text}
        _add_text(element, said.get(kind) or write_decimal(answer.value or Decimal(0)))
    _add_html(element, "feedback", answer.feedback)
    if kind is Kind.NUMBER:
        etree.SubElement(element, "tolerance").text = write_decimal(answer.tolerance)
