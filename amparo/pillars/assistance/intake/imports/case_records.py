"""From what a row tells to the file that it opens: person, document, ways to reach them, case."""

from django.utils.translation import gettext as _

from amparo.foundation.core.code_lists import codes

from ..bulk_create import NewRecord
from .unclear_values import Values

_AS_THEY_ARE = (
    "given_names", "family_names", "second_family_name", "original_name", "father_name",
    "mother_name", "sex", "gender", "birth_date", "birth_precision", "birth_year", "birth_place",
    "statelessness", "migration_status", "languages", "literacy", "safe_channel", "safe_contact",
    "support_needs",
)  # fmt: skip


def build_record(values: Values, *, opens_case: bool) -> NewRecord:
    """The file of one row. A risk that others wrote down is told in words: it decides nothing."""
    return NewRecord(
        person=_person(values),
        documents=_documents(values),
        contacts=_contacts(values),
        case=_case(values) if opens_case else None,
    )


def _person(values: Values) -> dict:
    told = {name: values[name] for name in _AS_THEY_ARE if values.get(name) not in (None, "")}
    lands = list(values.get("nationalities") or [])  # type: ignore[call-overload]
    if lands:
        told |= {"nationality": lands[0], "other_nationalities": lands[1:]}
    if values.get("interpreter") == "needed" and values.get("languages"):
        told["interpreter"] = next(iter(values["languages"]))  # type: ignore[call-overload]
    if alias := values.get("alias"):
        told["aliases"] = [alias]
    if not told.get("given_names") and not told.get("family_names"):
        told |= _undivided(values)
    return told


def _undivided(values: Values) -> dict:
    """A name that nobody divided stays whole; in another script it is the name in that script."""
    whole = values.get("full_name")
    return {"given_names": whole} if whole and whole != values.get("original_name") else {}


def _documents(values: Values) -> list[dict]:
    number = values.get("document_number")
    if not number:
        return []
    kind = values.get("document_type") or "other"
    return [{"kind": kind, "number": number, "country": values.get("document_country") or ""}]


def _contacts(values: Values) -> list[dict]:
    found = [{"kind": "phone", "value": phone} for phone in values.get("phones") or []]  # type: ignore[attr-defined]
    if email := values.get("email"):
        found.append({"kind": "email", "value": email})
    where = ", ".join(str(values[each]) for each in ("address", "place") if values.get(each))
    if where:
        found.append({"kind": "address", "value": where})
    return found


def _case(values: Values) -> dict:
    case = {"channel": "register", "presenting_concern": _presenting_concern(values)}
    if values.get("case_kind"):
        case["kind"] = str(values["case_kind"])
    if opened := values.get("opened_on"):
        case["identified_on"] = opened  # type: ignore[assignment]
    return case


def _presenting_concern(values: Values) -> str:
    notes = str(values.get("notes") or "")
    if not values.get("risk"):
        return notes
    level = _("Risk level in the list: %(level)s") % {
        "level": codes.label("risk_level", str(values["risk"]))
    }
    return f"{notes}\n{level}".strip()
