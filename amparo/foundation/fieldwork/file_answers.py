"""Files as answers to a form: a question says which kind it takes."""

from typing import BinaryIO, cast

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from amparo.foundation.core.refusals import Refusal

from . import pictures, recordings
from .papers import KINDS, Paper, look_at
from .xforms import Question


def file_of(question: Question, file: UploadedFile) -> Paper:
    """What was chosen as the answer, looked at; `Refusal` where it may not come in."""
    content, said = cast(BinaryIO, file), file.content_type or ""
    paper = look_at(file.name or "", said, file.size or 0, content, heard=_hears(question))
    if paper.kind not in kinds(question).values():
        raise Refusal(_("This question asks for another kind of file. Choose it again."))
    return paper


def kinds(question: Question) -> dict[str, str]:
    """Which files answer it, by their endings."""
    sort = question.media.partition("/")[0]
    if sort == "image":
        return {ending: kind for ending, kind in KINDS.items() if kind in pictures.FORMS}
    # A telephone calls the same file now a sound, now a moving picture.
    return recordings.KINDS if sort in ("audio", "video") else KINDS | recordings.KINDS


def _hears(question: Question) -> bool:
    return not question.media.startswith("image/")
