"""What is told of a community, and of the case itself: by which number, in which place."""

from typing import Any

from django.utils.translation import gettext as _

from amparo.foundation.core.models import User
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.people.models import Community, Place
from amparo.pillars.assistance.cases.models import Case

from .answers import RecordAnswers
from .consent import CASE as BEGINS

CASE = ("number", *BEGINS)
PLACE = ("name",)
COMMUNITY = ("description", "size_estimate", "spokespersons")


def case_reference(case: Case, told: RecordAnswers, by: User) -> None:
    """Nothing is written: who names another case has perhaps filled it in on the wrong page."""
    if not set(BEGINS).isdisjoint(told.fields):
        raise Refusal(_("How a case began is said when it begins. It stays as it is."))
    if told.text("number").casefold() != case.number.casefold():
        raise Refusal(_("The form names another case than this one. Whose answers are these?"))


def place(case: Case, told: RecordAnswers, by: User) -> None:
    """Nothing is written: a place is charted by who keeps the gazetteer."""
    known = place_of(case)
    if known is None or told.text("name").casefold() != known.name.casefold():
        raise Refusal(_("The place of this case is another one, or none. It stays as it is."))


def community(case: Case, told: RecordAnswers, by: User) -> None:
    if case.community is None:
        raise Refusal(_("These answers are about a community, and this case is not."))
    if not Community.objects.accessible_to(by, "work").filter(pk=case.community.pk).exists():
        raise Refusal(_("You do not work on the file of this community: nothing was changed."))
    given: dict[str, Any] = {name: told.text(name) for name in told.fields}
    if "size_estimate" in given:
        given["size_estimate"] = int(told.code("size_estimate"))
        if given["size_estimate"] < 0:
            raise ValueError("Nobody is fewer than none.")
    changed = {n: v for n, v in given.items() if v != (getattr(case.community, n) or "")}
    if changed:
        case.community.change(by=by, **changed)


def place_of(case: Case) -> Place | None:
    return case.place or (case.community.place if case.community else None)
