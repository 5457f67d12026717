"""One thing done to several cases of a list: what may be done is done, all else is named.

Each case is a step of its own. A refusal of one leaves the others as they are done, and says why.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from amparo.foundation.core.audit import log
from amparo.foundation.core.models import Office, User
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.people.messaging.recipients import Recipient, recipient_for
from amparo.foundation.people.messaging.templates import MessageDraft
from amparo.foundation.people.models import Message, Person

from .models import Case, Task

# As many as can be ticked on pages that stand side by side; longer lists go by hand-over.
MOST = 100


@dataclass(frozen=True)
class RefusedCase:
    """A case to which it was not done, and why."""

    case: Case
    reason: str


@dataclass
class BulkOutcome:
    """To which cases it was done, and to which it was not."""

    done: list[Case] = field(default_factory=list)
    refused: list[RefusedCase] = field(default_factory=list)

    @property
    def reasons(self) -> list[tuple[str, int]]:
        """How many were refused for each reason, the most frequent first."""
        return Counter(each.reason for each in self.refused).most_common()


def chosen_cases(user: User, refs: Iterable[str]) -> list[Case]:
    """The ticked cases that the user may see, in the order of the list; others are left out."""
    asked = list(dict.fromkeys(ref for text in refs if (ref := _ref(text))))[:MOST]
    cases = Case.objects.with_subject().accessible_to(user).filter(ref__in=asked)
    found = {case.ref: case for case in cases}
    return [found[ref] for ref in asked if ref in found]


def _ref(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def for_each(
    cases: Iterable[Case], action: Callable[[Case], object], *, by: User, verb: str
) -> BulkOutcome:
    """Does `action` to each case on which the user has `verb`, each in a savepoint of its own."""
    cases = list(cases)
    may = Case.objects.accessible_to(by, verb).filter(pk__in=[case.pk for case in cases])
    allowed = set(may.values_list("pk", flat=True))
    outcome = BulkOutcome()
    for case in cases:
        try:
            if case.pk not in allowed:
                raise Refusal(_("Your role may not do this to this case."))
            with transaction.atomic():
                action(case)
            outcome.done.append(case)
        except Refusal as refusal:
            outcome.refused.append(RefusedCase(case, str(refusal)))
    return outcome


def assign(cases: Iterable[Case], owner: User, *, by: User) -> BulkOutcome:
    """Gives the cases to a colleague, who is notified of each."""

    def give(case: Case) -> None:
        if case.owner_id == owner.pk:
            raise Refusal(_("This colleague has the case already."))
        case.assign(owner, by=by)

    return for_each(cases, give, by=by, verb="assign")


def set_task(
    cases: Iterable[Case], *, what: str, due_on: date, text: str, by: User
) -> BulkOutcome:
    """Puts the same task into the calendar of each case, for its caseworker."""

    def put(case: Case) -> None:
        Task.set(case, what, due_on, by=by, text=text, assigned_to=case.owner or by)

    return for_each(cases, put, by=by, verb="work")


def reachable(
    cases: Iterable[Case], draft: MessageDraft, *, by: User, office: Office
) -> BulkOutcome:
    """Whom the text could be sent to now; nothing is sent."""
    return for_each(cases, lambda case: _way_to(case, draft, by, office), by=by, verb="work")


def send_text(
    cases: Iterable[Case], draft: MessageDraft, *, by: User, office: Office
) -> BulkOutcome:
    """Sends the text to whoever of the cases may be texted, each at their first safe hour."""

    def send(case: Case) -> None:
        person, way = _way_to(case, draft, by, office)
        Message.queue(person, draft, way=way, by=by, office=office)

    outcome = for_each(cases, send, by=by, verb="work")
    log.log_list(by, "cases.texted", outcome.done, kind=draft.template, count=len(outcome.done))
    return outcome


def _way_to(case: Case, draft: MessageDraft, by: User, office: Office) -> tuple[Person, Recipient]:
    """Whom one speaks with and how they are texted; raises Refusal with the reason if not."""
    person = case.met_by(by)
    if person is None:
        raise Refusal(_("There is nobody here to be texted."))
    way = recipient_for(person, country=office.country)
    draft.moment(way, office)
    return person, way
