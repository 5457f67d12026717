"""Imports of law: ratifications and provisions from tables, a law from a Markdown file.

Each is tried first and says of each row why it is left out; then what is right is written, with
its source and its day. What was known of the same treaty and State, or of the same law and
language, is replaced and kept, so that the import can be taken back.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.code_lists import codes
from amparo.foundation.core.models import User
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.core.search import fold_text
from amparo.ui import formats

from .countries import find_country
from .eids import make_eid
from .law_files import LawFile
from .models import (
    Instrument,
    LawImport,
    Provision,
    ProvisionRight,
    TreatyStatus,
    check_source,
)
from .shipped import aliases
from .tables import CellError, Column, ReadRows, Table, WrittenDate, read_date, read_rows, read_text

LONGEST_STATEMENT = 10_000


@dataclass(frozen=True)
class Origin:
    """Where a file is from and as of which day it says what it says."""

    source: str
    as_of: date
    licence: str = ""


# What lists call the acts of a State, in four languages, and the letters of the UN Treaty
# Collection: a accession, A acceptance, AA approval, c formal confirmation, d succession.
_SIGNS = {
    "a": "acceded", "A": "accepted", "AA": "approved", "c": "confirmed", "d": "succeeded",
    "s": "signed", "r": "ratified",
}  # fmt: skip
_ACTS = {
    "signed": ("signature", "signatory", "signatory state", "firma", "firmado", "signataire",
               "signe", "توقيع"),
    "ratified": ("ratification", "ratificacion", "ratificado", "ratifie", "تصديق"),
    "acceded": ("accession", "adhesion", "adherido", "انضمام"),
    "succeeded": ("succession", "sucesion", "خلافه"),
    "accepted": ("acceptance", "aceptacion", "acceptation", "قبول"),
    "approved": ("approval", "aprobacion", "approbation", "موافقه"),
    "confirmed": ("formal confirmation", "confirmacion formal", "confirmation formelle"),
    "party": ("state party", "estado parte", "etat partie", "دوله طرف"),
    "denounced": ("denunciation", "withdrawal", "withdrawn", "denuncia", "denonciation",
                  "retrait", "retiro", "انسحاب"),
}  # fmt: skip
_NO_ACT = frozenset(
    ("no action", "none", "not signed", "not ratified", "not a party", "sin accion", "0", "no",
     "-", "–", "ninguna", "aucune")
)  # fmt: skip


def _act_names() -> dict[str, str]:
    found = {act: act for act in TreatyStatus.Act.values}
    for act, names in _ACTS.items():
        found |= {fold_text(name).replace("ة", "ه"): act for name in names}
    return found | {fold_text(label): act for act, label in TreatyStatus.Act.choices}


def read_act(text: str) -> str:
    """The act that a cell names; "" where it is empty."""
    text = text.strip()
    if not text:
        return ""
    if text in _SIGNS:
        return _SIGNS[text]
    folded = fold_text(text).replace("ة", "ه")
    if folded in _NO_ACT:
        raise CellError(
            _("Left out: that a State did nothing is not recorded. A State that is not listed "
              "reads “Not known”.")
        )  # fmt: skip
    if act := _act_names().get(folded):
        return act
    raise CellError(
        _("We do not know this act. Write one of: %(acts)s.")
        % {"acts": formats.join_list(label for _act, label in TreatyStatus.Act.choices)}
    )


def read_country(text: str) -> str:
    if code := find_country(text):
        return code
    raise CellError(_("We do not know this country. Write its code of two letters, as in BO."))


def read_right(text: str) -> tuple[str, ...]:
    """Codes or names of rights, separated by semicolons."""
    known = {fold_text(term.label): term.code for term in codes.terms("right")}
    found = []
    for each in filter(None, (part.strip() for part in text.split(";"))):
        code = each if codes.find("right", each) else known.get(fold_text(each), "")
        if not code:
            raise CellError(
                _("“%(right)s” is no right of the reference list. Write its code, as in liberty.")
                % {"right": each[:60]}
            )
        found.append(code)
    return tuple(dict.fromkeys(found))


class InstrumentFinder:
    """Finds instruments by their code, other abbreviations and names; reads the table once."""

    def __init__(self) -> None:
        self._by_code = {each.code.lower(): each for each in Instrument.objects.all()}
        self._by_name: dict[str, Instrument] = {}
        for each in self._by_code.values():
            term = codes.find("instrument", each.code) if each.is_shipped else None
            names = term.labels.values() if term else (each.title, each.en, each.es, each.fr)
            self._by_name |= {fold_text(name): each for name in names if name}

    def read(self, text: str) -> Instrument:
        plain = text.strip().lower()
        found = (
            self._by_code.get(plain)
            or self._by_code.get(aliases().get(plain, "").lower())
            or self._by_name.get(fold_text(text))
        )
        if found is None:
            raise CellError(
                _("There is no instrument with this code or name. See the list of instruments, or "
                  "record it first.")
            )  # fmt: skip
        return found


# Ratifications.


def status_columns(finder: InstrumentFinder | None = None) -> tuple[Column, ...]:
    return (
        Column(
            "country", gettext_lazy("Country"), read_country,
            gettext_lazy("Code of two or three letters, or the name"), is_required=True,
            also=("iso2", "iso3", "state", "participant", "pais", "pays", "الدولة"),
        ),
        Column(
            "instrument", pgettext_lazy("law", "Instrument"),
            finder.read if finder else _unread,
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


def _unread(text: str) -> Any:
    raise CellError("")


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
        treaty = values.setdefault("instrument", instrument)
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
    act = values.pop("act", "") or _SIGNS.get(written.sign, "")
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
    made = _begin(LawImport.Kind.STATUS, rows, origin, by, instrument.name if instrument else "")
    new = [TreatyStatus(law_import=made, **values) for _number, values in rows.good]
    pairs = {(each.instrument_id, each.country) for each in new}
    TreatyStatus.objects.replace(made, pairs)
    TreatyStatus.objects.bulk_create(new, batch_size=500)
    return _finish(made, by)


def _begin(
    kind: str, rows: ReadRows, origin: Origin, by: User, title: str = ""
) -> LawImport:
    if not rows.good:
        raise Refusal(_("No row can be imported."))
    check_source(origin.source, origin.as_of)
    return LawImport.objects.create(
        kind=kind, title=title, source=origin.source.strip(), licence=origin.licence.strip(),
        as_of=origin.as_of, rows=len(rows.good), left_out=rows.left_out, by=by,
    )  # fmt: skip


def _finish(made: LawImport, by: User) -> LawImport:
    log.log_event(by, "lawimport.made", made, kind=made.kind, rows=made.rows)
    return made


# Provisions.


def provision_columns(finder: InstrumentFinder | None = None) -> tuple[Column, ...]:
    return (
        Column(
            "instrument", pgettext_lazy("law", "Instrument"),
            finder.read if finder else _unread,
            gettext_lazy("Code or name, as in ICRMW"), is_required=True,
            also=("law", "code", "ley", "loi", "القانون"),
        ),
        Column(
            "number", gettext_lazy("Number of the article"), read_text(60),
            gettext_lazy("As 16, or 16(2) for a paragraph"), is_required=True,
            also=("article", "number", "articulo", "numero", "المادة", "رقم المادة"),
        ),
        Column(
            "heading", pgettext_lazy("law", "Heading"), read_text(500),
            also=("title", "titulo", "titre", "العنوان"),
        ),
        Column("text", gettext_lazy("Text"), read_text(10_000), also=("texto", "texte", "النص")),
        Column(
            "language", gettext_lazy("Language"), _read_language,
            gettext_lazy("Code, as in es"), also=("idioma", "langue", "اللغة"),
        ),
        Column(
            "rights", gettext_lazy("Rights"), read_right,
            gettext_lazy("Codes of the reference list, separated by semicolons"),
            also=("right", "derechos", "droits", "الحقوق"),
        ),
    )  # fmt: skip


def _read_language(text: str) -> str:
    code = text.strip().lower()
    if code and code not in dict(formats.languages()):
        raise CellError(_("We do not know this language. Write its code, as in es."))
    return code


def try_provisions(
    table: Table, mapping: Mapping[str, int], origin: Origin, instrument: Instrument | None,
    language: str,
) -> ReadRows:  # fmt: skip
    """Reads provisions, and explains each row that is left out. Writes nothing."""
    found = read_rows(table, provision_columns(InstrumentFinder()), mapping)
    newest = _newest_texts()
    good, seen = [], set()
    for number, values in found.good:
        law = values.setdefault("instrument", instrument)
        values["language"] = values.get("language") or language
        values |= _place(values["number"])
        key = (law.pk, values["language"], values["eid"])
        known = newest.get(key[:2])
        if not values["language"]:
            found.refuse(number, _("It is not said in which language the text is."))
        elif key in seen:
            found.refuse(number, _("This article comes twice in the same language."), values["eid"])
        elif known and known > origin.as_of:
            day = {"day": formats.with_year(known)}
            found.refuse(number, _("A newer text is known, as of %(day)s.") % day, law.code)
        else:
            seen.add(key)
            good.append((number, values))
    found.good = good
    return found


def _place(number: str) -> dict[str, str]:
    """`16(2)` is paragraph 2 of article 16."""
    article, _open, rest = number.partition("(")
    eid = make_eid("art", article)
    if rest:
        eid = make_eid("para", rest.replace(")", "-").replace("(", ""), eid)
        return {"kind": "paragraph", "eid": eid, "parent_eid": make_eid("art", article)}
    return {"kind": "article", "eid": eid, "parent_eid": ""}


def _newest_texts() -> dict[tuple[int, str], date]:
    rows = Provision.objects.current().values_list("instrument", "language", "law_import__as_of")
    return {(law, language): as_of for law, language, as_of in rows.distinct()}


@transaction.atomic
def import_provisions(
    rows: ReadRows, origin: Origin, *, by: User, instrument: Instrument | None = None
) -> LawImport:
    """Writes what `try_provisions` found right. Raises Refusal where nothing is."""
    title = instrument.name if instrument else ""
    made = _begin(LawImport.Kind.PROVISIONS, rows, origin, by, title)
    new, rights = [], []
    for order, (_number, values) in enumerate(rows.good, 1):
        values = dict(values)
        rights += [(values["instrument"], values["eid"], each) for each in values.pop("rights", ())]
        new.append(Provision(law_import=made, order=order, **values).index())
    _write_provisions(made, new)
    _link_rights(made, rights, by)
    return _finish(made, by)


def _write_provisions(made: LawImport, new: list[Provision]) -> None:
    Provision.objects.replace(made, {(each.instrument_id, each.language) for each in new})
    Provision.objects.bulk_create(new, batch_size=200)


def _link_rights(
    made: LawImport, rights: Iterable[tuple[Instrument, str, str]], by: User
) -> None:
    wanted = dict.fromkeys((instrument.pk, eid, right) for instrument, eid, right in rights)
    there = set(
        ProvisionRight.objects.filter(instrument__in={each[0] for each in wanted}).values_list(
            "instrument", "eid", "right"
        )
    )
    ProvisionRight.objects.bulk_create(
        ProvisionRight(instrument_id=law, eid=eid, right=right, law_import=made, by=by)
        for law, eid, right in wanted
        if (law, eid, right) not in there
    )


# The text of a law.


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
    newest = known and _newest_texts().get((known.pk, details.language))
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
    made = _begin(LawImport.Kind.LAW, rows, origin, by, law.title)
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
    _write_provisions(made, new)
    return _finish(made, by)


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
