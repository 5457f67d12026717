"""OUT-1, OUT-2 and AAP-2 of surveys at closure: answers alone are counted, and never silence."""

import pytest

from amparo.foundation.people.models import Person
from amparo.pillars.assistance.cases.models import Case, Closure
from amparo.pillars.assistance.surveys import standard_instruments as surveys
from amparo.pillars.assistance.surveys.models import ScheduledSurvey, SurveyResponse
from amparo.pillars.evidence import computing, shipped
from amparo.pillars.evidence.engine import Period
from amparo.pillars.evidence.figures import Figures, first_day
from amparo.pillars.evidence.models import Computation, Indicator, StoredFigures
from tests.support.nightly import rest_at_night

pytestmark = pytest.mark.django_db
# What each of six persons said of: a service, their rights, the help. None: was not asked.
SAID = (
    {"knows_service": "yes", "claims_rights": "more", "satisfied": "5"},
    {"knows_service": "yes", "claims_rights": "same", "satisfied": "2"},
    {"knows_service": "no", "claims_rights": "dk", "satisfied": "4"},
    {"satisfied": "pna"},
    None,
    None,
)


@pytest.fixture
def open_cases(team, caseworker, consent):
    def opened(number):
        person = Person.register(
            by=caseworker, team=team, consent=consent, given_names=f"Name{number}",
            family_names="Mamani", safe_channel="call",
        )  # fmt: skip
        return Case.open(by=caseworker, team=team, owner=caseworker, person=person)

    return lambda count: [opened(number) for number in range(count)]


@pytest.fixture
def surveyed(open_cases, caseworker, supervisor, data_officer):
    survey = next(
        each for each in surveys.add(by=data_officer)
        if each.instrument.code == surveys.AT_CLOSURE
    )  # fmt: skip
    survey.publish(by=data_officer)
    cases = open_cases(len(SAID))
    for case, answers in zip(cases, SAID, strict=True):
        closure = Closure.propose(case, by=caseworker, reason="goals_met", summary="Safe.")
        if closure.in_effect_at is None:
            closure.approved(by=supervisor)
        if answers:
            SurveyResponse.hold(
                case, by=caseworker, person=case.person, version=survey, wave="closure",
                mode="office", language="es", on=case.office.today(), answers=answers,
            )  # fmt: skip
    refused = ScheduledSurvey.objects.get(case=cases[4], wave="closure")
    refused.cancel(by=caseworker, not_asked="declined")
    computation = Computation.objects.create()
    computing.run(computation)
    return cases


def total(case, code):
    stored = StoredFigures.objects.get(
        version__indicator__code=code, office=case.office, is_with_branches=False
    )
    month = first_day(Period.MONTH, case.office.today())
    return Figures(stored.figures).total(Period.MONTH, month)


@pytest.mark.parametrize(
    ("code", "count", "base"),
    rest_at_night([("OUT-2", 2, 3), ("OUT-1", 1, 2), ("AAP-2", 2, 3), ("AAP-2b", 4, 6)]),
)
def test_of_those_who_answered(surveyed, code, count, base):
    cell = total(surveyed[0], code)
    assert (cell.count, cell.base) == (count, base)


def test_what_became_of_each_survey_is_counted(surveyed):
    stored = StoredFigures.objects.get(version__indicator__code="AAP-2c", is_with_branches=False)
    month = first_day(Period.MONTH, surveyed[0].office.today())
    cells = Figures(stored.figures).cells(Period.MONTH, month, ("outcome",))
    found = {each.values[0]: each.count for each in cells}
    assert found == {"answered": 4, "declined": 1, "waiting": 1}


def test_the_page_says_who_did_not_answer(client, surveyed, supervisor):
    client.force_login(supervisor)
    month = surveyed[0].office.today()
    page = client.get(f"/evidence/indicators/AAP-2/?month={month:%Y-%m}").content.decode()
    assert 'id="response"' in page
    assert "2 of 3" in page


def test_an_indicator_that_waited_is_defined_when_its_records_are_kept(db):
    code = "OUT-1"
    Indicator.objects.create(
        code=code, level="outcome", unit="percent", names={"en": "Waiting"},
        waits_for={"en": "Two short surveys"},
    )  # fmt: skip
    shipped.install()
    indicator = Indicator.objects.get(code=code)
    assert indicator.version is not None
    assert indicator.waits_for == {}
    assert set(indicator.texts) == {"en", "es", "fr", "ar"}


def test_every_definition_that_was_shipped_still_waits_or_is_counted(db):
    shipped.install()
    assert Indicator.objects.get(code="OUT-4").version is not None
    assert not Indicator.objects.filter(versions=None, waits_for={}).exists()
