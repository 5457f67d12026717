"""How what is done for a child alone is told, and what waits for whom."""

from functools import partial
from typing import Any

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amparo.foundation.core.audit import events
from amparo.foundation.core.models import User

from ..gates.kinds import takes
from ..models import Case
from ..timeline import aside, narrates, said
from ..told.words import LISTS
from ..undertakings import Standing, Undertaking, undertakes
from . import waiting
from .asked import GATES, missing_at
from .models import CareVisit, ChildAlone, FamilyNotTold, MinorWithoutAdult

DEEDS = {
    "children.listed": gettext_lazy("Looked at the list of children alone"),
    "minors.listed": gettext_lazy("Looked at the list of minors registered without an adult"),
    "minorwithoutadult.found": gettext_lazy("Registered a minor without an adult"),
    "minorwithoutadult.looked_at": gettext_lazy(
        "Wrote down what was found out about a minor without an adult"
    ),
    "childalone.registered": gettext_lazy("Registered a child as alone"),
    "childalone.changed": gettext_lazy("Put right what is known of a child alone"),
    "childalone.ended": gettext_lazy("Wrote down that a child is alone no longer"),
    "familynottold.asked": gettext_lazy("Wrote down that the family must not be told"),
    "familynottold.taken_back": gettext_lazy("Wrote down that the family may be told again"),
    "carearrangement.begun": gettext_lazy("Wrote down who cares for a child"),
    "carearrangement.ended": gettext_lazy("Wrote down that care for a child ended"),
    "carevisit.held": gettext_lazy("Visited a child"),
    "guardian.named": gettext_lazy("Wrote down who is guardian of a child"),
    "guardian.ended": gettext_lazy("Wrote down that a guardianship ended"),
    "bestinterestsassessment.made": gettext_lazy("Assessed what is best for a child"),
    "bestinterestsassessment.approved": gettext_lazy("Approved a best interests assessment"),
    "bestinterestsassessment.sent_back": gettext_lazy("Sent a best interests assessment back"),
    "bestinterests.begun": gettext_lazy("Began to determine what is best for a child"),
    "bestinterests.gathered": gettext_lazy("Gathered what is known for a determination"),
    "bestinterests.option_weighed": gettext_lazy("Weighed an option for a child"),
    "bestinterests.member_invited": gettext_lazy("Invited somebody to a best interests panel"),
    "bestinterests.member_excused": gettext_lazy("Excused a member of a best interests panel"),
    "bestinterests.opinion_given": gettext_lazy("Wrote down an opinion of a panel"),
    "bestinterests.decided": gettext_lazy("Determined what is best for a child"),
    "bestinterests.child_told": gettext_lazy("Told a child what was decided"),
    "bestinterests.reopened": gettext_lazy("Opened a best interests determination again"),
    "bestinterests.printed": gettext_lazy("Printed a best interests determination"),
    "authoritydecision.noted": gettext_lazy("Wrote down what an authority decided for a child"),
}
NOTICES = {
    "minor.registered": gettext_lazy(
        "A minor was registered without an adult of the household. Look at it today."
    ),
    "minors.imported": gettext_lazy(
        "Minors were imported without an adult of their household: so many. Look at them today."
    ),
    "familynottold.asked": gettext_lazy("A child asks that the family not be told. Obey it."),
    "bestinterestsassessment.made": gettext_lazy(
        "What is best for a child was assessed. Read it and answer."
    ),
    "bestinterestsassessment.approved": gettext_lazy(
        "Your best interests assessment was approved."
    ),
    "bestinterestsassessment.sent_back": gettext_lazy(
        "Your best interests assessment came back with a note."
    ),
    "bestinterests.member_invited": gettext_lazy(
        "You are on a panel for the best interests of a child. Say what you hold best."
    ),
    "bestinterests.decided": gettext_lazy("It was decided what is best for a child. Tell them."),
}
TOLD = {
    "minorwithoutadult.found": said(
        "baby-carriage", gettext_lazy("A minor was registered without an adult"), is_danger=True
    ),
    "minorwithoutadult.looked_at": said(
        "eye", gettext_lazy("Somebody looked at the minor without an adult")
    ),
    "childalone.registered": said("baby-carriage", gettext_lazy("Registered as a child alone")),
    "childalone.changed": aside("pencil", gettext_lazy("What is known was put right")),
    "childalone.ended": said("users", gettext_lazy("The child is alone no longer")),
    "familynottold.asked": said(
        "hand-stop", gettext_lazy("The child asks that the family not be told"), is_danger=True
    ),
    "familynottold.taken_back": said(
        "messages", gettext_lazy("The child says that the family may be told")
    ),
    "carearrangement.begun": said("home", gettext_lazy("Somebody cares for the child")),
    "carearrangement.ended": aside("home", gettext_lazy("The care of the child changed")),
    "carevisit.held": said("eye", gettext_lazy("The child was visited")),
    "guardian.named": said("user-plus", gettext_lazy("A guardian stands for the child")),
    "guardian.ended": said("user", gettext_lazy("The guardianship ended")),
    "bestinterestsassessment.made": said(
        "clipboard-list", gettext_lazy("What is best for the child was assessed")
    ),
    "bestinterestsassessment.approved": aside(
        "circle-check", gettext_lazy("The best interests assessment was approved")
    ),
    "bestinterestsassessment.sent_back": aside(
        "arrow-left", gettext_lazy("The best interests assessment was sent back with a note")
    ),
    "bestinterests.begun": said("scale", gettext_lazy("A best interests determination was begun")),
    "bestinterests.gathered": aside("notes", gettext_lazy("What is known was gathered")),
    "bestinterests.option_weighed": aside("scale", gettext_lazy("An option was weighed")),
    "bestinterests.member_invited": aside("users", gettext_lazy("Somebody joined the panel")),
    "bestinterests.member_excused": aside(
        "users", gettext_lazy("A member of the panel was excused")
    ),
    "bestinterests.opinion_given": aside("messages", gettext_lazy("A member of the panel spoke")),
    "bestinterests.decided": said("scale", gettext_lazy("It was decided what is best")),
    "bestinterests.child_told": said("ear", gettext_lazy("The child was told what was decided")),
    "bestinterests.reopened": said(
        "arrow-left", gettext_lazy("The best interests determination was opened again")
    ),
    "bestinterests.printed": aside(
        "printer", gettext_lazy("The best interests determination was printed")
    ),
    "authoritydecision.noted": said(
        "file-certificate", gettext_lazy("An authority decided what is best for the child")
    ),
}


