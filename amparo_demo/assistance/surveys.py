"""Twenty who came back, and how they say they fare: better, worse, or without wishing to say."""

import random
from dataclasses import dataclass
from datetime import date, timedelta

from amparo.foundation.core import clock
from amparo.foundation.people.models import Person
from amparo.pillars.assistance.cases.models import Case
from amparo.pillars.assistance.intake import first_contact
from amparo.pillars.assistance.intake.models import Screening
from amparo.pillars.assistance.surveys import standard_instruments
from amparo.pillars.assistance.surveys.instrument import DECLINED, UNKNOWN, Item
from amparo.pillars.assistance.surveys.models import (
    InstrumentVersion,
    ReferralSuggestion,
    SurveyResponse,
    SurveyResponseDraft,
)
from amparo.pillars.assistance.surveys.models.dues import schedule_baseline
from amparo.pillars.assistance.surveys.months import months_after
from amparo_demo.persons import PersonGenerator, agreement
from amparo_demo.places import place
from amparo_demo.world import Story, World

# Owner, team, language, land, days since the return, rounds held, how it begins and where it goes.
SHELTER, NORTH, BORDER, VALLEY = (
    "Equipo del albergue", "Equipo móvil norte", "Puesto fronterizo", "Equipo Valle Seco",
)  # fmt: skip
WAVES = ("w0", "m3", "m6", "m12")
COMMENTS = {
    "es": ("Lo que más me cuesta es el alquiler.", "Ahora tengo con quién hablar.", ""),
    "ar": ("أصعب ما في الأمر هو العمل.", "صار لي جيران أعرفهم.", ""),
    "fr": ("Le plus dur, c’est le loyer.", "Je connais mes voisins maintenant.", ""),
    "en": ("The rent is the hardest.", "I know my neighbours now.", ""),
}


@dataclass(frozen=True)
class ReturneeOutline:
    """One who came back."""

    owner: str
    team: str
    language: str
    land: str
    ago: int
    rounds: int
    begins: float
    goes: float
    way: str = ""


THEY = (
    ReturneeOutline("lucia", SHELTER, "es", "BO", 378, 4, 0.35, 0.75),
    ReturneeOutline("joaquin", SHELTER, "es", "BO", 374, 4, 0.70, 0.30),
    ReturneeOutline("joaquin", SHELTER, "es", "BO", 200, 3, 0.30, 0.60),
    ReturneeOutline("joaquin", SHELTER, "es", "BO", 190, 2, 0.45, 0.45, "late"),
    ReturneeOutline("joaquin", SHELTER, "es", "BO", 100, 2, 0.20, 0.40),
    ReturneeOutline("joaquin", SHELTER, "es", "BO", 95, 1, 0.55, 0.55, "late"),
    ReturneeOutline("lucia", SHELTER, "es", "BO", 40, 1, 0.25, 0.25, "begun"),
    ReturneeOutline("marta", BORDER, "es", "BO", 365, 3, 0.60, 0.65, "cancelled"),
    ReturneeOutline("marta", BORDER, "es", "BO", 210, 3, 0.40, 0.70),
    ReturneeOutline("tomas", BORDER, "es", "BO", 120, 2, 0.65, 0.35, "declines"),
    ReturneeOutline("tomas", BORDER, "es", "BO", 20, 1, 0.30, 0.30, "silent"),
    ReturneeOutline("salma", NORTH, "ar", "SY", 376, 4, 0.25, 0.55),
    ReturneeOutline("salma", NORTH, "ar", "SD", 195, 3, 0.50, 0.40, "corrected"),
    ReturneeOutline("salma", NORTH, "ar", "SD", 60, 1, 0.35, 0.35),
    ReturneeOutline("baptiste", NORTH, "fr", "HT", 230, 3, 0.30, 0.65),
    ReturneeOutline("baptiste", NORTH, "fr", "SN", 110, 2, 0.60, 0.60),
    ReturneeOutline("stranger", VALLEY, "es", "PE", 372, 4, 0.40, 0.80),
    ReturneeOutline("stranger", VALLEY, "es", "PE", 185, 2, 0.35, 0.30),
    ReturneeOutline("daniel", SHELTER, "en", "NG", 130, 2, 0.45, 0.70),
    ReturneeOutline("ines", SHELTER, "es", "BO", 15, 0, 0.5, 0.5),
)


def fill(world: World) -> None:
    officer = world.users["data"]
    with clock.at(world.at(-395)):
        for version in standard_instruments.add(by=officer):
            version.publish(by=officer)
    generator = PersonGenerator(world.dice("faces of who came back"), world.today)
    for number, returnee in enumerate(THEY):
        world.tell(_fares(world, number, returnee, generator))


