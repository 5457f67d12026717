"""What is told of the person: who they are, how to reach them safely, which papers they have."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from amparo.foundation.core.code_lists import codes
from amparo.foundation.core.encryption.fields import personal_fields, plain_fields
from amparo.foundation.core.models import User
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.people.forms import ContactForm, DocumentForm
from amparo.foundation.people.models import (
    Contact,
    IdentityDocument,
    Person,
    WashingtonGroupAnswers,
)
from amparo.foundation.people.models.washington_group import DOMAINS
from amparo.pillars.assistance.cases.models import Case
from amparo.ui.formats import countries, languages

from .answers import RecordAnswers
from .values import cleaned_data, must_be_past, parse_time

LISTED = ("sex", "gender", "statelessness", "migration_status", "literacy", "safe_channel")
WRITTEN = (
    "given_names", "family_names", "second_family_name", "original_name", "father_name",
    "mother_name", "birth_place", "safe_contact",
)  # fmt: skip
CHOSEN = {"nationality": countries, "interpreter": languages}
PERSON = (
    *WRITTEN, *LISTED, *CHOSEN, "support_needs", "birth_date", "birth_precision",
    "is_age_disputed",
)  # fmt: skip
CONTACT = ("kind", "value", "note", "safe_from", "safe_until", "time_zone")
DOCUMENT = ("kind", "number", "country", "expires_on", "held_by")
FUNCTIONING = ("asked_on", *DOMAINS)

_KIND_BY_CHANNEL = {"call": "phone", "message": "message", "email": "email"}


def subject_person(case: Case, by: User) -> Person:
    """Whom the case is about, if whoever filled the form in may work on their file."""
    if case.person is None:
        raise Refusal(_("These answers are about one person, and this case is not."))
    if not Person.objects.accessible_to(by, "work").filter(pk=case.person.pk).exists():
        raise Refusal(_("You do not work on the file of this person, so nothing was changed."))
    return case.person


def person(case: Case, told: RecordAnswers, by: User) -> None:
    """Only what is new or different: the ledger names the fields that changed."""
    who = subject_person(case, by)
    given = dict(_of_a_person(case, who, told, by))
    if "birth_date" in given and not who.birth_precision:
        given.setdefault("birth_precision", Person.Precision.EXACT)
    if changed := _different(who, given):
        who.change(by=by, **changed)


def _of_a_person(
    case: Case, who: Person, told: RecordAnswers, by: User
) -> Iterator[tuple[str, Any]]:
    for name in told.fields:
        if name == "birth_date":
            must_be_past(told.day(name), case, by)
            yield name, told.day(name)
        elif name == "is_age_disputed":
            if (disputed := told.all(name)[-1].is_so()) is not None:
                yield name, disputed
        elif name == "support_needs":
            yield name, _added(who.support_needs or "", told, name)
        else:
            yield name, told.text(name) if name in WRITTEN else _offered(name, told.code(name))


def _offered(name: str, value: str) -> str:
    """One of those that the page offers too."""
    if name in LISTED:
        codes.require(name, value)
    elif name in CHOSEN and value not in dict(CHOSEN[name]()):
        raise ValueError(f"This is no {name}.")
    elif name == "birth_precision" and value not in Person.Precision.values:
        raise ValueError("No date is known so.")
    return value


def _added(known: str, told: RecordAnswers, name: str) -> str:
    """What was ticked is added to what is known; what was written takes its place."""
    if not isinstance(told.get(name), list):
        return told.text(name)
    new = [told.labels.answer(each) for each in told.all(name) if each.codes]
    return "\n".join([*filter(None, [known]), *(each for each in new if each not in known)])


def contact(case: Case, told: RecordAnswers, by: User) -> None:
    """A way to reach them that is known already is corrected; another one is noted."""
    who = subject_person(case, by)
    given = {name: told.text(name) for name in told.fields}
    for name in ("safe_from", "safe_until"):
        if name in given:
            given[name] = str(parse_time(told.get(name)))
    found = _reached_at(who, given.get("value", ""))
    if found is None:
        channel = told.of("person").code("safe_channel") or who.safe_channel
        usual = {"kind": _KIND_BY_CHANNEL.get(channel, "other"), "is_safe": True}
        who.add_contact(by=by, **cleaned_data(ContactForm(usual | _codes(told, "kind", given))))
    else:
        _correct(found, ContactForm, _codes(told, "kind", given), by)


def _reached_at(who: Person, value: str) -> Contact | None:
    there = list(who.contacts.all())
    if value:
        return next((each for each in there if _plain(each.value) == _plain(value)), None)
    if len(there) != 1:
        raise Refusal(_("Which telephone or address is meant is not said."))
    return there[0]


def document(case: Case, told: RecordAnswers, by: User) -> None:
    """A document that is known already is corrected; another one is noted."""
    who = subject_person(case, by)
    given = {name: told.text(name) for name in told.fields}
    given = _codes(told, "held_by", _codes(told, "kind", _codes(told, "country", given)))
    if "expires_on" in given:
        given["expires_on"] = str(told.day("expires_on"))
    found = _papers(who, given)
    if not found:
        who.add_document(by=by, **cleaned_data(DocumentForm({"held_by": "person"} | given)))
    for each in found:
        _correct(each, DocumentForm, given, by)


def _papers(who: Person, given: dict[str, str]) -> list[IdentityDocument]:
    """Those that are meant; without a kind or a number, where all of them are."""
    there = list(who.documents.all())
    if kind := given.get("kind"):
        there = [each for each in there if each.kind == kind]
    if number := given.get("number"):
        return [each for each in there if _plain(each.number or "") == _plain(number)]
    if kind and len(there) < 2:
        return there
    if not there or (set(given) != {"held_by"} and len(there) > 1):
        raise Refusal(_("Which papers are meant is not said."))
    return there


def functioning(case: Case, told: RecordAnswers, by: User) -> None:
    who = subject_person(case, by)
    given = {name: int(told.code(name)) for name in DOMAINS if told.code(name)}
    on = told.day("asked_on") or case.office.today()
    answers: dict[str, Any] = dict.fromkeys(DOMAINS) | given
    if given and not who.functioning.filter(asked_on=on, **answers).exists():
        WashingtonGroupAnswers.ask(who, answers, by=by, on=on)


def _correct(record: Contact | IdentityDocument, form_class: type, given: dict, by: User) -> None:
    names = (*personal_fields(type(record)), *plain_fields(type(record)))
    known = {name: getattr(record, name) for name in names}
    if changed := _different(record, cleaned_data(form_class(known | given))):
        record.change(by=by, **changed)


def _different(record: Any, given: dict[str, Any]) -> dict[str, Any]:
    return {
        name: value for name, value in given.items()
        if (getattr(record, name) or None) != (value or None)
    }  # fmt: skip


def _codes(told: RecordAnswers, name: str, given: dict[str, Any]) -> dict[str, Any]:
    """A code as it was chosen, not the words for it."""
    return given | {name: told.code(name)} if name in given else given


def _plain(value: str) -> str:
    return "".join(each for each in value.casefold() if each.isalnum())
