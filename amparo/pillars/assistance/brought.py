"""Photos and recordings that came with answers go with them into the file of the case."""

from amparo.foundation.fieldwork.models import Submission

from .models import FormFilled


def carry_over(submission: Submission, filled: FormFilled) -> None:
    """Sealed anew under the key of the case."""
