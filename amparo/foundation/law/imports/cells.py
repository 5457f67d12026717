"""How the cells of tables of law are read: acts, countries, rights, languages, instruments."""

from typing import Any

from django.utils.translation import gettext as _

from amparo.foundation.core.code_lists import codes
from amparo.foundation.core.search import fold_text
from amparo.ui import formats

from ..countries import find_country
from ..models import Instrument, TreatyStatus
from ..shipped import aliases
from ..tables import CellError

# What lists call the acts of a State, in four languages, and the letters of the UN Treaty
# Collection: a accession, A acceptance, AA approval, c formal confirmation, d succession.
SIGNS = {
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
    return found | {fold_text(str(label)): act for act, label in TreatyStatus.Act.choices}


def read_act(text: str) -> str:
    """The act that a cell names; "" where it is empty."""
    text = text.strip()
    if not text:
        return ""
    if text in SIGNS:
        return SIGNS[text]
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
            names = term.labels.values() if term else (each.title, *each.names.values())
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


def read_language(text: str) -> str:
    """The ISO code of a language; "" where the cell is empty."""
    code = text.strip().lower()
    if code and code not in dict(formats.languages()):
        raise CellError(_("We do not know this language. Write its code, as in es."))
    return code


def unread(text: str) -> Any:
    """Stands where columns are only listed, and no instrument needs to be looked up."""
    raise CellError("")
