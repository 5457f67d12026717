"""The surveys that Amparo comes with: one on reintegration, a paraphrase, never the official one;
and three questions at the closure of a case.
"""

from functools import cache
from pathlib import Path

from django.db import transaction

from amparo.foundation.core.models import User

from .instrument import Survey
from .instrument_reader import read
from .models import Instrument, InstrumentVersion

FOLDER = Path(__file__).parent / "data"
# The codes of both.
REINTEGRATION, AT_CLOSURE = "rss_type", "services_and_rights"


def files() -> list[Path]:
    return sorted(FOLDER.glob("*.json"))


@cache
def survey(code: str) -> Survey:
    """One of them, as it comes with Amparo."""
    return read((FOLDER / f"{code}.json").read_bytes())


def missing() -> list[Path]:
    """Those of which the house has no version at all."""
    there = set(Instrument.objects.values_list("code", flat=True))
    return [each for each in files() if each.stem not in there]


@transaction.atomic
def add(*, by: User | None) -> list[InstrumentVersion]:
    """As drafts, to be read before they are published."""
    return [Instrument.bring(each.read_bytes(), by=by) for each in missing()]


def is_ours(content: str) -> bool:
    """Whether it is, word for word, what Amparo came with: nobody can make that official."""
    return any(each.read_text(encoding="utf-8") == content for each in files())