def _exists() -> Exists:
    return Exists(ChildAlone.objects.filter(case=OuterRef("pk")))


def _standings(case: Case, user: User) -> list[Standing]:
    found = []
    child: Any  # with what is missing, asked along
    for child in waiting.with_what_is_missing(ChildAlone.objects.filter(case=case), case.office):
        child.case = case
        state = _("History") if child.is_over else child.get_status_display()
        found.append(
            Standing(
                title=_("Child alone: %(name)s") % {"name": child.person.name},
                state=state,
                url=child.get_absolute_url(),
                waits_for=tuple(waiting.words_of(child)),
                is_late=child.visit_is_late,
            )
        )
    return found


def _minor_exists() -> Exists:
    return Exists(MinorWithoutAdult.objects.filter(case=OuterRef("pk"), looked_at=None))


def _minors(case: Case, user: User) -> list[Standing]:
    """Only to look at: what follows is registered as a child alone, or written down."""
    found = MinorWithoutAdult.objects.filter(case=case).waiting(case.office.today())
    return [
        Standing(
            title=_("Minor without an adult: %(name)s") % {"name": minor.person.name},
            state=_("To look at"),
            url=reverse("families:minor", args=[minor.ref]),
            waits_for=(_("No adult is known in the household of this child."),),
            is_late=True,
        )
        for minor in found.accessible_to(user).select_related("person")
    ]


def _may_begin(case: Case) -> bool:
    """Where the person is a child, or children may be among those who came together."""
    person = case.person
    return bool(person and person.is_child(case.office.today())) or bool(case.family_id)


# Fields that hold codes of a list.
ON_LISTS = {
    "childalone.cause": "separation_cause",
    "carearrangement.kind": "care_arrangement",
    "carearrangement.why_ended": "care_change",
    "guardian.basis": "guardian_basis",
    "bestinterestsoption.code": "best_interests_option",
    "panelmember.role": "panel_role",
    "authoritydecision.code": "best_interests_option",
}


def tell() -> None:
    LISTS.update(ON_LISTS)
    events.EVENTS.update(DEEDS)
    events.NOTICES.update(NOTICES)
    undertakes(
        Undertaking(
            name="child_alone",
            icon="baby-carriage",
            begins="families:child-new",
            offer=gettext_lazy("Register a child alone"),
            exists=_exists,
            standings=_standings,
            may_begin=_may_begin,
            mine=waiting.mine,
            watched=waiting.watched,
            told=TOLD,
        )
    )
    undertakes(
        Undertaking(
            name="minor_without_adult",
            icon="baby-carriage",
            begins="families:child-new",
            offer=gettext_lazy("Register a child alone"),
            exists=_minor_exists,
            standings=_minors,
            may_begin=lambda case: False,  # it begins with the registration alone
        )
    )
    narrates(FamilyNotTold, "words")
    narrates(CareVisit, "words")
    for kind, way in GATES.items():
        takes(kind, partial(missing_at, way=way))
