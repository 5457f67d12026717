"""Question banks in and out: what a file would bring, said before anything is written; the export
in one language.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from amparo.foundation.core.audit import log
from amparo.foundation.core.models import User
from amparo.foundation.core.refusals import Refusal

from .gift import read_gift, write_gift
from .models import CourseVersion, TestQuestion
from .moodle_xml import read_moodle_xml, write_moodle_xml
from .question_files import MOST_BYTES, Question, Reading, Wrong
from .scoring import plain_text

GIFT, MOODLE_XML = "gift", "xml"


@dataclass
class Preview:
    """What importing would do: new questions, words in a further language for known ones, those
    that are there already, and those that cannot change because people have answered them.
    """

    new: list[Question] = field(default_factory=list)
    translated: list[tuple[TestQuestion, Question]] = field(default_factory=list)
    same: list[Question] = field(default_factory=list)
    kept: list[Question] = field(default_factory=list)

    @property
    def changes_nothing(self) -> bool:
        return not self.new and not self.translated


def read_file(content: bytes) -> Reading:
    """Returns what is in a file, whatever its name: XML begins with a mark, GIFT does not."""
    reading = Reading()
    if len(content) > MOST_BYTES:
        reading.refuse(1, Wrong.TOO_LARGE)
        return reading
    if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return read_moodle_xml(content)
    text = _decoded(content)
    if text is None:
        reading.refuse(1, Wrong.NOT_TEXT)
        return reading
    return read_gift(text)


def _decoded(content: bytes) -> str | None:
    """UTF-8, or UTF-16 where its mark says so: nothing is guessed."""
    is_wide = content[:2] in (b"\xff\xfe", b"\xfe\xff")
    try:
        text = content.decode("utf-16" if is_wide else "utf-8-sig")
    except UnicodeDecodeError:
        return None
    return None if "\x00" in text else text


def preview_import(
    version: CourseVersion, questions: Iterable[Question], language: str
) -> Preview:
    """Compares with the bank: a question is known by its short name, else by its words."""
    bank = list(
        TestQuestion.objects.filter(version=version, retired_at=None)
        .prefetch_related("texts", "options__texts", "theme__texts")
    )  # fmt: skip
    by_name = {plain_text(each.name): each for each in bank if each.name}
    by_words = {plain_text(each.words_in(language)): each for each in bank}
    preview, seen = Preview(), set()
    for each in questions:
        known = by_name.get(plain_text(each.name)) if each.name else None
        known = known or by_words.get(plain_text(each.text))
        key = (plain_text(each.name), plain_text(each.text))
        if key in seen:
            preview.same.append(each)
        elif known is None:
            preview.new.append(each)
        else:
            _compare(preview, known, each, language)
        seen.add(key)
    return preview


def _compare(preview: Preview, known: TestQuestion, found: Question, language: str) -> None:
    has_words = bool(known.words_in(language))
    if has_words and _is_same(known, found, language):
        preview.same.append(found)
    elif has_words or not _has_shape(known, found):
        preview.kept.append(found)
    else:
        preview.translated.append((known, found))


def _is_same(known: TestQuestion, found: Question, language: str) -> bool:
    there = known.as_question(language)
    return (there.text, [(a.text, a.weight) for a in there.answers]) == (
        found.text, [(a.text, a.weight) for a in found.answers],
    )  # fmt: skip


def _has_shape(known: TestQuestion, found: Question) -> bool:
    return known.kind == found.kind.value and known.options.count() == len(found.answers)


def nothing_new_words() -> str:
    return _("This file changes nothing: its questions are recorded already.")


@transaction.atomic
def import_questions(
    version: CourseVersion, questions: Iterable[Question], language: str, *, by: User
) -> Preview:
    """Writes what `preview_import` shows; all of it or nothing."""
    asked = list(questions)
    preview = preview_import(version, asked, language)
    if preview.changes_nothing:
        raise Refusal(nothing_new_words())
    for each in preview.new:
        TestQuestion.record(version, each, language, by=by)
    for known, found in preview.translated:
        known.change(found, language, by=by)
    log.log_event(by, "testquestion.imported", version, count=len(preview.new))
    return preview


def export_questions(
    version: CourseVersion, language: str, file_format: str, *, by: User
) -> bytes:
    """Returns the questions that are asked in this language, in the order of the bank."""
    rows = TestQuestion.objects.filter(
        version=version, retired_at=None, texts__language=language
    ).select_related("theme")
    rows = rows.prefetch_related("texts", "options__texts", "theme__texts")
    asked = [each.as_question(language) for each in rows if language in each.languages]
    if not asked:
        raise Refusal(_("No question can be asked in this language yet."))
    log.log_event(by, "testquestion.exported", version, count=len(asked))
    return write_gift(asked).encode() if file_format == GIFT else write_moodle_xml(asked)
