"""Nayeli is alone; in another country her grandmother looks for her: until they are together."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from playwright.sync_api import expect

from amparo.foundation.core.models import RestrictedGroupAccess
from amparo.pillars.assistance.child_protection.models import UnaccompaniedChild
from amparo.pillars.assistance.family_tracing.models import (
    Reunification,
    TracingMatch,
    TracingRequest,
)
from amparo.pillars.assistance.pathways.models import Check
from tests.support.stories import close_case, in_two_languages

ALONE = {
    "es": "Subieron a dos buses distintos en la terminal.",
    "ar": "صعدتا إلى حافلتين مختلفتين في المحطة.",
}
WISH = {"es": "Quiero vivir con mi abuela.", "ar": "أريد أن أعيش مع جدتي."}
SAFE = {
    "es": "La casa es tranquila y está cerca de la escuela.",
    "ar": "البيت هادئ وقريب من المدرسة.",
}
SONG = {"es": "Cantó la canción que canta su madre.", "ar": "غنّت الأغنية التي تغنيها أمها."}
CARMEN = {"es": ("Carmen", "Mamani"), "ar": ("كارمن", "ماماني")}


@pytest.fixture
def people(cast):
    """Where Nayeli is, who may open files of children; there, who takes the grandmother's word.

    Daniel traces for the other office, and opens files of children here.
    """
    for user in (cast.supervisor, cast.colleague):
        RestrictedGroupAccess.give(to=user, group="child", office=cast.office, by=None)
    RestrictedGroupAccess.give(
        to=cast.colleague, group="tracing", office=cast.other_office, by=None
    )
    return SimpleNamespace(
        lucia=cast.caseworker, maren=cast.supervisor, daniel=cast.colleague, omar=cast.stranger
    )


@pytest.mark.nightly
@in_two_languages
def test_from_a_child_alone_to_a_family(language, cast, people, nayeli, story_browsers, calendar):
    case = cast.open_case(person=nayeli, kind="child", confidentiality="child", channel="walk_in")
    lucia, maren = (
        story_browsers(people.lucia, language, walks=True),
        story_browsers(people.maren, language),
    )
    child = register_a_child_alone(lucia, case, language)
    look_what_is_best(lucia, maren, child, people, language)
    omar = story_browsers(people.omar, language, walks=True)
    asked = take_a_request_down(omar, language)
    daniel = story_browsers(people.daniel, language)
    nobody_is_shown_who_did_not_agree(daniel, asked, nayeli)
    agree_to_be_looked_for(lucia, nayeli, language)
    match = find_each_other(daniel, omar, asked, nayeli, language)
    hear_both_sides(daniel, match, language)
    reunion = prepare(daniel, match)
    settle_what_stands_before_it(lucia, maren, reunion, language)
    come_together(lucia, reunion, language)
    calendar.turn(days=30)
    lucia, maren = (
        story_browsers(people.lucia, language, walks=True),
        story_browsers(people.maren, language),
    )
    daniel = story_browsers(people.daniel, language)
    see_how_they_are(lucia, case, child, language)
    close_case(lucia, maren, case, reason="family_reunified", summary=WISH[language])
    end_the_search(daniel, asked, language)


def register_a_child_alone(lucia, case, language):
    """What happened, who cares for her, who stands for her, and how she is."""
    lucia.visit(f"/cases/{case.ref}/")
    lucia.follow("/children/new/")
    lucia.answer(
        "status", status="unaccompanied", cause="migration", circumstances=ALONE[language],
        wishes=WISH[language],
    )  # fmt: skip
    child = UnaccompaniedChild.objects.get()
    lucia.follow("/care/new/")
    lucia.answer("carer", kind="foster", carer="Elsa Tola", where=SAFE[language])
    lucia.follow("/guardian/new/")
    lucia.answer("basis", name="Defensoría", basis="authority")
    lucia.follow("/visits/new/")
    lucia.answer("saw_child", saw_child="yes", spoke_alone="yes", text=WISH[language])
    lucia.chapter("alone")
    return child


def look_what_is_best(lucia, maren, child, people, language):
    """An assessment that a second person reads; then a panel weighs two ways."""
    lucia.follow("/assess/")
    told = {"views": WISH[language], "safety": SAFE[language], "recommendations": WISH[language]}
    lucia.answer("urgency", urgency="soon", **told)
    assessment = child.assessments.get()
    maren.visit(f"/children/assessments/{assessment.ref}/")
    maren.follow("/answer/")
    maren.send("note", "[value=approve]")
    lucia.visit(child.get_absolute_url())
    lucia.follow("/determine/")
    lucia.answer("why", why="durable")
    lucia.follow("/information/")
    known = dict.fromkeys(("safety", "care", "family"), SAFE[language])
    lucia.answer(
        "heard", heard="directly", heard_on=child.case.office.today(), views=WISH[language],
        **known,
    )  # fmt: skip
    for code in ("reunification", "local_care"):
        lucia.follow("/options/new/")
        lucia.answer("pros", code=code, pros=WISH[language], cons=SAFE[language])
    determination = child.determinations.get()
    for user, role in ((people.lucia, "social_work"), (people.maren, "child_protection")):
        lucia.follow("/panel/new/")
        lucia.answer("role", user=user.ref, role=role)
    best = determination.options.get(code="reunification")
    for teller, user in ((lucia, people.lucia), (maren, people.maren)):
        if teller is maren:
            maren.visit(determination.get_absolute_url())
        seat = determination.panel.get(user=user)
        teller.follow(f"/opinions/{seat.ref}/")
        teller.answer("text", option=best.ref, text=WISH[language])
    maren.follow("/decide/")
    later = child.case.office.today() + timedelta(days=180)
    maren.answer("because", because=WISH[language], review_on=later)
    lucia.visit(determination.get_absolute_url())
    lucia.follow("/child-informed/")
    lucia.answer("text", text=WISH[language])
    lucia.chapter("best-interests")


def take_a_request_down(omar, language):
    """A file of its own: who asks is nobody's case, and agrees for herself."""
    given, family = CARMEN[language]
    omar.visit("/tracing/")
    omar.follow("/tracing/new/")
    omar.answer(
        "sought__relation", who__given_names=given, who__family_names=family,
        who__safe_channel="call", who__contact="+591 70088888",
        consent__agreed="yes", consent__method="verbal",
        sought__relation="grandchild", sought__given_names="Nayely",
        sought__family_names="Kispe", sought__sex="female", sought__birth_year="2017",
        sought__circumstances=ALONE[language],
    )  # fmt: skip
    omar.reads("Consents")
    omar.chapter("request")
    return TracingRequest.objects.get()


