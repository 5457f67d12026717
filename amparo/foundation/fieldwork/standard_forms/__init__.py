"""The standard forms that the house brings along, as workbooks that anybody may change."""

from pathlib import Path

from django.db import transaction

from amparo.foundation.core.models import User

from ..models import Form, FormVersion

FOLDER = Path(__file__).parent / "standard_forms"


def form_files() -> list[Path]:
    return sorted(FOLDER.glob("*.csv"))


def missing_forms() -> list[Path]:
    """Those of which the house has no version: the file is called as its form_id."""
    there = set(Form.objects.values_list("code", flat=True))
    return [each for each in form_files() if each.stem not in there]


@transaction.atomic
def add_standard_forms(*, by: User | None) -> list[FormVersion]:
    """As drafts, beside what is there: a form of the same name is left as it is."""
    brought = []
    for each in missing_forms():
        with each.open("rb") as file:
            brought.append(Form.bring(file, by=by))
    return brought
