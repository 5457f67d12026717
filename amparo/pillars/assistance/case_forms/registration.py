"""Somebody was met where there is no network: registered by the answers, as the page would.

The form says which answer is which: `consent.…`, `person.…` and `case.…`, under the names that the
registration itself uses. What is missing there is missing here.
"""

from collections import defaultdict
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import gettext as _

from amparo.foundation.fieldwork.models import Submission
from amparo.foundation.fieldwork.submissions import SubmissionNotAccepted
from amparo.pillars.assistance.cases.models import Case
from amparo.pillars.assistance.intake.first_contact import register_first_contact
from amparo.pillars.assistance.intake.registration_wizard import STEPS, RegistrationWizard
from amparo_xforms import Form, Outcome, Question

FACTS_MISSING = "facts-missing"
RECORDS = {"consent": "consent", "person": "who", "case": "case"}
# A published column that the registration asks under another name.
ASKED_AS = {"giver_name": "consenting_person"}
_LASTS = timedelta(days=365)


def register_from_form(ref: UUID, submission: Submission, outcome: Outcome) -> Case:
    """Their case, under the name that the telephone gave it."""
    by = submission.by
    assert by is not None  # noqa: S101 - who receives it has looked
    road = RegistrationWizard(_answers(submission, outcome), by)
    if not _is_complete(road):
        raise SubmissionNotAccepted(FACTS_MISSING, _(
            "Somebody cannot be registered from this alone: their consent or name is missing."
        ))  # fmt: skip
    met = road.met
    met.case["ref"] = ref  # type: ignore[index]
    _person, case = register_first_contact(met, by=by, team=road.case.receiving)
    assert case is not None  # noqa: S101 - the road opens one
    return case


def _is_complete(road: RegistrationWizard) -> bool:
    """Whether the page itself would take it, and a case begins at once."""
    if not road.teams or not all(road.is_valid(step) for step in STEPS):
        return False
    return road.opens_a_case and not road.consent.refuses


def _answers(submission: Submission, outcome: Outcome) -> QueryDict:
    told = _answers_by_record(submission.version.opened, outcome.answers)
    day = submission.at.astimezone(submission.office.zone).date()
    data = QueryDict(mutable=True)
    _put(data, "consent", {
        "way": "agrees", "given_by": "self", "given_on": day, "expires_on": day + _LASTS,
    } | told["consent"])  # fmt: skip
    _put(data, "who", _person(told["person"]))
    team = submission.by.team if submission.by else None
    _put(data, "case", {
        "kind": "general", "identified_on": day, "team": team.ref if team else "",
    } | told["case"])  # fmt: skip
    return data


def _answers_by_record(form: Form, answers: Any) -> dict[str, dict[str, Any]]:
    """The answers outside of rows that belong to a registration, by record and field."""
    told: dict[str, dict[str, Any]] = defaultdict(dict)
    for question in form.questions():
        record, _dot, name = question.notes.get("target", "").partition(".")
        if record in RECORDS and name:
            answer = _at(question, answers)
            if answer not in (None, "", []):
                told[record][ASKED_AS.get(name, name)] = answer
    return told


def _at(question: Question, answers: Any) -> Any:
    for name in question.names[1:]:
        answers = answers.get(name) if isinstance(answers, dict) else None
    return answers


def _person(told: dict[str, Any]) -> dict[str, Any]:
    """A birth is asked for in boxes there, and the languages one by one."""
    given = dict(told)
    born, precision = given.pop("birth_date", None), given.pop("birth_precision", "exact")
    year = given.pop("birth_year", None)
    if isinstance(born, datetime):
        born = born.date()
    if isinstance(born, date):
        is_year = precision in ("year", "estimated")
        given["birth_day"] = born.day if precision == "exact" else ""
        given["birth_month"] = "" if is_year else born.month
        given["birth_year"] = born.year
        given |= {"birth_about": "on"} if precision == "estimated" else {}
    elif year:
        given["birth_year"] = year
    spoken = given.pop("languages", [])
    for at, language in enumerate(spoken if isinstance(spoken, list) else [spoken], 1):
        given[f"language_{at}"] = language
    return given


def _put(data: QueryDict, step: str, said: dict[str, Any]) -> None:
    for name, value in said.items():
        values = value if isinstance(value, list) else [value]
        data.setlist(f"{step}-{name}", [_words(each) for each in values])


def _words(value: Any) -> str:
    if isinstance(value, bool):
        return "on" if value else ""
    return value.isoformat() if isinstance(value, date | datetime) else str(value)
