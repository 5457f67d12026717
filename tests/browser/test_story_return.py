"""Yovana goes home with her two children: from the first word to a life that lasts."""

from datetime import timedelta
from decimal import Decimal
from io import BytesIO
from types import SimpleNamespace

import pytest

from amparo.foundation.core.files.validation import validate_upload
from amparo.foundation.core.models import Organization
from amparo.foundation.funding.models import BudgetLine, Fund
from amparo.pillars.assistance.cases.models import Attachment, Case
from amparo.pillars.assistance.pathways.models import Check
from amparo.pillars.assistance.pathways.payments.models import AssistanceGrant
from amparo.pillars.assistance.reintegration.models import PlanItem, ReintegrationPlan
from amparo.pillars.assistance.returns.models import (
    ExitPermission,
    ReturnJourney,
    TravelAssistance,
    TravelDocument,
)
from amparo.pillars.assistance.returns.tests import ways
from amparo.pillars.assistance.surveys import standard_instruments
from amparo.pillars.assistance.surveys.models import SurveyResponse, SurveyResponseDraft
from tests.support.stories import close_case, hand_over, in_two_languages

YOVANA = {"es": ("Yovana", "Huillca"), "ar": ("يوفانا", "هويلكا")}
CHILDREN = {"es": ("Dayana", "Brayan"), "ar": ("دايانا", "برايان")}
WANTS = {"es": "Queremos volver con mi madre.", "ar": "نريد أن نعود عند أمي."}
RESTS = {
    "es": "Lo dijo con calma y a solas. Vimos los papeles con ella.",
    "ar": "قالتها بهدوء وعلى انفراد. رأينا الأوراق معها.",
}
WELL = {
    "es": "Vende pan en el mercado y los niños van a la escuela.",
    "ar": "تبيع الخبز في السوق والأطفال يذهبون إلى المدرسة.",
}
FREE = ("freedom", "informed", "capacity", "alternatives", "can_withdraw", "language")


@pytest.fixture
def people(cast):
    """Those who accompany and answer here, and there; and there also who pays."""
    there = cast._user("pilar", "Pilar Quintana", "supervisor", office=cast.other_office)
    pays = cast._user("ruth", "Ruth Ayala", "data_officer", office=cast.other_office)
    return SimpleNamespace(
        lucia=cast.caseworker, maren=cast.supervisor, omar=cast.stranger, pilar=there, ruth=pays
    )


@pytest.fixture
def line(people, cast):
    """Money of a donor for who comes back to Valle Seco, as supervisors set it up there."""
    office = cast.other_office
    fund = Fund.set_up(
        by=people.pilar, code="ALBA-1", name="Return", office=office, currency="USD",
        donor=Organization.found(by=None, name="Fondo Alba", kind="agency"),
        since=office.today() - timedelta(days=30),
    )  # fmt: skip
    return BudgetLine.add(
        fund, by=people.pilar, code="1.1", name="Assistance grants", amount=Decimal(1000)
    )


@pytest.fixture
def survey(people):
    version, _at_closure = standard_instruments.add(by=people.ruth)
    version.publish(by=people.ruth)
    return version


@pytest.mark.nightly
@in_two_languages
def test_from_the_first_word_to_a_life_that_lasts(
    language, cast, people, line, survey, story_browsers, calendar
):
    lucia, maren = (
        story_browsers(people.lucia, language, walks=True),
        story_browsers(people.maren, language),
    )
    case = meet(lucia, cast.other_office, language)
    journey = counsel(lucia, case, cast.other_team, language)
    each_decides(lucia, journey, language)
    arrange_the_way(lucia, journey, language)
    nothing_is_booked_through_an_open_check(lucia, journey)
    screen_everybody(lucia, journey, language)
    hear_each(maren, journey, people, language)
    settle_every_check(lucia, maren, journey, people, language)
    leave(lucia, journey, language)
    pilar = story_browsers(people.pilar, language)
    hand_over(
        lucia, maren, pilar, case=case, to=cast.other_team, owner=people.omar,
        text=WANTS[language],
    )  # fmt: skip
    omar = story_browsers(people.omar, language, walks=True)
    arrive(omar, journey, language)
    plan_together(omar, case, language)
    pay_under_four_eyes(omar, pilar, story_browsers(people.ruth, language), line, language)
    hold_a_round(omar, case, "w0", language)
    two_rounds_go_by(case, survey, people.omar, calendar, language)
    calendar.turn(days=365 - 190)
    omar, pilar = (
        story_browsers(people.omar, language, walks=True),
        story_browsers(people.pilar, language),
    )
    hold_a_round(omar, case, "m12", language)
    it_lasts(omar, case, language)
    close_case(omar, pilar, case, reason="reintegration_sustained", summary=WELL[language])


