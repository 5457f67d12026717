"""A telephone is known by its own secret: over HTTPS, never by a password, and never once lost."""

import logging

import pytest
from django.test import Client

from amparo.foundation.core.models import AuditEntry, IdempotencyKey
from amparo.foundation.core.rate_limits import FAILURES_PER_ADDRESS
from amparo.foundation.fieldwork.models import Device, Submission
from tests.support.openrosa_client import OpenRosaClient, filled, picture

pytestmark = pytest.mark.django_db
SURVEY = "text,words,What did you see?,case_management,narrative,"
RAW = filled("field_visit", "1", "<words>Nobody is home.</words>")
MADE_UP = "00000000-" + "x" * 43


@pytest.fixture(autouse=True)
def form(published):
    return published(SURVEY)


def test_without_anything_it_is_asked_for_user_and_password():
    answer = Client().get("/or/formList", secure=True)
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"].startswith("Basic realm=")
    assert answer["X-OpenRosa-Version"] == "1.0"
    assert not AuditEntry.objects.filter(event="device.denied").exists()


@pytest.mark.parametrize("by_password", [True, False])
def test_made_up_secrets_are_refused_with_a_line_and_then_told_to_wait(by_password):
    phone = OpenRosaClient(MADE_UP, "00000000", by_password=by_password)
    answers = [
        phone._get(f"{phone.server}/formList") for _each in range(FAILURES_PER_ADDRESS[0] + 1)
    ]
    assert [each.status_code for each in answers] == [401] * FAILURES_PER_ADDRESS[0] + [429]
    assert answers[-1]["Retry-After"] == str(FAILURES_PER_ADDRESS[1])
    assert (
        AuditEntry.objects.filter(event="device.denied", by=None).count()
        == FAILURES_PER_ADDRESS[0]
    )


def test_a_right_secret_under_another_name_is_none(openrosa_device):
    phone = openrosa_device(by_password=True)
    phone.short_name = "deadbeef"
    assert phone._get("/or/formList").status_code == 401


@pytest.mark.parametrize("said", ["Basic !!!", "Basic", "Bearer x", "Basic Og==", "Digest a=b"])
def test_a_strange_word_of_authorization_is_none(said):
    answer = Client(headers={"authorization": said}).get("/or/formList", secure=True)
    assert answer.status_code == 401


def test_a_colleague_who_is_signed_in_is_nobody_there(client, caseworker):
    client.force_login(caseworker)
    assert client.get("/or/formList", secure=True).status_code == 401


def test_no_staff_password_opens_it(caseworker):
    caseworker.set_password("a long enough password")
    caseworker.save()
    phone = OpenRosaClient("a long enough password", caseworker.email, by_password=True)
    assert phone._get("/or/formList").status_code == 401


@pytest.mark.parametrize("by_password", [True, False])
def test_in_the_clear_from_another_machine_it_is_refused(openrosa_device, by_password):
    phone = openrosa_device(by_password=by_password, is_secure=False, remote="10.0.0.7")
    answer = phone._get(f"{phone.server}/formList")
    assert answer.status_code == 403
    phone.is_secure = True
    assert phone.form_list()


def test_where_the_site_speaks_https_nothing_else_is_answered(openrosa_device, settings):
    settings.SECURE_SSL_REDIRECT = True
    phone = openrosa_device(is_secure=False)
    answer = phone._get(f"{phone.server}/formList")
    assert (answer.status_code, answer.get("Location")) == (403, None)


def test_revoked_it_is_given_nothing_and_what_it_had_not_sent_is_received(
    openrosa_device, caseworker, supervisor
):
    phone = openrosa_device()
    listed = phone.form_list()[0]
    phone.device.revoke(by=caseworker)
    for path in ("formList", f"forms/{listed.url.rsplit('/', 1)[1]}", "entities/cases.csv"):
        assert phone._get(f"{phone.server}/{path}").status_code == 403
    said = phone.submit(RAW, ("a.jpg", "image/jpeg", picture()))
    assert (said.status, said.text) == (201, "It arrived and is kept. A colleague looks at it.")
    assert phone.submit(RAW).status == 202
    kept = Submission.objects.get()
    assert (kept.state, kept.by, kept.device) == ("odd", None, phone.device)
    assert kept.findings == [{"path": "", "kind": "not-believed"}]
    assert kept.files.count() == 1
    assert Submission.objects.accessible_to(supervisor, "keep").get() == kept


def test_what_a_colleague_who_left_had_not_sent_is_received(
    openrosa_device, caseworker, administrator
):
    phone = openrosa_device()
    caseworker.deactivate(by=administrator)
    assert phone._get(f"{phone.server}/formList").status_code == 403
    assert phone.submit(RAW).status == 201
    assert Submission.objects.get().by is None


def test_it_is_answered_in_the_language_of_its_holder(openrosa_device, caseworker):
    caseworker.language = "es"
    caseworker.save()
    phone = openrosa_device()
    response = phone.head()
    assert response["Content-Language"] == "es"


def test_its_secret_stands_in_no_log_no_audit_log_and_no_key_of_an_action(openrosa_device, caplog):
    phone = openrosa_device()
    with caplog.at_level(logging.DEBUG):
        phone._get(f"{phone.server}/nowhere")
        phone._get(f"{phone.server}/forms/not-a-ref.xml")
        phone.post(b"--x", "multipart/form-data; boundary=x")
        phone.submit(RAW, once="5f0c1f0e-0000-4000-8000-000000000000")
    assert phone.secret not in caplog.text
    assert "nowhere" in caplog.text  # so that it would be seen here
    for entry in AuditEntry.objects.all():
        assert phone.secret not in str(entry.details)
    assert not IdempotencyKey.objects.filter(verb__contains=phone.secret[:8]).exists()
    assert phone.secret not in Device.objects.get().secret_hash


def test_what_is_kept_of_it_lets_nobody_in(openrosa_device):
    kept = openrosa_device().device.secret_hash
    assert OpenRosaClient(kept)._get(f"/or/{kept}/formList").status_code == 401
