"""What a device sends about a case that changed hands acts at once; the answers wait."""

import pytest

from amparo.foundation.core.models import Notification
from amparo.foundation.core.records import new_reference
from amparo.foundation.fieldwork import standard_forms
from amparo.foundation.fieldwork.forms_engine import evaluate_form
from amparo.foundation.fieldwork.models import FormVersion, OutboxEntry
from amparo.foundation.fieldwork.tests.offline_device import Phone
from amparo.pillars.assistance.cases.models import SafetyAlert
from amparo.pillars.assistance.intake.models import Screening
from tests.support.nightly import rest_at_night

pytestmark = pytest.mark.django_db


@pytest.fixture
def phone(stranger):
    """Of a colleague who may not open the case: it was theirs when they left."""
    return Phone(stranger).register()


@pytest.fixture
def screening_form(data_officer):
    standard_forms.add_standard_forms(by=data_officer)
    version = FormVersion.objects.get(form__code="f02_rapid_screening")
    version.publish(by=data_officer)
    return version


def fill(phone, version, case, **urgent):
    told = {
        "about_page": {"asked_on": case.office.today().isoformat(), "in_private": "yes"},
        "consent": {"agrees": "yes"},
        "interview": {"urgent_page": urgent, "fear_page": {"asylum_wish": "yes"}},
    }
    filled = evaluate_form(version.opened, told).xml(f"uuid:{new_reference()}").decode()
    phone.write("form.fill", case.ref, version=str(version.ref), xml=filled, files=[])
    return phone.send()


def kinds(case):
    return sorted(case.protectionflags.values_list("kind", flat=True))


def test_an_alert_raises_a_flag_where_the_case_is_now(phone, case, caseworker, supervisor):
    phone.write("alert.sound", case.ref, kind="threat", text="He is at the door.")
    [answer] = phone.send()
    assert answer["state"] == "review"
    flag = case.protectionflags.get()
    assert (flag.kind, flag.source, flag.is_open) == ("danger_now", "form", True)
    told = Notification.objects.filter(event="flag.raised").values_list("user", flat=True)
    assert {caseworker.pk, supervisor.pk} <= set(told)
    assert not SafetyAlert.objects.exists()


def test_so_do_answers_of_a_screening_which_wait_for_a_person(phone, screening_form, case):
    fill(phone, screening_form, case, danger_now="no", medical="yes")
    assert kinds(case) == ["asylum_wish", "danger_now", "medical"]
    assert OutboxEntry.objects.get().state == "review"
    assert not Screening.objects.exists()
    fill(phone, screening_form, case, danger_now="no", medical="yes")
    assert len(kinds(case)) == 3


@pytest.mark.parametrize(
    "xml", rest_at_night(["", "no form at all", "<data/>", "<a>" * 50], by_day=2)
)
def test_what_is_no_form_raises_nothing_and_is_not_lost(phone, screening_form, case, xml):
    version = str(screening_form.ref)
    phone.write("form.fill", case.ref, version=version, xml=xml, files=[])
    phone.send()
    assert kinds(case) == []
    assert OutboxEntry.objects.count() == 1
