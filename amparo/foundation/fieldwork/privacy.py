"""Privacy declarations: to which record submissions and outbox entries belong."""

from functools import partial
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.erasure import declare_personal_data, declare_without_owner

from .models import (
    Conflict,
    OutboxDecision,
    OutboxEntry,
    PendingUpload,
    Submission,
    SubmissionAcceptance,
    SubmissionCorrection,
    UploadPart,
)

for repair in (SubmissionCorrection, SubmissionAcceptance):
    declare_personal_data(
        Submission, repair, "submission",
        withheld=_("What was put right in answers that are in no file, and why."),
    )  # fmt: skip
for waiting in (OutboxEntry, OutboxDecision, Conflict, PendingUpload):
    declare_without_owner(
        waiting, _("What a telephone sent, until it is done: it goes with the file it is about.")
    )


def register_pending_records(file: type[models.Model]) -> None:
    """Erases undecided outbox entries and uploads of devices together with their record."""
    withheld = _("What a colleague wrote in the field and nobody has put into the file yet.")
    for model in (PendingUpload, OutboxDecision, Conflict, OutboxEntry):
        declare_personal_data(file, model, partial(_about, model), withheld=withheld)
    declare_personal_data(file, UploadPart, _pieces, file_field="storage_key", withheld=withheld)


def _about(model: Any, file: Any) -> models.QuerySet:
    return model.objects.filter(file_ref=file.ref)


def _pieces(file: Any) -> models.QuerySet:
    forms = OutboxEntry.objects.filter(file_ref=file.ref).values("key")
    return UploadPart.objects.filter(form_key__in=forms)