def nobody_is_shown_who_did_not_agree(daniel, asked, nayeli):
    daniel.visit("/tracing/")
    daniel.follow(f"/tracing/{asked.ref}/")
    daniel.follow("/candidates/")
    expect(daniel.page.locator("main")).not_to_contain_text(nayeli.family_names)


def agree_to_be_looked_for(lucia, nayeli, language):
    """Her mother says yes, and so does she."""
    lucia.visit(f"/people/{nayeli.ref}/consents/new/")
    points = ("interview", "purpose", "uses", "access", "retention", "withdrawal")
    lucia.answer(
        "agrees_tracing", agrees_tracing="yes", language=language, method="verbal",
        explained=points, given_by="parent", consenting_person="Rosa Quispe",
        relationship="mother", assent="yes",
    )  # fmt: skip
    lucia.chapter("agreed")
    assert nayeli.consents_to("tracing")


def find_each_other(daniel, omar, asked, nayeli, language):
    """Side by side, to those who trace alone: who took the request down reads nothing of it."""
    daniel.visit(f"/tracing/{asked.ref}/")
    daniel.follow("/candidates/")
    daniel.reads(nayeli.family_names)
    daniel.chapter("candidates")
    daniel.press("Compare for verification")
    match = TracingMatch.objects.get()
    omar.visit(f"/tracing/{asked.ref}/")
    omar.reads_nothing_of(nayeli.family_names)
    assert omar.page.goto(match.get_absolute_url()).status == 404
    return match


def hear_both_sides(daniel, match, language):
    """She first, alone; only because she allows it, her grandmother."""
    found = {
        "outcome": "confirmed", "willing": "yes", "safe": "yes", "text": SONG[language],
        "ways": ["talk", "questions"], "checked": ["names", "family", "separation"],
    }  # fmt: skip
    daniel.follow("/verify/person/")
    daniel.answer("outcome", may_inform_family="yes", **found)
    daniel.follow("/verify/relative/")
    daniel.answer("outcome", **found)
    daniel.follow("/tell/")
    daniel.answer("method", method="call", text=WISH[language])
    match.refresh_from_db()
    assert match.state == TracingMatch.State.CONFIRMED
    daniel.chapter("verified")


def prepare(daniel, match):
    daniel.follow("/prepare/")
    daniel.send("case")
    return Reunification.objects.get(match=match)


def settle_what_stands_before_it(lucia, maren, reunion, language):
    """Each check by whoever decides it: what is best for a child, by a second person."""
    lucia.visit(reunion.get_absolute_url())
    maren.visit(reunion.get_absolute_url())
    for check in Check.objects.of(reunion.ref):
        decides = maren if check.of_kind.decides == "approve" else lucia
        decides.follow(f"/checks/{check.ref}/")
        decides.answer("text", met="yes", text=SAFE[language])
    lucia.visit(reunion.get_absolute_url())
    lucia.chapter("settled")


def come_together(lucia, reunion, language):
    given, family = CARMEN[language]
    lucia.follow(f"{reunion.ref}/plan/")
    lucia.answer(
        "received_by", on=reunion.case.office.today(), place="Puerto Alto",
        received_by=f"{given} {family}", arrangements=SAFE[language],
    )  # fmt: skip
    lucia.follow("/hand-over/")
    lucia.answer("signed", signed="thumbprint", text=SONG[language])
    reunion.refresh_from_db()
    assert reunion.state == Reunification.State.DONE
    assert reunion.match.request.state == TracingRequest.State.REUNIFIED, "the search knows it"
    lucia.chapter("together")


def see_how_they_are(lucia, case, child, language):
    """She is alone no longer since the handover; a month later somebody looks."""
    lucia.visit(f"/cases/{case.ref}/")
    lucia.follow("/follow-ups/new/")
    lucia.answer("progress", mode="visit", reached="yes", change="better", progress=WISH[language])
    child.refresh_from_db()
    assert (child.is_over, child.end_reason) == (True, "reunified")


def end_the_search(daniel, asked, language):
    """The officer closes it, and reads how it ended."""
    daniel.visit(f"/tracing/{asked.ref}/")
    daniel.reads("Reunified")
    daniel.follow("/close/")
    daniel.answer("outcome", outcome="reunified", text=WISH[language])
    daniel.reads_as_coded("tracing_outcome", "reunified")
    daniel.chapter("closed")
