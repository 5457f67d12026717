"""Background jobs of fieldwork."""

from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.jobs import background_task

from .extension_points import late_file_handlers
from .models import FormVersion, Submission
from .xlsforms import conversion


@background_task(
    name="validate-form-with-javarosa",
    title=_("Validate form with ODK"),
)
def ask_javarosa(ref: str) -> None:
    version = FormVersion.objects.filter(ref=ref).first()
    if version is not None and conversion.has_javarosa():
        version.hear_engine(conversion.javarosa_errors(version.xform))


@background_task(name="process-submission", title=_("File submissions into cases"))
def process_submission(ref: str) -> None:
    if submission := _found(ref):
        submission.process()


@background_task(
    name="forward-submission-files",
    title=_("Attach media to submissions"),
)
def forward_files(ref: str) -> None:
    submission = _found(ref)
    if submission and submission.state == Submission.State.PROCESSED:
        any(follow(submission) for follow in late_file_handlers)


def _found(ref: str) -> Submission | None:
    found = Submission.objects.select_related("version__form", "by", "office", "device")
    return found.filter(ref=ref).first()
