"""Photos and recordings that came with answers go with them into the file of the case."""

from amparo.foundation.core.files.downloads import tidy
from amparo.foundation.core.files.validation import ValidatedFile, validate_upload
from amparo.foundation.core.models import User
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.fieldwork.models import Submission, SubmissionFile
from amparo.pillars.assistance.cases.models import Case

from .models import CaseForm, CaseFormAttachment

# Kept as it came, and handed out to be saved, never shown: nothing from the field is lost.
UNKNOWN = "application/octet-stream"
ODD_FILE = "file-odd"
# So many forms back a photo may belong to: the line may have been broken for days.
MOST = 30


def copy_attachments(submission: Submission, filled: CaseForm) -> None:
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
        CaseFormAttachment.sealed(
            filled.case, paper, by=filled.by, filled=filled, path=path, name=file.name
        )
        file.delete_stored()
    filled.save(update_fields=["findings"])


def attach_late_file(case: Case, name: str, paper: ValidatedFile, *, by: User) -> bool:
    """Whether the latest form about this case that waits for a file of this name got it."""
    for filled in case.caseforms.filter(by=by).prefetch_related("files")[:MOST]:
        paths = {tidy(each.name): each.path for each in filled.outcome.attachments}
        if tidy(name) in paths and all(each.name != tidy(name) for each in filled.files.all()):
            path = paths[tidy(name)]
            CaseFormAttachment.sealed(
                case, paper, by=by, filled=filled, path=path, name=tidy(name)
            )
            return True
    return False


def _looked_at(file: SubmissionFile) -> ValidatedFile:
    """Pictures lose the place and the telephone that they were taken with, as on every page."""
    with file.open() as content:
        try:
            return validate_upload(file.name, file.kind, file.size, content, heard=True)
        except Refusal:
            pass
    return ValidatedFile(file.name, UNKNOWN, file.size, file.open())
