"""Yesenia comes out of exploitation: from the first signs in one office to closure in another."""

from datetime import timedelta
from types import SimpleNamespace

import pytest

from amparo.foundation.core.models import RestrictedGroupAccess
from amparo.pillars.assistance.cases.models import Case
from amparo.pillars.assistance.counter_trafficking.models import (
    Testimony,
    TestimonyGrant,
    TraffickingRecord,
)
from tests.support.audit_entries import entries_of
from tests.support.stories import close_case, hand_over, in_two_languages

TESTIMONY = {
    "es": "Lo cuento una vez. Llegué un lunes, de noche, y me quitó los papeles.",
    "ar": "أحكيها مرة واحدة. وصلتُ ليلة اثنين، فأخذ أوراقي.",
}
SIGNS = {
    "es": "Otra persona guarda sus papeles y contesta su teléfono.",
    "ar": "شخص آخر يحتفظ بأوراقها ويرد على هاتفها.",
}
MINISTRY = {"es": "Dirección de Trata y Tráfico", "ar": "مديرية مكافحة الاتجار بالأشخاص"}


@pytest.fixture
def yesenia(cast):
    return cast._person(
        given_names="Yesenia", family_names="Cárdenas", sex="female", birth_year=2001,
        birth_precision="year", nationality="CO", languages=["es"],
    )  # fmt: skip


@pytest.fixture
def people(cast):
    """In each office who accompanies her and who answers for the team, all with leave."""
    there = cast._user("pilar", "Pilar Quintana", "supervisor", office=cast.other_office)
    for user, office in (
        (cast.caseworker, cast.office), (cast.supervisor, cast.office),
        (cast.stranger, cast.other_office), (there, cast.other_office),
    ):  # fmt: skip
        RestrictedGroupAccess.give(to=user, group="trafficking", office=office, by=None)
    return SimpleNamespace(
        lucia=cast.caseworker, maren=cast.supervisor, omar=cast.stranger, pilar=there
    )


@pytest.mark.nightly
@in_two_languages
def test_from_the_first_signs_to_closure(language, cast, people, yesenia, story_browsers):
    case = cast.open_case(person=yesenia, channel="walk_in", kind="general")
    lucia = story_browsers(people.lucia, language, walks=True)
    way = see_the_signs(lucia, case, language)
    assist_at_once(lucia, way)
    maren, pilar = story_browsers(people.maren, language), story_browsers(people.pilar, language)
    hand_over(
        lucia,
        maren,
        pilar,
        case=case,
        to=cast.other_team,
        owner=people.omar,
        text=SIGNS[language],
    )
    assert lucia.page.goto(way.get_absolute_url()).status == 404, "it is theirs there alone"
    omar = story_browsers(people.omar, language, walks=True)
    people_decide(omar, way, language)
    testimony = take_down_a_testimony(omar, way, language)
    open_it_by_name_and_shut_it(omar, pilar, testimony, people.pilar, language)
    close_case(omar, pilar, case, reason="stable_after_followup", summary=SIGNS[language])


def see_the_signs(lucia, case, language):
    """Few of them, and it is possible; act, means and purpose, and it is presumed."""
    lucia.visit(f"/cases/{case.ref}/")
    lucia.follow("/exploitation/begin/")
    lucia.answer("text", indicator=["G1", "G7"], text=SIGNS[language])
    way = TraffickingRecord.objects.get()
    assert way.prompt == "possible"
    case.refresh_from_db()
    assert case.confidentiality == Case.Confidentiality.TRAFFICKING
    lucia.reads("Nobody has decided yet")
    lucia.chapter("possible")
    lucia.follow("/signs/new/")
    lucia.answer("text", act=["A1"], means=["M5"], purpose=["P2"])
    way.refresh_from_db()
    assert way.prompt == "presumed"
    assert not way.reading.missing
    lucia.chapter("presumed")
    return way


def assist_at_once(lucia, way):
    """Time to recover and a safety plan: they wait for no decision, and for no police."""
    lucia.follow("/cooperation/new/")
    lucia.answer("wish", wish="no")
    lucia.follow("/reflection/new/")
    lucia.answer("days", days="90", basis="Ley 263")
    period = way.reflection
    assert period.until_on - period.from_on >= timedelta(days=89)
    lucia.follow("/safety/new/")
    lucia.answer("dangers", dangers="A man in a white van", what_to_do="Leave by the back door")
    assert way.safety
    lucia.chapter("protected")


def people_decide(omar, way, language):
    """A named ministry determines it; the file says who, when, and by which law."""
    omar.visit(way.get_absolute_url())
    omar.touch("Record determination")
    omar.answer(
        "status", status="ActualVictimOfTrafficking", organization_name=MINISTRY[language],
        decided_by="NonPoliceGovernmentalOrganization", legal_basis="Ley 263",
    )  # fmt: skip
    way.refresh_from_db()
    assert way.status == "ActualVictimOfTrafficking"
    omar.follow("/facts/new/")
    omar.answer("types", types=["ForcedLabour"], methods_of_control=["WithholdsDocuments"])
    omar.chapter("determined")


def take_down_a_testimony(omar, way, language):
    omar.follow("/testimony/new/")
    omar.answer("text", text=TESTIMONY[language])
    testimony = Testimony.objects.get()
    omar.follow(f"/testimony/{testimony.ref}/")
    omar.reads(TESTIMONY[language])
    omar.chapter("testimony")
    return testimony


def open_it_by_name_and_shut_it(omar, pilar, testimony, reader, language):
    """Not even who answers for the case reads it unasked; shut again, it is shut at once."""
    at = f"{testimony.way.get_absolute_url()}testimony/{testimony.ref}/"
    assert pilar.page.goto(at).status in (403, 404)
    omar.follow(f"/testimony/{testimony.ref}/open/")
    omar.answer("because", user=reader.ref, because="The hearing", person_agrees=True)
    assert TestimonyGrant.objects.get().is_live
    pilar.visit(at)
    pilar.reads(TESTIMONY[language])
    pilar.chapter("opened")
    assert entries_of("testimony.seen", by=reader)
    omar.visit(at)
    omar.press("End access")
    assert pilar.page.goto(at).status in (403, 404)