def meet(lucia, office, language):
    """First contact: she agrees, and comes in with her two children."""
    lucia.visit("/register/")
    points = ("interview", "purpose", "uses", "access", "retention", "withdrawal")
    lucia.answer(
        "consent__way", consent__way="agrees", consent__language=language,
        consent__method="verbal", consent__agrees_case_management="yes",
        consent__explained=points, consent__expires_on=office.today() + timedelta(days=700),
    )  # fmt: skip
    given, family = YOVANA[language]
    girl, boy = CHILDREN[language]
    lucia.answer(
        "who__given_names", who__given_names=given, who__family_names=family, who__sex="female",
        who__age="34", who__nationality="PE", who__language_1=language,
        case__kind="return", case__channel="walk_in",
        case__presenting_concern=WANTS[language],
        case__child0__given_names=girl, case__child0__sex="female", case__child0__age="8",
        case__child1__given_names=boy, case__child1__sex="male", case__child1__age="4",
    )  # fmt: skip
    case = Case.objects.get()
    assert len(case.persons()) == 3
    lucia.chapter("met")
    return case


def counsel(lucia, case, team, language):
    """In her language, with all that she needs to decide; nothing is decided yet."""
    lucia.visit(f"/cases/{case.ref}/")
    lucia.follow("/returns/new/")
    lucia.answer("kind", country="PE", where=WANTS[language], to_team=team.ref.hex)
    lucia.reads("Pre-departure checks")
    lucia.follow("/counselling/new/")
    held_on = case.office.today() - timedelta(days=2)  # who is interviewed has slept on it
    lucia.answer(
        "explained", held_on=held_on, language=language, explained=FREE, text=WANTS[language]
    )
    lucia.chapter("counselled")
    return ReturnJourney.objects.get()


def each_decides(lucia, journey, language):
    """The mother for herself and, with their own wish, for her children."""
    for traveller in journey.going():
        lucia.follow(f"/travellers/{traveller.ref}/decision/")
        said = {"goes": "yes", "situation": "can_stay", "checks": FREE, "signed": "signature"}
        if traveller.is_child:
            said |= {"by_guardian": True, "guardian": YOVANA[language][0], "assent": "yes"}
        lucia.answer("goes", text=WANTS[language], **said)
    lucia.reads("Wants to return")
    lucia.reads("Withdraw")
    lucia.chapter("decided")


def arrange_the_way(lucia, journey, language):
    """A leg, an escort, medicines, help in transit, and a passport for each."""
    day = journey.case.office.today()
    lucia.follow("/legs/new/")
    lucia.answer(
        "carrier", way="road", leaves_from="Puerto Alto", goes_to="Valle Seco",
        carrier="Transportes Illimani", number="214", leaves_on=day, leaves_clock="09:00",
        arrives_on=day, arrives_clock="15:00",
    )  # fmt: skip
    lucia.follow("/help/new/")
    lucia.answer("kind", kind="social", text=RESTS[language])
    for kind in ("medicines", "transit"):
        TravelAssistance.arrange(journey, by=journey.case.owner, kind=kind, text=RESTS[language])
    mother, *children = journey.going()
    lucia.follow(f"/travellers/{mother.ref}/document/")
    until = day + timedelta(days=900)
    lucia.answer("status", kind="passport", status="issued", seen_on=day, good_until=until)
    for child in children:
        TravelDocument.track(
            child, by=journey.case.owner, kind="passport", status="issued", seen_on=day,
            good_until=until,
        )  # fmt: skip
    lucia.chapter("arranged")


