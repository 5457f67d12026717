"""An import of a table in steps: the file, its columns, what is wrong with it, then the import.

Between the steps the table travels with the page, signed for this user and this page for an hour:
nothing is stored of a file that is not imported.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core import signing
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from amparo.foundation.core.models import User
from amparo.ui import formats

from .forms import OriginForm, ProvisionFileForm, StatusFileForm
from .imports import (
    Origin,
    import_provisions,
    import_statuses,
    provision_columns,
    status_columns,
    try_provisions,
    try_statuses,
)
from .models import Instrument, LawImport, TreatyStatus
from .tables import Column, ReadRows, Table

SECONDS = 3600


def sign(kept: Any, salt: str) -> str:
    return signing.dumps(kept, salt=salt, compress=True)


def unsign(text: str, salt: str) -> Any:
    """Returns what was signed for this user and page within the hour; None for anything else."""
    try:
        return signing.loads(text, salt=salt, max_age=SECONDS)
    except signing.BadSignature:
        return None


@dataclass(frozen=True)
class Given:
    """What was said of a whole file: its origin, and what holds for all of its rows."""

    origin: Origin
    instrument: Instrument | None = None
    language: str = ""

    @classmethod
    def of(cls, said: Mapping[str, Any]) -> "Given":
        origin = Origin(said["source"], said["as_of"], said["licence"])
        return cls(origin, said.get("instrument"), said.get("language", ""))

    @property
    def names(self) -> list[str]:
        """The columns that the table need not have."""
        return ["instrument"] if self.instrument else []

    def as_json(self) -> dict[str, Any]:
        return {
            "source": self.origin.source, "as_of": self.origin.as_of.isoformat(),
            "licence": self.origin.licence, "language": self.language,
            "instrument": self.instrument.pk if self.instrument else None,
        }  # fmt: skip

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Given":
        origin = Origin(kept["source"], date.fromisoformat(kept["as_of"]), kept["licence"])
        instrument = Instrument.objects.filter(pk=kept["instrument"]).first()
        return cls(origin, instrument, kept["language"])


@dataclass(frozen=True)
class TableImport:
    """One kind of import of a table: its form, its columns, how it is tried, written and shown."""

    title: str | Promise
    lede: str | Promise
    form_class: type[OriginForm]
    columns: Callable[[], Iterable[Column]]
    attempt: Callable[[Table, Mapping[str, int], Given], ReadRows]
    apply: Callable[[ReadRows, Given, User], LawImport]
    show: Callable[[Mapping[str, Any]], list[str]]


def _show_status(values: Mapping[str, Any]) -> list[str]:
    when = TreatyStatus(on=values["on"], year=values["year"]).when
    act = str(TreatyStatus.Act(values["act"]).label)
    return [
        formats.country_name(values["country"]), values["instrument"].code, act, when,
        values["statement"][:80],
    ]  # fmt: skip


def _show_provision(values: Mapping[str, Any]) -> list[str]:
    return [
        values["instrument"].code, values["number"], values.get("heading", "")[:80],
        values.get("text", "")[:80], values["language"],
    ]  # fmt: skip


STATUSES = TableImport(
    pgettext_lazy("law", "Import ratifications"),
    _("Which State signed, ratified or acceded, as one source says it. Nothing is guessed."),
    StatusFileForm,
    status_columns,
    lambda table, mapping, given: try_statuses(table, mapping, given.origin, given.instrument),
    lambda rows, given, by: import_statuses(
        rows, given.origin, by=by, instrument=given.instrument
    ),
    _show_status,
)
PROVISIONS = TableImport(
    pgettext_lazy("law", "Import provisions"),
    _("Articles of instruments, with or without their text, and the rights that they are about."),
    ProvisionFileForm,
    provision_columns,
    lambda table, mapping, given: try_provisions(
        table, mapping, given.origin, given.instrument, given.language
    ),
    lambda rows, given, by: import_provisions(
        rows, given.origin, by=by, instrument=given.instrument
    ),
    _show_provision,
)
