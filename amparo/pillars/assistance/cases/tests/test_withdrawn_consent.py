"""Taken back, work stops with the next request; what keeps somebody safe does not."""

from io import BytesIO
from uuid import uuid4

import pytest

from amparo.foundation.core.files.validation import validate_upload
from amparo.foundation.core.refusals import Refusal
from amparo.pillars.assistance.cases.models import Attachment, Note, SafetyAlert, Task
from amparo.pillars.assistance.planning.models import CaseConference, CasePlan

pytestmark = pytest.mark.django_db


@pytest.fixture
def taken_back(case, rosa, caseworker):
    rosa.consents.get(purpose="case_management").withdraw(by=caseworker)
    return case


def paper():
    return validate_upload("letter.txt", "text/plain", 5, BytesIO(b"Hello"))


WORK = {
    "note": lambda case, by: Note.write(case, by=by, text="She asked about school."),
    "a plan": lambda case, by: CasePlan.begin(case, by=by),
    "a visit": lambda case, by: Task.set(case, "visit", case.office.today(), by=by),
    "document": lambda case, by: Attachment.keep(case, by=by, paper=paper()),
    "a conference": lambda case, by: CaseConference.hold(
        case, by=by, on=case.office.today(), participants="The nurse"
    ),
}


@pytest.mark.parametrize("what", WORK)
def test_work_stops(what, taken_back, caseworker):
    with pytest.raises(Refusal):
        WORK[what](taken_back, caseworker)


@pytest.mark.parametrize("what", WORK)
def test_and_goes_on_when_they_agree_again(what, taken_back, rosa, caseworker, consent):
    from amparo.foundation.people.models import Consent

    Consent.record(rosa, consent, by=caseworker)
    WORK[what](taken_back, caseworker)


def test_the_page_says_why_and_loses_nothing_that_was_written(client, taken_back, caseworker):
    client.force_login(caseworker)
    sent = {"kind": "note", "text": "She asked about school.", "once": str(uuid4())}
    response = client.post(f"/cases/{taken_back.ref}/notes/new/", sent)
    assert response.status_code in (409, 422)
    assert not Note.objects.exists()


def test_a_danger_is_still_told(taken_back, caseworker):
    SafetyAlert.sound(taken_back, by=caseworker, text="A man waits outside")
    assert SafetyAlert.objects.unresolved().count() == 1