def _fares(
    world: World, number: int, returnee: ReturneeOutline, generator: PersonGenerator
) -> Story:
    dice, by = world.dice("survey rounds", number), world.users[returnee.owner]
    profile = generator.somebody(returnee.land, here=world.teams[returnee.team].office.country)
    profile.speaking(returnee.language)
    returned_on = world.day(-returnee.ago)
    hour = f"{9 + number % 8:02}:{dice.randrange(60):02}"
    yield world.at(-returnee.ago + 2, hour)
    case = _met(world, returnee, profile, hour)
    version = InstrumentVersion.objects.in_use().get(instrument__code="rss_type")
    person = case.main_person
    assert person is not None  # noqa: S101 - just registered
    schedule_baseline(case, person, returned_on, by=by)
    for at in range(returnee.rounds):
        wave = version.survey.wave(WAVES[at])
        day = months_after(returned_on, wave.months) + timedelta(days=3 + dice.randrange(3))
        day = min(day, world.day(-1))
        yield world.at((day - world.today).days, hour)
        mood = returnee.begins + (returnee.goes - returnee.begins) * at / max(
            returnee.rounds - 1, 1
        )
        held = _hold(case, person, version, wave.code, returned_on, mood, returnee, dice)
        for prompt in _to_answer(held, dice):
            prompt.answer_it(by=by, outcome=dice.choice(("referred", "helped", "not_wanted")))
    yield from _ends(world, returnee, case, person, hour, dice)


def _met(world: World, returnee: ReturneeOutline, profile, hour: str) -> Case:
    by, team = world.users[returnee.owner], world.teams[returnee.team]
    met = first_contact.RegistrationData(
        person=profile.fields | {"safe_channel": "in_person"},
        consent=agreement(returnee.language, until=world.day(400)),
        documents=profile.documents, contacts=profile.contacts,
        case={
            "kind": "return", "channel": "referral", "place": place("Terminal de buses"),
            "presenting_concern": COMMENTS[returnee.language][0],
        },
    )  # fmt: skip
    _person, case = first_contact.register_first_contact(met, by=by, team=team)
    assert case is not None  # noqa: S101 - one was asked for
    Screening.hold(case, by=by, asylum_wish=False, goes_on=False)
    return case


def _hold(
    case: Case, person: Person, version: InstrumentVersion, wave: str, returned_on: date,
    mood: float, returnee: ReturneeOutline, dice: random.Random,
) -> SurveyResponse:  # fmt: skip
    answers: dict[str, str] = {}
    for item in version.survey.items:
        if not item.is_asked(answers) or _is_silent(item, returnee):
            continue
        answers[item.code] = _said(item, mood, dice, declines=returnee.way == "declines")
    assert case.owner is not None  # noqa: S101 - whoever met them
    return SurveyResponse.hold(
        case, by=case.owner, person=person, version=version, wave=wave,
        mode=dice.choice(("office", "visit", "call")), language=returnee.language,
        on=case.office.today(), returned_on=returned_on, answers=answers,
        text=dice.choice(COMMENTS[returnee.language]),
    )  # fmt: skip


def _is_silent(item: Item, returnee: ReturneeOutline) -> bool:
    """Of how they feel, somebody was asked next to nothing: others stood by."""
    return returnee.way == "silent" and item.dimension == "psychosocial" and item.code > "P03"


def _said(item: Item, mood: float, dice: random.Random, *, declines: bool) -> str:
    chance = dice.random()
    if chance < (0.15 if declines else 0.03):
        return DECLINED
    if chance > 0.98:
        return UNKNOWN
    counted = {code: value for code, value in item.scores.items() if value is not None}
    if not counted:
        return dice.choice(item.choices).code
    wished = min(max(dice.gauss(mood, 0.2), 0), 1)
    return min(counted, key=lambda code: abs(float(counted[code]) - wished))


def _to_answer(held: SurveyResponse, dice: random.Random) -> list[ReferralSuggestion]:
    """Most are answered at once; some still wait."""
    return [each for each in held.prompts.order_by("pk") if dice.random() < 0.7]


def _ends(
    world: World,
    returnee: ReturneeOutline,
    case: Case,
    person: Person,
    hour: str,
    dice: random.Random,
) -> Story:
    last = SurveyResponse.objects.standing().filter(case=case).in_order().last()
    if returnee.way == "cancelled":
        yield world.at(-2, hour)
        for due in case.scheduledsurveys.filter(is_open=True):
            due.cancel(by=world.users[returnee.owner], because="Se mudó y no desea más preguntas.")
    if returnee.way == "corrected" and last:
        yield world.at(-3, hour)
        SurveyResponse.hold(
            case, by=last.by, person=person, version=last.version, wave=last.wave,
            mode=last.mode, language=last.language, on=last.on, returned_on=last.returned_on,
            answers=dict(last.answers) | {"E07": "yes"}, replaces=last,
            because="أخطأتُ في سطر العمل: هو يعمل الآن.",
        )  # fmt: skip
    if returnee.way == "begun" and last:
        yield world.at(0, "08:10")
        draft = SurveyResponseDraft.begin(
            case, by=world.users[returnee.owner], person=person, version=last.version, wave="m3",
            mode="call", language=returnee.language, on=case.office.today(),
            returned_on=last.returned_on,
        )  # fmt: skip
        draft.hold({"E01": "3", "E02": "4"}, among=["E01", "E02"], by=world.users[returnee.owner])
