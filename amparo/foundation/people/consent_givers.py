"""Who may consent for somebody else: a parent who is present, a guardian, or an authority.

Protects a child from the consent of whoever happens to stand beside it. A parent is named, with
what they are to the child; a guardian is on record for this child, or shown by a document; an
authority is shown by its document. A document counts with its file attached, not by its name;
where it could not be carried, it is listed as missing until somebody attaches it. The age of
consent and who else may give it by law are not in the code.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from amparo.foundation.core.models import User
from amparo.foundation.core.refusals import Refusal

from .extension_points import RecordedGuardian, guardian_lookups

if TYPE_CHECKING:
    from datetime import date

    from .models import ConsentGiven, Person

SELF, PARENT, GUARDIAN, AUTHORITY = "self", "parent", "guardian", "authority"
DOCUMENT = ("document", "document_issuer", "document_on")


def must_be_entitled(person: "Person", given: "ConsentGiven", *, by: User, on: "date") -> None:
    """Refuses a yes for a child by anybody else; a no is kept, whoever says it."""
    if not any(choice.agreed for choice in given.choices):
        return
    if given.given_by == SELF:
        if person.is_child(on):
            raise Refusal(child_alone())
        return
    if missing := missing_of_giver(vars(given)):
        raise Refusal(" ".join(dict.fromkeys(missing.values())))
    is_shown = given.upload is not None or given.document_follows
    if not is_shown and rests_on_document(given.given_by, given.guardian_ref):
        raise Refusal(file_missing())
    if given.document_on and given.document_on > on:
        raise Refusal(
            _("The day of the document is in the future. Enter the day on which it was issued.")
        )
    known = {each.ref for each in recorded_guardians(person, by)} if given.guardian_ref else set()
    if given.guardian_ref and given.guardian_ref not in known:
        raise Refusal(
            _("This guardian is not on record for this child any more. Note their document.")
        )


def rests_on_document(given_by: str | None, guardian_ref: object) -> bool:
    """Whether a document shows that they may: an authority, or a guardian not on record."""
    return given_by == AUTHORITY or (given_by == GUARDIAN and not guardian_ref)


def file_missing() -> str:
    return _(
        "Attach the document by which they consent: a PDF or a photo. If you do not have it, "
        "choose that nobody can consent now."
    )


def missing_of_giver(said: Mapping[str, Any]) -> dict[str, str]:
    """Returns what is missing of who consents for somebody else, in words, by the field that asks
    for it; nothing where they speak for themselves.
    """
    giver = said.get("given_by")
    missing: dict[str, str] = {}
    if giver == SELF or (giver == GUARDIAN and said.get("guardian_ref")):
        return {}
    if not (said.get("consenting_person") or "").strip():
        missing["consenting_person"] = _name_missing(giver)
    if giver == PARENT:
        if not said.get("relationship"):
            missing["relationship"] = _("Choose what they are to the child.")
        return missing
    if absent := [name for name in DOCUMENT if not said.get(name)]:
        missing[absent[0]] = _document_missing(giver)
    return missing


def _name_missing(giver: str | None) -> str:
    if giver == PARENT:
        return _("Write the name of the parent who is present.")
    if giver == AUTHORITY:
        return _("Write which authority consents.")
    return _("Write the name of the guardian who consents.")


def _document_missing(giver: str | None) -> str:
    if giver == AUTHORITY:
        return _(
            "Note the document of the authority: which one it is, who issued it, and its day."
        )
    return _(
        "This guardian is not on record for this child: note the document that names them, who "
        "issued it, and its day. If there is none, look for a parent or an authority, or choose "
        "that nobody can consent now."
    )


def child_alone() -> str:
    return _(
        "They are a child: a parent who is present, a guardian, or an authority with its document "
        "consents. If there is none, choose that nobody can consent now."
    )


def recorded_guardians(person: "Person", user: User) -> list[RecordedGuardian]:
    """Returns who is on record as guardian of this person now, as far as `user` may see."""
    return [each for lookup in guardian_lookups for each in lookup(person, user)]
