"""A legal hold keeps everything in the file of a case."""

from django.utils.translation import gettext as _

from amparo.foundation.core.refusals import Refusal

from ..cases.models import Case
from .models import LegalHold


def check_not_held(case: Case) -> None:
    """Raises Refusal while a legal hold is on the file."""
    if LegalHold.objects.on(case).exists():
        raise Refusal(_("This file is held: nothing is taken out until the hold is released."))
