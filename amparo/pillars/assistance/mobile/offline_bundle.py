"""What lies in the files that somebody takes to the field, as they may see it.

All of a hundred files is fetched with the same few queries as of one, and their keys together.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from django.db.models import F, QuerySet, Window
from django.db.models.functions import RowNumber

from amparo.foundation.core.models import User
from amparo.foundation.core.permissions import masking
from amparo.foundation.core.permissions.rules import permissions_on
from amparo.foundation.fieldwork.models import FormVersion
from amparo.foundation.people.legal_basis import legal_basis_for
from amparo.foundation.people.models import Consent, Contact, FamilyMember, Person
from amparo.foundation.people.offline import OFFLINE_FIELDS
from amparo.foundation.people.offline import read as read_person
from amparo.pillars.assistance.assessment.models import Need, ProtectionFlag
from amparo.pillars.assistance.case_forms.form_mapping.known_values import (
    SEVERAL,
    as_answer,
    is_in_a_repeat,
)
from amparo.pillars.assistance.case_forms.form_mapping.persons import PERSON
from amparo.pillars.assistance.cases.display_names import full_name, subject_initials
from amparo.pillars.assistance.cases.models import Case, Dependant, Note, SafetyAlert, Task
from amparo.pillars.assistance.cases.risk_levels import NO_DUE_DATE
from amparo.pillars.assistance.planning.models import Action, FollowUp
from amparo.pillars.assistance.services.models import ServiceProvided
from amparo.ui import formats

NOTES, SERVICES, FOLLOWUPS = 20, 20, 10
# Without it there is no file at all: nobody asks for it question by question.
BASE = "case_management"
# What a form is told on the telephone: the other records may be several.
_KNOWN = frozenset(("case.number", *(f"person.{name}" for name in PERSON)))


class BundlePrefetch:
    """The parts of many cases, each kind fetched once, before the first value is opened."""

    def __init__(self, cases: list[Case], user: User, forms: list[FormVersion]):
        self.user, self.cases, self.seen = user, cases, masking.classes_of_roles(user)
        self._persons = self._all_persons()
        persons = {person for some in self._persons.values() for person in some}
        self._contacts = _by("person_id", Contact.objects.filter(person__in=persons))
        consents = Consent.objects.filter(person__in=persons).latest_answers()
        self._consents = _by("person_id", consents)
        flags = ProtectionFlag.objects.unanswered().accessible_to(user)
        self._flags = self._of(flags.order_by("due_on", "pk"))
        self._alerts = self._of(SafetyAlert.objects.unresolved())
        self._needs = self._of(Need.objects.order_by("own_rank", "pk"))
        self._actions = self._of(Action.objects.filter(goal__plan__replaced_by=None))
        self._tasks = self._of(Task.objects.pending().order_by("due_on", "pk"))
        self._notes = self._of(_last(Note, NOTES, "at").select_related("by"))
        given = _last(ServiceProvided, SERVICES, "given_on").filter(voided_at=None)
        self._services = self._of(given)
        self._followups = self._of(_last(FollowUp, FOLLOWUPS, "on"))
        self._questions = [(form.form.code, _known_questions(form)) for form in forms]

    def file(self, case: Case) -> dict[str, Any]:
        here = case.pk
        return {
            "ref": str(case.ref), "number": case.number, "status": case.status,
            "risk": case.band, "next_due_on": _due(case),
            "last_contact_on": _day(case.last_contact_on),
            "kind": case.kind, "language": case.language, "subject": case.subject_kind,
            "title": full_name(case), "initials": subject_initials(case),
            "may": sorted(permissions_on(case, self.user)),
            "persons": [self._person(each) for each in self._persons[here]],
            "flags": self._values_of(self._flags[here], "kind", "at", "due_on"),
            "alerts": self._values_of(self._alerts[here], "kind", "text", "do_not_contact"),
            "needs": self._values_of(_latest(self._needs[here]), "service_type", "level", "text"),
            "actions": self._values_of(self._actions[here], "text", "due_on", "status"),
            "tasks": [
                each | {"done": False}
                for each in self._values_of(self._tasks[here], "what", "due_on", "text", "where")
            ],
            "notes": [
                told | {"at": note.at.isoformat(), "by": note.by.name}
                for note in self._notes[here]
                for told in self._values_of([note], "kind", "text")
            ],
            "services": self._values_of(
                self._services[here], "given_on", "service_type", "quantity", "unit", "note"
            ),
            "followups": self._values_of(
                self._followups[here], "on", "mode", "reached", "change", "progress"
            ),
            "known": self._known(case),
        }  # fmt: skip

    def _all_persons(self) -> dict[int, list[Person]]:
        """Who belongs to each case, as far as the holder may know of them."""
        families = _by("family_id", (case for case in self.cases if case.family_id))
        found: dict[int, dict[int, Person]] = {case.pk: {} for case in self.cases}
        for case in self.cases:
            if case.person:
                found[case.pk][case.person.pk] = case.person
        members = FamilyMember.objects.filter(family__in=families).select_related("person")
        for member in members.order_by("pk"):
            for case in families[member.family_id]:
                found[case.pk][member.person_id] = member.person
        depending = Dependant.objects.filter(case__in=self.cases).select_related("person")
        for dependant in depending.order_by("pk"):
            found[dependant.case_id][dependant.person_id] = dependant.person
        everybody = {pk for some in found.values() for pk in some}
        known = Person.objects.accessible_to(self.user).filter(pk__in=everybody)
        visible = set(known.values_list("pk", flat=True))
        return {
            case: [person for pk, person in some.items() if pk in visible]
            for case, some in found.items()
        }

    def _of(self, rows: QuerySet) -> Mapping[int, list]:
        return _by("case_id", rows.filter(case__in=self.cases))

    def _person(self, person: Person) -> dict[str, Any]:
        """What a role does not read is not there: nothing stands in its place."""
        names = [name for name in OFFLINE_FIELDS if self._may_read(person, name)]
        contacts = self._contacts[person.pk] if "contact" in self.seen else []
        return {
            "ref": str(person.ref), "version": person.updated_at.isoformat(),
            "fields": {name: read_person(person, name) for name in names},
            "contacts": [_contact(each) for each in contacts],
        }  # fmt: skip

    def _values_of(self, records: Iterable[Any], *names: str) -> list[dict[str, Any]]:
        return [
            {"ref": str(each.ref)} | {name: self._value(each, name) for name in names}
            for each in records
        ]

    def _value(self, record: Any, name: str) -> Any:
        return _plain(getattr(record, name)) if self._may_read(record, name) else ""

    def _may_read(self, record: Any, name: str) -> bool:
        kind = masking.field_class(type(record), name)
        return not kind or kind in self.seen

    def _known(self, case: Case) -> dict[str, dict[str, str]]:
        """What the file says already, form by form: nobody is asked twice."""
        may, found = self._may_ask(case), {}
        for code, questions in self._questions:
            told = {
                path: str(_plain(value))
                for path, lands, purpose in questions
                if may(purpose) and (value := self._says(case, lands)) not in (None, "")
            }
            if told:
                found[code] = told
        return found

    def _says(self, case: Case, lands: str) -> Any:
        record, _dot, name = lands.partition(".")
        if record == "case":
            return case.number
        person = next((each for each in self._persons[case.pk] if each == case.person), None)
        if person is None or not self._may_read(person, name):
            return None
        return as_answer(getattr(person, name))

    def _may_ask(self, case: Case) -> Callable[[str], bool]:
        """Only what each of them agreed to, by the words that were fetched already."""
        persons, organization = self._persons[case.pk], case.organization

        def may(purpose: str) -> bool:
            return purpose in ("", BASE) or all(
                legal_basis_for(
                    each, purpose, consents=self._consents[each.pk], controller=organization
                )
                for each in persons
            )

        return may


def _known_questions(form: FormVersion) -> list[tuple[str, str, str]]:
    """The path of each question that a file answers, where the answer lies, and its purpose."""
    return [
        (question.path, lands, question.notes.get("purpose", ""))
        for question in form.opened.questions()
        if (lands := question.notes.get("target", "")) in _KNOWN
        and question.sort not in SEVERAL
        and not is_in_a_repeat(question)
    ]


def _last(model: Any, most: int, day: str) -> QuerySet:
    nth = Window(RowNumber(), partition_by="case_id", order_by=[F(day).desc(), F("pk").desc()])
    rows = model.objects.annotate(nth=nth).filter(nth__lte=most)
    return rows.order_by(f"-{day}", "-pk")


def _latest(needs: list[Need]) -> list[Need]:
    """Those of the last assessment, and what was named since (as `Need.standing` says)."""
    last = max((need.assessment_id for need in needs if need.assessment_id), default=None)
    since = max((need.at for need in needs if last and need.assessment_id == last), default=None)
    return [
        need for need in needs
        if need.assessment_id == last
        or (need.assessment_id is None and since is not None and need.at > since)
    ]  # fmt: skip


def _by(name: str, rows: Iterable[Any]) -> Mapping[int, list]:
    found: dict[int, list] = defaultdict(list)
    for row in rows:
        found[getattr(row, name)].append(row)
    return found


def _contact(contact: Contact) -> str:
    safe = [] if contact.is_safe else ["⚠"]
    return formats.join_list(
        [*safe, contact.get_kind_display(), contact.value, *filter(None, [contact.note])]
    )


def _due(case: Case) -> str | None:
    return None if case.next_due_on == NO_DUE_DATE else case.next_due_on.isoformat()


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, bool | str | list) or value is None else str(value)
