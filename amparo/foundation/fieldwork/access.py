"""Who may see and keep forms: blank ones say nothing of anybody."""

from amparo.foundation.trust.access import access_to, role

from .models import Form, FormVersion

access_to(Form, see=role("form.keep"), keep=role("form.keep"))
access_to(FormVersion, see=role("form.keep"), keep=role("form.keep"))
