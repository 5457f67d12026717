"""What is told of a family: who belongs to it, and who was separated from it."""

from django.utils.translation import gettext as _

from amparo.foundation.core.code_lists import codes
from amparo.foundation.core.models import User
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.people.models import Family, FamilyMember, Person
from amparo.pillars.assistance.cases.models import Case

from .answers import RecordAnswers
from .persons import subject_person
from .values import must_be_past

FAMILY_MEMBER = ("person", "relation")
SEPARATION = ("cause", "since", "story")


def family_member(case: Case, told: RecordAnswers, by: User) -> None:
    """Somebody who has a case of their own, by its number, joins the family."""
    if not (number := told.text("person")):
        raise Refusal(
            _("Somebody joins a family once they are registered, with their own consent.")
        )
    theirs = Case.objects.accessible_to(by).filter(number=number).select_related("person").first()
    if theirs is None or theirs.person is None or not _works_on(theirs.person, by):
        raise Refusal(_("No file that you work on has the number of this member."))
    relation = told.code("relation") or "relative"
    codes.require("family_relation", relation)
    family = family_of(case, by) or Family.register(subject_person(case, by), by=by)
    if not family.members.filter(person=theirs.person, relation=relation).exists():
        family.add(theirs.person, relation, by=by)


def separation(case: Case, told: RecordAnswers, by: User) -> None:
    """Of the person of the case, from the family that they are noted in."""
    who = subject_person(case, by)
    family = family_of(case, by)
    if family is None:
        raise Refusal(_("No family is noted yet from which they were separated."))
    if not (cause := told.code("cause")):
        raise Refusal(_("How they were separated is missing."))
    codes.require("separation_cause", cause)
    must_be_past(told.day("since"), case, by)
    member = FamilyMember.objects.select_related("separation").get(family=family, person=who)
    known = getattr(member, "separation", None)
    if known and (known.cause, known.since) == (cause, told.day("since")):
        return
    member.separate(by=by, since=told.day("since"), cause=cause, story=told.text("story"))


def family_of(case: Case, by: User) -> Family | None:
    """The family that the case is about, or that its person belongs to."""
    theirs = Family.objects.accessible_to(by, "work")
    if case.family_id:
        return theirs.filter(pk=case.family_id).first()
    return theirs.filter(members__person=case.person).order_by("pk").first()


def _works_on(who: Person, by: User) -> bool:
    return Person.objects.accessible_to(by, "work").filter(pk=who.pk).exists()
