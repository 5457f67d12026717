"""Who may see and keep forms, telephones and what they sent; blank forms tell of nobody."""

from amparo.foundation.trust.access import (
    access_to,
    either,
    in_office,
    of_own_staff,
    own,
    role,
    through,
)

from .models import (
    Device,
    Form,
    FormFile,
    FormVersion,
    InPublic,
    Submission,
    SubmissionFile,
)

access_to(Form, see=role("form.keep"), keep=role("form.keep"))
# Who fills a form sees its questions.
fillers = role("case.work")
access_to(
    FormVersion, see=either(role("form.keep"), fillers), keep=role("form.keep"), fill=fillers
)
access_to(InPublic, see=role("form.keep"), keep=role("form.keep"))
access_to(FormFile, see=through("version"), keep=through("version", "keep"))
# Who holds a telephone and who answers for them sees it in their list, and may stop it.
holders = either(own(), role("staff.edit"), of_own_staff)
access_to(Device, see=holders, revoke=holders)
access_to(
    Submission,
    see=either(own("by"), in_office("submission.keep")),
    keep=in_office("submission.keep"),
)
access_to(SubmissionFile, see=through("submission"), keep=through("submission", "keep"))
