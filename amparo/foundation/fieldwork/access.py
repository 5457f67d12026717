"""Who may see and keep forms: blank ones say nothing of anybody."""

from amparo.foundation.trust.access import access_to, either, role

from .models import Form, FormVersion

access_to(Form, see=role("form.keep"), keep=role("form.keep"))
# Who fills a form sees its questions.
fillers = role("case.work")
access_to(
    FormVersion, see=either(role("form.keep"), fillers), keep=role("form.keep"), fill=fillers
)
