"""Provisions of instruments from a table, with the rights that they are about."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.models import User
from amparo.ui import formats

from ..eids import make_eid
from ..models import Instrument, LawImport, Provision, ProvisionRight
from ..tables import Column, ReadRows, Table, read_rows, read_text
from .cells import InstrumentFinder, read_language, read_right, unread
from .origins import Origin, begin_import, finish_import


def provision_columns(finder: InstrumentFinder | None = None) -> tuple[Column, ...]:
    return (
        Column(
            "instrument", pgettext_lazy("law", "Instrument"),
            finder.read if finder else unread,
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
        Column(
            "text", pgettext_lazy("law", "Text"), read_text(10_000),
            also=("texto", "texte", "النص"),
        ),
        Column(
            "language", gettext_lazy("Language"), read_language,
            gettext_lazy("Code, as in es"), also=("idioma", "langue", "اللغة"),
        ),
        Column(
            "rights", gettext_lazy("Rights"), read_right,
            gettext_lazy("Codes of the reference list, separated by semicolons"),
            also=("right", "derechos", "droits", "الحقوق"),
        ),
    )  # fmt: skip


def try_provisions(
    table: Table, mapping: Mapping[str, int], origin: Origin, instrument: Instrument | None,
    language: str,
) -> ReadRows:  # fmt: skip
    """Reads provisions, and explains each row that is left out. Writes nothing."""
    found = read_rows(table, provision_columns(InstrumentFinder()), mapping)
    newest = newest_texts()
    good, seen = [], set()
    for number, values in found.good:
        values.setdefault("instrument", instrument)
        law: Instrument = values["instrument"]
        values["language"] = values.get("language") or language
        values |= _place(values["number"])
        key = (law.pk, values["language"], values["eid"])
        known = newest.get(key[:2])
        if not values["language"]:
            found.refuse(number, _("It is not said in which language the text is."))
        elif key in seen:
            found.refuse(
                number, _("This article comes twice in the same language."), values["eid"]
            )
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


@transaction.atomic
def import_provisions(
    rows: ReadRows, origin: Origin, *, by: User, instrument: Instrument | None = None
) -> LawImport:
    """Writes what `try_provisions` found right. Raises Refusal where nothing is."""
    title = instrument.name if instrument else ""
    made = begin_import(LawImport.Kind.PROVISIONS, rows, origin, by, title)
    new, rights = [], []
    for order, (_number, values) in enumerate(rows.good, 1):
        values = dict(values)
        rights += [
            (values["instrument"], values["eid"], each) for each in values.pop("rights", ())
        ]
        new.append(Provision(law_import=made, order=order, **values).index())
    write_provisions(made, new)
    _link_rights(made, rights, by)
    return finish_import(made, by)


def _link_rights(made: LawImport, rights: Iterable[tuple[Instrument, str, str]], by: User) -> None:
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


def write_provisions(made: LawImport, new: list[Provision]) -> None:
    """Writes the rows of an import; what was current of the same law and language is replaced."""
    Provision.objects.replace(made, {(each.instrument_id, each.language) for each in new})
    Provision.objects.bulk_create(new, batch_size=200)


def newest_texts() -> dict[tuple[int, str], date]:
    """As of which day the current text of each instrument and language is."""
    rows = Provision.objects.current().values_list("instrument", "language", "law_import__as_of")
    return {(law, language): as_of for law, language, as_of in rows.distinct()}
