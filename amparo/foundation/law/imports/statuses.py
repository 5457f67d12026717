"""Ratifications from a table: tried row by row, then written."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.models import User
from amparo.ui import formats

from ..models import Instrument, LawImport, TreatyStatus
from ..tables import Column, ReadRows, Table, WrittenDate, read_date, read_rows, read_text
from .cells import SIGNS, InstrumentFinder, read_act, read_country, unread
from .origins import Origin, begin_import, finish_import

LONGEST_STATEMENT = 10_000


def status_columns(finder: InstrumentFinder | None = None) -> tuple[Column, ...]:
    return (
        Column(
            "country", gettext_lazy("Country"), read_country,
            gettext_lazy("Code of two or three letters, or the name"), is_required=True,
            also=("iso2", "iso3", "state", "participant", "pais", "pays", "الدولة"),
        ),
        Column(
            "instrument", pgettext_lazy("law", "Instrument"),
            finder.read if finder else unread,
            gettext_lazy("Code or name, as in ICRMW"), is_required=True,
            also=("treaty", "convention", "code", "tratado", "traite", "المعاهدة"),
        ),
        Column(
            "act", pgettext_lazy("treaty", "Act"), read_act,
            gettext_lazy("Signed, ratified, acceded …"),
            also=("status", "action", "estado", "acto", "statut", "الحالة"),
        ),
        Column(
            "on", pgettext_lazy("field", "Date"), read_date,
            gettext_lazy("As 2003-07-01, 1 Jul 2003 a, or the year alone"),
            also=("year", "date of ratification", "year ratification or accession", "fecha",
                  "ano", "annee", "التاريخ"),
        ),
        Column(
            "statement", gettext_lazy("Reservation or declaration"),
            read_text(LONGEST_STATEMENT),
            also=("reservation", "declaration", "reserva", "reserve", "تحفظ"),
        ),
    )  # fmt: skip


def try_statuses(
    table: Table, mapping: Mapping[str, int], origin: Origin, instrument: Instrument | None
) -> ReadRows:
    """Reads ratifications, and explains each row that is left out. Writes nothing.

    `instrument` is that of all rows, where the table has no column for it.
    """
    found = read_rows(table, status_columns(InstrumentFinder()), mapping)
    newest = _newest_statuses()
    good, seen = [], set()
    for number, values in found.good:
        values = _with_act(values)
        values.setdefault("instrument", instrument)
        treaty: Instrument = values["instrument"]
        key = (treaty.pk, values["country"], values["act"], values["on"], values["year"])
        if fault := _status_fault(values, key in seen, newest, origin):
            found.refuse(number, fault, values["country"])
        else:
            seen.add(key)
            good.append((number, values))
    found.good = good
    return found


def _with_act(values: dict[str, Any]) -> dict[str, Any]:
    written = values.pop("on", WrittenDate())
    act = values.pop("act", "") or SIGNS.get(written.sign, "")
    whole = {"statement": "", **values, "act": act, "on": written.on}
    return whole | {"year": written.year if written.on is None else None}


def _status_fault(
    values: dict[str, Any], is_repeated: bool, newest: dict[tuple[int, str], date], origin: Origin
) -> str:
    treaty = values["instrument"]
    known = newest.get((treaty.pk, values["country"]))
    if not treaty.is_treaty:
        return _("No State becomes a party to this instrument.")
    if not values["act"]:
        return _("It is not said what the State did. Fill in the act, as in ratified.")
    if is_repeated:
        return _("This row says the same as another one.")
    if values["on"] and values["on"] > origin.as_of:
        return _("This is later than the day as of which the file says it.")
    if known and known > origin.as_of:
        return _("Something newer is known of this State, as of %(day)s.") % {
            "day": formats.with_year(known)
        }
    return ""


def _newest_statuses() -> dict[tuple[int, str], date]:
    rows = TreatyStatus.objects.current().values_list("instrument", "country", "law_import__as_of")
    return {(instrument, country): as_of for instrument, country, as_of in rows.distinct()}


@transaction.atomic
def import_statuses(
    rows: ReadRows, origin: Origin, *, by: User, instrument: Instrument | None = None
) -> LawImport:
    """Writes what `try_statuses` found right. Raises Refusal where nothing is."""
    made = begin_import(
        LawImport.Kind.STATUS, rows, origin, by, instrument.name if instrument else ""
    )
    new = [TreatyStatus(law_import=made, **values) for _number, values in rows.good]
    pairs = {(each.instrument_id, each.country) for each in new}
    TreatyStatus.objects.replace(made, pairs)
    TreatyStatus.objects.bulk_create(new, batch_size=500)
    return finish_import(made, by)