def nothing_is_booked_through_an_open_check(lucia, journey):
    lucia.reads("Checks still open")
    lucia.visit(f"{journey.get_absolute_url()}book/")
    lucia.is_refused("code", code="ILL-7723")
    lucia.reads("Safety of the place of return")
    lucia.reads("Danger now")
    assert not journey.bookings.exists()
    lucia.visit(journey.get_absolute_url())


def screen_everybody(lucia, journey, language):
    """They are safe and well, fear nothing, and nobody saw a sign of trafficking."""
    lucia.visit(f"/cases/{journey.case.ref}/screenings/new/")
    lucia.answer("medical", danger_now="yes", medical="no")
    lucia.answer("goes_on", asylum_wish="no", no_signs=True, goes_on="yes")
    lucia.chapter("screened")


def hear_each(maren, journey, people, language):
    """The supervisor, who did not counsel them, hears each; a clinician examines each."""
    ways.qualified(people.maren)
    mother, *children = journey.going()
    said = {
        "language": language, "interpreter": "none", "is_alone": "yes", "text": RESTS[language],
    }  # fmt: skip
    maren.visit(journey.get_absolute_url())
    maren.follow(f"/travellers/{mother.ref}/interview/")
    maren.answer("is_voluntary", is_voluntary="yes", **said)
    maren.follow(f"/travellers/{mother.ref}/asylum/")
    maren.answer("wishes_asylum", is_informed="yes", wishes_asylum="no", **said)
    for child in children:
        ways.interviewed(child, by=people.maren, guardian=YOVANA[language][0], language=language)
        ways.declared(child, by=people.maren, guardian=YOVANA[language][0], language=language)
    for traveller in (mother, *children):
        ways.examined(traveller)


def settle_every_check(lucia, maren, journey, people, language):
    """Each kind on its page, by whoever decides it; for the others of the family it is alike."""
    paper = signed(journey)
    for child in [each for each in journey.going() if each.is_child]:
        ExitPermission.record(
            child, by=people.maren, basis="father", given_by="Julio Condori",
            document=paper, issuer="Notary 14", issued_on=journey.case.office.today(),
        )  # fmt: skip
    lucia.visit(journey.get_absolute_url())
    maren.visit(journey.get_absolute_url())
    seen = set()
    for check in Check.objects.of(journey.ref):
        is_above = check.of_kind.decides == "approve"
        if check.state == Check.State.MET:  # by an interview, or by a clinician
            continue
        shown = {}
        if check.of_kind.document is not None:
            shown = {"issuer": "Consulado", "issued_on": journey.case.office.today()}
        if check.kind in seen:
            by = people.maren if is_above else people.lucia
            if shown:
                shown["paper"] = paper
            journey.settle(check, by=by, met=True, text=RESTS[language], **shown)
            continue
        seen.add(check.kind)
        decides = maren if is_above else lucia
        decides.follow(f"/checks/{check.ref}/")
        if shown:
            shown["paper"] = paper.ref.hex
        decides.answer("text", met="yes", text=RESTS[language], **shown)
    assert {check.state for check in Check.objects.of(journey.ref)} == {Check.State.MET}
    lucia.visit(journey.get_absolute_url())
    lucia.chapter("settled")


def signed(journey):
    """What they signed, in the file of the case."""
    text = b"Read aloud, and signed."
    paper = validate_upload("signed.txt", "text/plain", len(text), BytesIO(text))
    return Attachment.keep(journey.case, by=journey.case.owner, paper=paper)


def leave(lucia, journey, language):
    lucia.follow("/book/")
    lucia.answer("code", code="ILL-7723")
    lucia.chapter("booked")
    ways.checked(journey)
    lucia.follow("/depart/")
    lucia.answer("left_on", text=RESTS[language])
    journey.refresh_from_db()
    assert journey.state == "departed"
    lucia.reads_no("Withdraw")


