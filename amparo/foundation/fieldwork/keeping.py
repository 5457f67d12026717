"""What fieldwork keeps of persons: what arrived and lies in nobody's file yet, or in nobody's."""

from django.utils.translation import gettext_lazy as _

from amparo.foundation.trust.keeping import in_no_file, lies_in

from .models import Correction, Device, Settlement, Submission, SubmissionFile

in_no_file(Device, _("Half of a key that opens files on a colleague’s telephone."))
in_no_file(Submission, _("Answers that are in no file: about nobody’s, or not yet placed."))
lies_in(
    Submission, SubmissionFile, "submission", stored="stored_as",
    withheld=_("Photos and recordings that came with answers which are in no file."),
)  # fmt: skip
for repair in (Correction, Settlement):
    lies_in(
        Submission, repair, "submission",
        withheld=_("What was put right in answers that are in no file, and why."),
    )  # fmt: skip
