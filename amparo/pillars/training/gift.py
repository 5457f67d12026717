r"""GIFT, the text format of Moodle's question banks: read with line numbers, and written.

As published in the documentation of Moodle ("GIFT format") and as its importer reads it: questions
are parted by empty lines; `//` begins a comment; `$CATEGORY:` names what follows; `::name::`; the
answers stand in braces; `=` right, `~` wrong, `%50%` a weight, `#` feedback, `####` general
feedback; `{#3:2}` a number with its tolerance, `{#1..5}` from and to; `{T}`, `{F}`. A backslash
before ~ = # { } : makes it a letter, and `\n` a new line. What cannot be asked is left out.
"""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from .question_files import (
    MOST_QUESTIONS,
    WHOLE,
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

# Letters that were escaped stand in the private use area while signs are looked for.
_ESCAPED = {each: chr(0xE000 + at) for at, each in enumerate(":#={}~\\")}
_PLAIN = {private: letter for letter, private in _ESCAPED.items()} | {"\ue010": "\n"}
_ESCAPE = re.compile(r"\\([:#={}~\\n])")
_PRIVATE = re.compile("[\ue000-\ue010]")
_WEIGHT = re.compile(r"\s*%([^%{}=~]{1,20})%")
_FORMAT = re.compile(r"\[(html|moodle|plain|markdown)\]", re.IGNORECASE)
_TRUE, _FALSE = frozenset({"T", "TRUE"}), frozenset({"F", "FALSE"})
_BLANK = "_____"


def read_gift(text: str) -> Reading:
    """Returns the questions of a GIFT file, and what is wrong with it line by line."""
    reading = Reading()
    category = ""
    for line, block in _blocks(text):
        if len(reading.questions) >= MOST_QUESTIONS:
            reading.refuse(line, Wrong.TOO_MANY)
            break
        if block.startswith("$CATEGORY:"):
            category = _category(block)
            continue
        _read_block(reading, line, block, category)
    if not reading.questions and not reading.problems:
        reading.refuse(1, Wrong.NOTHING)
    return reading


def _category(block: str) -> str:
    """The last part of the path: "$course$/Top/Indicators" is Indicators. Two slashes are one."""
    return last_of_path(block.partition(":")[2])


def _blocks(text: str) -> Iterator[tuple[int, str]]:
    """Yields what stands between empty lines, with the number of its first line. A category is one
    by itself, also without an empty line after it.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff").split("\n")
    begun = 0
    block: list[str] = []
    for number, raw in enumerate([*lines, ""], start=1):
        line = "" if raw.strip().startswith("//") else raw
        is_category = line.strip().startswith("$CATEGORY:")
        if block and (is_category or not raw.strip()):
            yield begun, "\n".join(block).strip()
            block = []
        if is_category:
            yield number, line.strip()
        elif line.strip():
            begun = begun if block else number
            block.append(line)


def _escaped(text: str) -> str:
    text = _PRIVATE.sub("", text)
    return _ESCAPE.sub(lambda found: "\ue010" if found[1] == "n" else _ESCAPED[found[1]], text)


def _plain(text: str) -> str:
    return _PRIVATE.sub(lambda found: _PLAIN.get(found[0], ""), text)


def _read_block(reading: Reading, line: int, block: str, category: str) -> None:
    text = _escaped(block)
    name = ""
    if text.startswith("::") and "::" in text[2:]:
        name, _sign, text = text[2:].partition("::")
        name, text = tidy(_plain(name)), text.strip()
    opened, closed = text.find("{"), text.find("}")
    if wrong := _wrong_braces(opened, closed):
        # The line on which the brace stands says more than the first line of the question.
        at = line + _lines_before(block, "{" if closed < 0 else "}")
        reading.refuse(line if wrong is Wrong.DESCRIPTION else at, wrong, name or _plain(text))
        return
    if "{" in text[closed:]:
        # Moodle would read the second question as words of the first.
        reading.refuse(line + block.count("\n", 0, _second_brace(block)), Wrong.NO_EMPTY_LINE)
        return
    before, answers, after = text[:opened], text[opened + 1 : closed].strip(), text[closed + 1 :]
    asked = before + (_BLANK + after if after.strip(" \t\n;\"'") else "")
    stem, format, has_pictures = _words(asked)
    answers, _sign, feedback = answers.partition("####")
    try:
        kind, offered = _read_answers(answers.strip(), format)
    except _UnreadableError as found:
        reading.refuse(line, found.wrong, found.value or name or stem)
        return
    if has_pictures:
        reading.refuse(line, Wrong.PICTURE, name or stem)
    reading.add(Question(
        kind, stem, tuple(offered), name, category, _words(feedback, format)[0], line
    ))  # fmt: skip


def _wrong_braces(opened: int, closed: int) -> Wrong | None:
    if opened < 0 and closed < 0:
        return Wrong.DESCRIPTION
    if closed < 0:
        return Wrong.NO_CLOSING_BRACE
    return Wrong.NO_OPENING_BRACE if opened < 0 or closed < opened else None


def _second_brace(block: str) -> int:
    """Where the second brace opens, or the last one: signs that were escaped are none."""
    found = [each.start() for each in re.finditer(r"(?<!\\){", block)]
    return found[min(1, len(found) - 1)] if found else 0


def _lines_before(block: str, sign: str) -> int:
    found = re.search(r"(?<!\\)" + re.escape(sign), block)
    return block.count("\n", 0, found.start()) if found else 0


class _UnreadableError(Exception):
    def __init__(self, wrong: Wrong, value: str = "") -> None:
        super().__init__(wrong)
        self.wrong, self.value = wrong, value


def _words(text: str, format: str = "") -> tuple[str, str, bool]:
    """Returns the words of a text, its format, and whether pictures are lost."""
    stripped = text.strip()
    if found := _FORMAT.match(stripped):
        format, stripped = found[1].lower(), stripped[found.end() :]
    if format == "html":
        words, has_pictures = words_of_html(_plain(stripped))
        return words, format, has_pictures
    return tidy(_plain(stripped)), format, False


def _read_answers(text: str, format: str) -> tuple[Kind, list[Answer]]:
    if not text:
        raise _UnreadableError(Wrong.ESSAY)
    if text.startswith("#"):
        return Kind.NUMBER, list(_numbers(text[1:], format))
    if "~" in text:
        return _choices(text, format)
    if _is_matching(text):
        raise _UnreadableError(Wrong.MATCHING)
    said = text.partition("#")[0].strip().upper()
    if said in _TRUE | _FALSE:
        return Kind.TRUE_FALSE, _true_false(text, format, is_true=said in _TRUE)
    return Kind.TEXT, [_answer(each, format, WHOLE) for each in _parted(text, "=")]


def _is_matching(text: str) -> bool:
    """Whether each answer is a pair: what a short text accepts may hold an arrow too."""
    parts = [part.partition("#")[0] for part in _parted(text, "=")] if "=" in text else []
    return bool(parts) and all("->" in part and not _WEIGHT.match(part) for part in parts)


def _parted(text: str, sign: str) -> list[str]:
    parts = [part.strip() for part in text.split(sign)]
    return parts[1:] if not parts[0] else parts


def _true_false(text: str, format: str, *, is_true: bool) -> list[Answer]:
    """The first feedback is for the wrong answer, the second for the right one."""
    _said, wrong, right, *_rest = [*text.split("#", 2), "", ""]
    said = {True: _words(right, format)[0], False: _words(wrong, format)[0]}
    return [
        Answer("", WHOLE if each is is_true else Decimal(0), said[each is is_true])
        for each in (True, False)
    ]


def _choices(text: str, format: str) -> tuple[Kind, list[Answer]]:
    """One answer is right where one stands after `=`; else each has its weight."""
    is_single = "=" in text
    found = []
    for part in _parted(text.replace("=", "~="), "~"):
        if part.startswith("="):
            found.append(_answer(part[1:], format, WHOLE))
        else:
            found.append(_answer(part, format, Decimal(0)))
    return (Kind.SINGLE if is_single else Kind.MULTIPLE), found


def _answer(part: str, format: str, weight: Decimal) -> Answer:
    part, weight = _take_weight(part, weight)
    said, _sign, feedback = part.partition("#")
    return Answer(_words(said, format)[0], weight, _words(feedback, format)[0])


def _take_weight(part: str, weight: Decimal) -> tuple[str, Decimal]:
    found = _WEIGHT.match(part)
    if found is None:
        return part, weight
    try:
        return part[found.end() :], read_weight(found[1])
    except ValueError:
        raise _UnreadableError(Wrong.WEIGHT, found[0]) from None


def _numbers(text: str, format: str) -> Iterator[Answer]:
    # After `~` stands what is said to a wrong answer: any number that is not accepted.
    for part in _parted(text.partition("~")[0], "="):
        if not part:
            continue
        written, weight = _take_weight(part, WHOLE)
        written, _sign, feedback = written.partition("#")
        value, tolerance = _number(written)
        yield Answer("", weight, _words(feedback, format)[0], value, tolerance)


def _number(written: str) -> tuple[Decimal, Decimal]:
    """`3:2` is 3 with 2 to each side; `1..5` is the same."""
    plain = _plain(written).strip()
    try:
        if ".." in plain:
            least, most = (read_decimal(each) for each in plain.split("..", 1))
            return (least + most) / 2, (most - least) / 2
        value, _sign, tolerance = plain.partition(":")
        return read_decimal(value), read_decimal(tolerance) if tolerance.strip() else Decimal(0)
    except ValueError:
        raise _UnreadableError(Wrong.NUMBER, plain) from None


# Writing.

_RESERVED = re.compile(r"[\\#=~{}:]")


def write_gift(questions: Iterable[Question]) -> str:
    """Returns the questions as a GIFT file that any Moodle imports, grouped by category."""
    written: list[str] = []
    category = ""
    for each in categories_in_order(questions):
        if each.category != category:
            category = each.category
            written.append(f"$CATEGORY: {as_path(category)}\n")
        written.append(_write_question(each))
    return "\n".join(written)


def _write(text: str) -> str:
    escaped = _RESERVED.sub(lambda found: "\\" + found[0], text)
    # The first letters would be read as a format.
    escaped = "[plain]" + escaped if _FORMAT.match(escaped) else escaped
    return escaped.replace("\n", "\\n")


def _write_question(question: Question) -> str:
    name = f"::{_write(question.name)}::" if question.name else ""
    # `//` would begin a comment, `$CATEGORY` a category.
    stem = _write(question.text)
    opening = f"{name}[plain]{stem}"
    answers = "".join(f"\t{each}\n" for each in _write_answers(question))
    general = f"\t####{_write(question.feedback)}\n" if question.feedback else ""
    sign = "#" if question.kind is Kind.NUMBER else ""
    return f"{opening}{{{sign}\n{answers}{general}}}\n"


def _write_answers(question: Question) -> Iterator[str]:
    if question.kind is Kind.TRUE_FALSE:
        yield _write_true_false(question.answers)
        return
    for each in question.answers:
        said = f"#{_write(each.feedback)}" if each.feedback else ""
        weight = f"%{write_decimal(each.weight)}%"
        if question.kind is Kind.NUMBER:
            value = write_decimal(each.value or Decimal(0))
            yield f"={weight}{value}:{write_decimal(each.tolerance)}{said}"
        elif question.kind is Kind.TEXT:
            yield f"={weight}{_write(each.text)}{said}"
        elif question.kind is Kind.SINGLE and each.weight == WHOLE:
            yield f"={_write(each.text)}{said}"
        else:
            yield f"~{weight if each.weight else ''}{_write(each.text)}{said}"


def _write_true_false(answers: tuple[Answer, ...]) -> str:
    true, false = answers
    is_true = true.weight == WHOLE
    right, wrong = (true, false) if is_true else (false, true)
    said = "TRUE" if is_true else "FALSE"
    if right.feedback or wrong.feedback:
        said += f"#{_write(wrong.feedback)}"
    return f"{said}#{_write(right.feedback)}" if right.feedback else said