def arrive(omar, journey, language):
    """The office of the place where they are from confirms it, and welcomes them."""
    omar.visit(journey.get_absolute_url())
    omar.follow("/arrive/")
    omar.answer("arrived_on", text=WANTS[language])
    omar.follow("/welcome/")
    omar.answer("welcomed_on", text=WANTS[language])
    journey.refresh_from_db()
    assert journey.state == "received"
    omar.chapter("welcomed")


def plan_together(omar, case, language):
    """Three parts of life, on three levels; it is a plan once she agrees."""
    omar.visit(f"/cases/{case.ref}/reintegration/")
    for dimension, level, activity, more in (
        ("economic", "individual", "microbusiness", {"budget": "300", "currency": "USD"}),
        ("social", "structural", "school", {"child_aspect": "education"}),
        ("psychosocial", "community", "mediation", {}),
    ):
        omar.follow(f"dimension={dimension}&level={level}")
        omar.answer(
            "objective", activity=activity, objective=WELL[language],
            responsible_words=YOVANA[language][0], **more,
        )  # fmt: skip
    omar.follow("/reintegration/agree/")
    omar.answer("how", how="verbal", text=WANTS[language])
    assert ReintegrationPlan.current(case).is_agreed
    omar.chapter("planned")


def pay_under_four_eyes(omar, pilar, ruth, line, language):
    """One asks, another approves, a third pays; with her thumb she says that she has it."""
    item = PlanItem.objects.get(dimension="economic")
    omar.follow(f"way={item.ref}")
    omar.answer(
        "amount", kind="reintegration", text=WELL[language], amount="300", currency="USD",
        line=line.ref,
    )  # fmt: skip
    grant = AssistanceGrant.objects.get()
    pilar.visit(grant.get_absolute_url())
    pilar.press("Approve")
    ruth.visit(grant.get_absolute_url())
    ruth.follow("/pay/")
    ruth.answer("amount", how="cash")
    ruth.reads_nothing_of(YOVANA[language][0])
    ruth.chapter("paid")
    omar.visit(grant.get_absolute_url())
    omar.follow("/acknowledge/")
    omar.answer("how", how="thumbprint")
    grant.refresh_from_db()
    assert (grant.state, grant.paid) == (AssistanceGrant.State.PAID, Decimal(300))
    omar.chapter("received")


def hold_a_round(omar, case, wave, language):
    """A page for each part of life, and what it comes to."""
    omar.visit(f"/cases/{case.ref}/surveys/")
    omar.touch("Conduct survey")
    omar.answer("mode", mode="visit", language=language)
    draft = SurveyResponseDraft.objects.get()
    for dimension in draft.version.survey.dimensions:
        asked = draft.version.survey.of(dimension.code)
        best = {item.code: _best(item) for item in asked if item.scores}
        omar.answer(next(iter(best)), **best)
    omar.answer("text", text=WELL[language])
    held = SurveyResponse.objects.get(case=case, wave=wave)
    assert held.person == case.main_person
    omar.chapter(f"round-{wave}")


def _best(item):
    return max(item.scores, key=lambda code: item.scores[code] or 0)


def two_rounds_go_by(case, survey, by, calendar, language):
    """After three months, and after six."""
    first = SurveyResponse.objects.get(case=case)
    for wave in ("m3", "m6"):
        calendar.turn(days=95)
        SurveyResponse.hold(
            case, by=by, person=first.person, version=survey, wave=wave, mode="call",
            language=language, on=case.office.today(), returned_on=first.returned_on,
            answers=first.answers,
        )  # fmt: skip


def it_lasts(omar, case, language):
    """In each part of life something shows it."""
    for item in PlanItem.objects.all():
        item.complete(by=case.owner, text=WELL[language])
    omar.visit(f"/cases/{case.ref}/reintegration/")
    omar.chapter("carried-out")
    omar.follow("/reintegration/end/")
    shown = dict.fromkeys(("economic", "social", "psychosocial"), WELL[language])
    omar.answer("how", how="sustainable", text=WANTS[language], **shown)
