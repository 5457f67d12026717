"""A boy who came alone, and those who decide with others what is best for him."""

from datetime import date, timedelta

import pytest
from django.utils import translation

from amparo.pillars.assistance.child_protection.models import (
    BestInterestsDecision,
    BestInterestsDetermination,
    BestInterestsInformation,
    BestInterestsOption,
    PanelMember,
    PanelOpinion,
    UnaccompaniedChild,
)

FOUND = {"safety": "Safe in the home.", "care": "Doña Julia.", "family": "A mother in Oruro."}
ASSESSED = {"views": "He wants to study.", "safety": "Safe.", "recommendations": "Keep him here."}


@pytest.fixture(autouse=True)
def _in_english():
    """What is refused is read in the language in which these promises are written."""
    with translation.override("en"):
        yield


@pytest.fixture
def yawar(cast):
    """Fifteen years old, and alone."""
    return cast._person(
        given_names="Yawar", family_names="Condori", sex="male", birth_date=date(2011, 8, 4),
        birth_precision="exact", nationality="PE", languages=["qu", "es"],
    )  # fmt: skip


@pytest.fixture
def his_case(cast, yawar):
    return cast.open_case(person=yawar, channel="walk_in")


@pytest.fixture
def child(his_case, yawar, caseworker):
    return UnaccompaniedChild.register(
        his_case, by=caseworker, person=yawar, status="unaccompanied", cause="migration",
        last_known_family="His mother sells bread in Oruro.",
    )  # fmt: skip


@pytest.fixture
def today(his_case):
    return his_case.office.today()


@pytest.fixture
def determine(child, caseworker, colleague, supervisor, today):
    """A determination, as far as one wants it: gathered, weighed, spoken, decided."""

    def bring(upto="decided", best="local_care", why="durable"):
        bid = BestInterestsDetermination.begin(child, by=caseworker, why=why)
        if upto == "begun":
            return bid
        BestInterestsInformation.gather(
            bid, by=caseworker, found=FOUND, heard="directly", views="I want to stay."
        )
        options = {
            code: BestInterestsOption.weigh(bid, by=caseworker, code=code, pros="Yes.", cons="No.")
            for code in {"local_care", "reunification", best}
        }
        if upto == "weighed":
            return bid
        seats = ((caseworker, "social_work"), (colleague, "health"), (supervisor, "law"))
        members = [
            PanelMember.invite(bid, by=caseworker, user=user, role=role) for user, role in seats
        ]
        if upto == "invited":
            return bid
        for member in members:
            PanelOpinion.give(member, by=member.user, option=options[best], text="Best so.")
        if upto == "spoken":
            return bid
        BestInterestsDecision.take(
            bid, by=supervisor, review_on=today + timedelta(days=90), because="He is well here."
        )
        return bid

    return bring
