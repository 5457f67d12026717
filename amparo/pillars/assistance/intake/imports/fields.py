"""The fields of ours that a column of a register may fill, as the mapping screen offers them."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


@dataclass(frozen=True, slots=True)
class Field:
    """A field; `many` columns may fill some of them together."""

    label: Promise
    group: str
    many: bool = False


GROUPS = {
    "register": pgettext_lazy("title", "Beneficiary list"),
    "name": _("Names"),
    "person": _("The person"),
    "document": _("Their document"),
    "contact": _("Reaching them"),
    "family": _("Their family"),
    "case": pgettext_lazy("section", "Case"),
}

FIELDS: dict[str, Field] = {
    "id_in_register": Field(_("Number in the list"), "register"),
    "consent": Field(_("Consent"), "register"),
    "consent_on": Field(_("Date of consent"), "register"),
    "given_names": Field(_("Given names"), "name"),
    "middle_names": Field(_("Middle names"), "name"),
    "family_names": Field(_("Family names"), "name"),
    "second_family_name": Field(_("Mother’s or second family name"), "name"),
    "full_name": Field(_("Full name, not divided"), "name"),
    "original_name": Field(_("Name in its own script"), "name"),
    "alias": Field(_("Alias or nickname"), "name"),
    "father_name": Field(_("Father’s name"), "name"),
    "mother_name": Field(_("Mother’s name"), "name"),
    "sex": Field(_("Sex"), "person"),
    "gender": Field(_("Gender"), "person"),
    "birth_date": Field(_("Date of birth"), "person"),
    "age": Field(_("Age"), "person"),
    "birth_year": Field(_("Year of birth"), "person"),
    "birth_place": Field(_("Place of birth"), "person"),
    "nationality": Field(_("Nationality"), "person", many=True),
    "second_nationality": Field(_("Second nationality"), "person", many=True),
    "statelessness": Field(_("Stateless"), "person"),
    "migration_status": Field(_("Migration status"), "person"),
    "language": Field(_("Languages"), "person", many=True),
    "interpreter": Field(_("Interpreter"), "person"),
    "literacy": Field(_("Reading and writing"), "person"),
    "support_needs": Field(_("Support needs"), "person", many=True),
    "document_type": Field(_("Kind of document"), "document"),
    "document_number": Field(_("Number of document"), "document"),
    "document_country": Field(_("Country of document"), "document"),
    "phone": Field(_("Telephone"), "contact", many=True),
    "email": Field(_("E-mail"), "contact"),
    "address": Field(_("Address"), "contact", many=True),
    "place": Field(_("Place"), "contact", many=True),
    "safe_channel": Field(_("Safe means of contact"), "contact"),
    "safe_contact": Field(_("Safe-contact instructions"), "contact", many=True),
    "family_id": Field(_("Number of the family"), "family"),
    "family_head": Field(pgettext_lazy("mark", "Family representative"), "family"),
    "family_relation": Field(_("Relation to the head of the family"), "family"),
    "opened_on": Field(_("Case opened on"), "case"),
    "case_kind": Field(_("Case type"), "case"),
    "case_status": Field(_("Case status"), "case"),
    "risk": Field(_("Risk level"), "case"),
    "notes": Field(_("Notes"), "case", many=True),
}
