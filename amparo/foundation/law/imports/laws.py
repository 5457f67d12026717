"""The text of one law: checked, then recorded with its parts, articles and notes."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from amparo.foundation.core.models import User
from amparo.foundation.core.refusals import Refusal
from amparo.ui import formats

from ..law_files import LawFile
from ..models import Instrument, LawImport, Provision, check_source
from ..tables import ReadRows
from .origins import Origin, begin_import, finish_import
from .provisions import newest_texts, write_provisions


@dataclass(frozen=True)
class LawDetails:
    """What is said of a law beside its file: what the file says itself comes first."""

    kind: str
    country: str
    language: str
    code: str = ""


def origin_of(law: LawFile, source: str, as_of: date | None, licence: str = "") -> Origin:
    """The day of a law is that of its own header; `as_of` counts only where it says none."""
    return Origin(source, check_source(source, law.as_of or as_of), licence)


def check_law(law: LawFile, details: LawDetails, origin: Origin) -> list[str]:
    """Why this law cannot be imported as it is said, one sentence each; empty where it can."""
    faults = []
    code = law.identifier or details.code
    if not code:
        faults.append(_("The file has no identifier. Write the code of the law."))
    if law.country and law.country != details.country:
        faults.append(_("The file says another country than the one you chose."))
    known = Instrument.objects.filter(code__iexact=code).first()
    if known and (known.is_shipped or known.country != details.country):
        faults.append(_("There is an instrument with this code already."))
    newest = known and newest_texts().get((known.pk, details.language))
    if newest and newest > origin.as_of:
        day = {"day": formats.with_year(newest)}
        faults.append(_("A newer text is known, as of %(day)s.") % day)
    return faults


@transaction.atomic
def import_law(law: LawFile, details: LawDetails, origin: Origin, *, by: User) -> LawImport:
    """Records the law with its articles, or its newer text. Raises Refusal as `check_law` says."""
    if faults := check_law(law, details, origin):
        raise Refusal(*faults)
    rows = ReadRows(good=[(at, {}) for at in range(len(law.provisions))])
    made = begin_import(LawImport.Kind.LAW, rows, origin, by, law.title)
    made.later_changes = law.later_changes(origin.as_of)
    made.save(update_fields=["later_changes"])
    instrument = _law(law, details, origin, made, by)
    new = [
        Provision(
            instrument=instrument, law_import=made, kind=each.kind, eid=each.eid,
            parent_eid=each.parent_eid, number=each.number[:60], heading=each.heading,
            order=order, language=details.language, text=each.text, notes=each.notes,
        ).index()
        for order, each in enumerate(law.provisions, 1)
    ]  # fmt: skip
    write_provisions(made, new)
    return finish_import(made, by)


def _law(
    law: LawFile, details: LawDetails, origin: Origin, made: LawImport, by: User
) -> Instrument:
    code = law.identifier or details.code
    if known := Instrument.objects.filter(code__iexact=code).first():
        known.follow(made)
        return known
    year = law.adopted_on.year if law.adopted_on else None
    return Instrument.record(
        by=by, code=code, kind=details.kind, title=law.title, language=details.language,
        country=details.country, source=origin.source, licence=origin.licence,
        as_of=origin.as_of, adopted_year=year, address=law.address, first_import=made,
    )  # fmt: skip
