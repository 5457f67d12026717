"""A safety alert goes out in two touches, and stays until somebody says how it was met."""

import pytest
from django.urls import reverse

from amparo.foundation.core.models import AuditEntry, Notification
from amparo.pillars.assistance.cases.models import SafetyAlert

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(case):
    return reverse("cases:alert-new", args=[case.ref])


@pytest.fixture
def alert(case, caseworker):
    return SafetyAlert.sound(case, by=caseworker, kind="threat", text="The foreman came")


def test_the_second_touch_sends_it(client, page, case, colleague, caseworker, supervisor):
    client.force_login(colleague)
    assert client.post(page, {"kind": "found"}).status_code == 303
    assert SafetyAlert.objects.get().kind == "found"
    told = set(
        Notification.objects.filter(event="alert.raised").values_list("user__name", flat=True)
    )
    assert told == {caseworker.name, supervisor.name}


def test_words_alone_are_enough_and_nothing_is_not(client, page, caseworker):
    client.force_login(caseworker)
    assert client.post(page, {"text": ""}).status_code == 422
    client.post(page, {"text": "He is at the door", "do_not_contact": "on"})
    assert SafetyAlert.objects.get().do_not_contact


def test_it_is_answered_with_how(client, case, alert, caseworker):
    client.force_login(caseworker)
    resolve = reverse("cases:alert-resolve", args=[case.ref, alert.ref])
    assert "The foreman came" in client.get(resolve).content.decode()
    assert client.post(resolve, {"how": " "}).status_code == 422
    assert client.post(resolve, {"how": "She sleeps elsewhere"}).status_code == 303
    assert not case.safetyalerts.unresolved().exists()
    assert not case.tasks.pending().filter(what="alert").exists()


def test_the_page_says_who_will_know(client, page, caseworker, supervisor):
    client.force_login(caseworker)
    assert supervisor.name in client.get(page).content.decode()


def test_a_stranger_finds_nothing(client, page, case, alert, stranger):
    client.force_login(stranger)
    assert client.post(page, {"kind": "found"}).status_code == 404
    resolve = reverse("cases:alert-resolve", args=[case.ref, alert.ref])
    assert client.post(resolve, {"how": "x"}).status_code == 404


def test_of_two_who_answer_it_in_the_same_moment_the_first_is_kept(alert, caseworker, colleague):
    stale = SafetyAlert.objects.get(pk=alert.pk)
    alert.resolve(by=caseworker, how="She sleeps elsewhere")
    stale.resolve(by=colleague, how="He left")
    kept = SafetyAlert.objects.get()
    assert (kept.resolved_by, kept.resolved_text) == (caseworker, "She sleeps elsewhere")
    assert AuditEntry.objects.filter(event="alert.resolved").count() == 1
