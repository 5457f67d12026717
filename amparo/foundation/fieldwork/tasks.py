"""What fieldwork does beside the pages."""

from django.utils.translation import gettext_lazy as _

from amparo.foundation.trust.jobs import in_background

from . import javarosa
from .models import FormVersion


@in_background(title=_("Ask the engine of ODK Collect about a form"))
def ask_javarosa(ref: str) -> None:
    version = FormVersion.objects.filter(ref=ref).first()
    if version is not None and javarosa.is_here():
        version.hear_engine(javarosa.faults(version.xform))
