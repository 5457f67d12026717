"""How many files of trafficking have a determination: counted, and of nobody."""

from datetime import timedelta

from amparo.pillars.assistance.counter_trafficking.models import StatusDetermination
from amparo.pillars.assistance.counter_trafficking.models.ways import NOT_A_VICTIM, POSSIBLE
from amparo.pillars.assistance.counter_trafficking.practice import files_determined


def test_only_what_was_decided_is_a_determination(way, caseworker, office):
    today = office.today()
    days = (today - timedelta(days=90), today + timedelta(days=1))
    assert files_determined(office, *days) == (0, 1)
    about = {
        "by": caseworker, "decided_on": today, "decided_by": "Police",
        "organization_name": "Fiscalía",
    }  # fmt: skip
    StatusDetermination.make(way, status=POSSIBLE, **about)
    assert files_determined(office, *days) == (0, 1)
    StatusDetermination.make(way, status=NOT_A_VICTIM, **about)
    assert files_determined(office, *days) == (1, 1)
    assert files_determined(office, days[0], days[0]) == (0, 0)
