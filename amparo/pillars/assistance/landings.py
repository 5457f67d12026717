"""Where the answers of a form belong: `bind::amparo:lands` names the record and its field.

A landing calls the same verb as a page does. What it refuses is told, and the answers stay.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from amparo.foundation.fieldwork.xforms import Form, Question
from amparo.foundation.people.models import Functioning
from amparo.foundation.people.models.functioning import DOMAINS
from amparo.foundation.trust import codes
from amparo.foundation.trust.models import User
from amparo.foundation.trust.refusals import Refusal

if TYPE_CHECKING:
    from .models import Case

Told = dict[str, Any]  # by the field of the record
Land = Callable[["Case", Told, User], None]


def land(case: "Case", form: Form, answers: Told, *, by: User) -> dict[str, str]:
    """Each record that the answers make; those that could not be made, with why not."""
    troubles: dict[str, str] = {}
    for told in _records(form.root, answers):
        for name, fields in told.items():
            if name in LANDINGS and any(each not in (None, "", []) for each in fields.values()):
                try:
                    with transaction.atomic():
                        LANDINGS[name](case, fields, by)
                except (Refusal, ValueError) as reason:
                    troubles[name] = str(reason) if isinstance(reason, Refusal) else _odd()
    return troubles


def known(case: "Case", form: Form, may_ask: Callable[[Question], bool]) -> Told:
    """What the file already says, as answers: nobody is asked twice."""
    found: Told = {}
    for question in form.questions():
        value = KNOWN.get(question.notes.get("lands", ""), _nothing)(case)
        if value not in (None, "") and may_ask(question) and not _is_in_a_repeat(question):
            place = found
            for name in question.names[1:-1]:
                place = place.setdefault(name, {})
            place[question.name] = value
    return found


def _records(question: Question, answers: Told) -> Iterator[dict[str, Told]]:
    """The answers under the names of their records; each row of a repeat makes its own."""
    told: dict[str, Told] = defaultdict(dict)
    rows: list[tuple[Question, Told]] = []
    _gather(question, answers, told, rows)
    yield told
    for repeat, row in rows:
        yield from _records(repeat, row)


def _gather(question: Question, answers: Told, told: dict[str, Told], rows: list) -> None:
    for name, child in question.children.items():
        answer = answers.get(name)
        if child.is_repeat:
            rows += [(child, row) for row in answer or () if isinstance(row, dict)]
        elif child.children:
            _gather(child, answer if isinstance(answer, dict) else {}, told, rows)
        elif "." in (lands := child.notes.get("lands", "")):
            record, _dot, field = lands.partition(".")
            told[record][field] = answer


def _note(case: "Case", told: Told, by: User) -> None:
    from .models import Note

    Note.write(case, by=by, words=str(told["words"]))


def _functioning(case: "Case", told: Told, by: User) -> None:
    if case.person is None:
        raise Refusal(_("These answers are about one person, and this case is not."))
    given = {name: int(told[name]) for name in DOMAINS if told.get(name)}
    if given:
        answers: dict[str, Any] = dict.fromkeys(DOMAINS) | given
        Functioning.ask(case.person, answers, by=by, on=_day(told.get("asked_on"), case))


def _follow_up(case: "Case", told: Told, by: User) -> None:
    from .models import FollowUp

    if not told.get("mode"):
        raise Refusal(_("How they were met or called is missing, so no follow-up was written."))
    codes.require("follow_up_mode", told["mode"])
    FollowUp.hold(
        case, by=by, on=_day(told.get("on"), case), mode=told["mode"],
        reached=told.get("reached") in ("yes", True), change=FollowUp.Change(told["change"])
        if told.get("change") in FollowUp.Change.values else "",
        progress=told.get("progress") or "", story=told.get("story") or "",
        next_on=_day(told["next_on"], case) if told.get("next_on") else None,
    )  # fmt: skip


LANDINGS: dict[str, Land] = {
    "note": _note,
    "functioning": _functioning,
    "follow_up": _follow_up,
}


def _of_person(name: str) -> Callable[["Case"], Any]:
    return lambda case: getattr(case.person, name) if case.person else None


KNOWN: dict[str, Callable[["Case"], Any]] = {
    "case.number": lambda case: str(case),
    **{
        f"person.{name}": _of_person(name)
        for name in (
            "given_names",
            "family_names",
            "sex",
            "birth_date",
            "safe_channel",
            "literacy",
        )
    },
    "functioning.asked_on": lambda case: case.office.today(),
    "follow_up.on": lambda case: case.office.today(),
}


def _nothing(_case: "Case") -> None:
    return None


def _is_in_a_repeat(question: Question | None) -> bool:
    while question is not None:
        if question.is_repeat:
            return True
        question = question.parent
    return False


def _day(told: object, case: "Case") -> date:
    if isinstance(told, datetime):
        return told.date()
    if isinstance(told, date):
        return told
    return date.fromisoformat(str(told)[:10]) if told else case.office.today()


def _odd() -> str:
    return _("The answers do not fit the record that they belong to.")
