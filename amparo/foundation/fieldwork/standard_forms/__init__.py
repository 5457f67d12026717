"""The standard forms that come with Amparo, as workbooks that each installation may change."""

from pathlib import Path

from django.db import transaction

from amparo.foundation.core.models import User

from ..models import Form, FormVersion

FOLDER = Path(__file__).parent


def form_files() -> list[Path]:
    return sorted(FOLDER.glob("*.csv"))


def missing_forms() -> list[Path]:
    """Returns the forms of which there is no version yet; a file is named by its form_id."""
    there = set(Form.objects.values_list("code", flat=True))
    return [each for each in form_files() if each.stem not in there]


@transaction.atomic
def add_standard_forms(*, by: User | None) -> list[FormVersion]:
    """Adds the missing ones as drafts; a form that is there already is left as it is."""
    added = []
    for each in missing_forms():
        with each.open("rb") as file:
            added.append(Form.upload(file, by=by))
    return added
