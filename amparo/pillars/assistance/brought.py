"""Photos and recordings that came with answers go with them into the file of the case."""

from amparo.foundation.fieldwork.models import Submission, SubmissionFile
from amparo.foundation.fieldwork.papers import Paper, look_at
from amparo.foundation.trust.file_names import tidy
from amparo.foundation.trust.refusals import Refusal

from .models import FilledFile, FormFilled

# Kept as it came, and handed out to be saved, never shown: nothing from the field is lost.
UNKNOWN = "application/octet-stream"
ODD_FILE = "file-odd"


def carry_over(submission: Submission, filled: FormFilled) -> None:
    """Sealed anew under the key of the case; what it lay sealed under before goes."""
    files = list(submission.files.all())
    if not files:
        return
    named = {tidy(each.name): each.path for each in filled.outcome.attachments}
    for file in files:
        paper = _looked_at(file)
        if paper.kind == UNKNOWN:
            filled.findings.append({"path": named.get(file.name, ""), "kind": ODD_FILE})
        path = named.get(file.name, "")
        FilledFile.sealed(
            filled.case, paper, by=filled.by, filled=filled, path=path, name=file.name
        )
        file.let_go()
    filled.save(update_fields=["findings"])


def _looked_at(file: SubmissionFile) -> Paper:
    """Pictures lose the place and the telephone that they were taken with, as on every page."""
    with file.open() as content:
        try:
            return look_at(file.name, file.kind, file.size, content, heard=True)
        except Refusal:
            pass
    return Paper(file.name, UNKNOWN, file.size, file.open())
