"""`amparo doctor` on accounts, keys and what a browser meets."""

import os
from datetime import timedelta

import pytest

from amparo.foundation.core.accounts import demo_accounts, two_factor
from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption import key_ring
from amparo.foundation.core.models import (
    DataKey,
    Membership,
    User,
)
from amparo.ops.doctor.checks import DANGER, OK, WARN

from .test_doctor import said

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


# The web


def test_a_network_without_https_is_dangerous(settings):
    assert "this machine alone" in said("web", OK)
    settings.ALLOWED_HOSTS = ["amparo.example.org"]
    assert "without HTTPS" in said("web", DANGER)
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    assert "without HTTPS" not in said("web", DANGER)
    settings.SECURE_HSTS_SECONDS = 60
    assert "stay with HTTPS" in said("web", WARN)


@pytest.mark.parametrize(
    ("name", "value", "seen"),
    [
        ("ALLOWED_HOSTS", ["*"], "any name"),
        ("DEBUG", True, "AMPARO_DEBUG"),
        ("SECURE_CSP", {"script-src": ["'unsafe-inline'"]}, "scripts of others"),
    ],
)
def test_a_setting_that_opens_the_site_is_seen(settings, name, value, seen):
    assert seen not in said("web", DANGER)
    setattr(settings, name, value)
    assert seen in said("web", DANGER)


def test_the_demo_among_real_people_is_dangerous(settings, real_people):
    assert "demo" not in said("web", DANGER)
    settings.DEMO = True
    assert "AMPARO_DEMO is on" in said("web", DANGER)


def test_accounts_of_the_demo_in_a_real_installation_are_dangerous(real_people):
    User.objects.create_user(f"ana{demo_accounts.DEMO_HOST}", "Ana")
    assert "Accounts of the demo" in said("web", DANGER)


def test_a_demo_that_answers_a_network_is_dangerous(settings):
    settings.DEMO, settings.ALLOWED_HOSTS = True, ["demo.example.org"]
    assert "the demo's password" in said("web", DANGER)


# Keys


@pytest.mark.parametrize(("mode", "level"), [(0o444, DANGER), (0o600, WARN), (0o400, OK)])
def test_v13_3_1_a_key_that_others_can_read_is_dangerous(home, mode, level):
    (home / "keys" / "secret").chmod(mode)
    assert "secret" in said("keys", level) or level == OK
    assert bool(said("keys", DANGER).count("can read the key")) == (level == DANGER)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives a file away")
def test_a_key_of_somebody_else_is_dangerous(home):
    os.chown(home / "keys" / "secret", 12345, -1)
    assert "belongs to somebody else" in said("keys", DANGER)


def test_an_installation_without_its_key_ring_is_dangerous(home):
    key_ring.current_key_ring.cache_clear()
    try:
        assert "no key ring" in said("keys", DANGER)
    finally:
        key_ring.current_key_ring.cache_clear()


def test_a_key_ring_of_another_installation_is_dangerous(rosa):
    assert "opens what is in the database" in said("keys", OK)
    DataKey.objects.update(ring_key="k0000000")
    assert "bring the old ring back" in said("keys", DANGER)


def test_a_ring_that_only_has_the_same_names_is_dangerous(rosa):
    DataKey.objects.update(wrapped=bytes(60))
    assert "not the one" in said("keys", DANGER)


def test_v13_3_1_a_secret_that_can_be_guessed_is_dangerous(settings):
    settings.SECRET_KEY = "secret" * 10
    assert "can be guessed" in said("keys", DANGER)


# Accounts


def test_an_installation_with_one_administrator_is_seen(administrator):
    assert "One person alone" in said("accounts", WARN)
    second = User.objects.create_user("ivan@example.org", "Ivan")
    second.add_role("administrator", by=None, office=administrator.office)
    assert "2 people administer" in said("accounts", OK)


def test_an_installation_without_administrator_is_dangerous(real_people):
    assert "Nobody administers" in said("accounts", DANGER)


def test_an_account_that_nobody_uses_is_seen(caseworker):
    User.objects.filter(pk=caseworker.pk).update(last_login=now() - timedelta(days=100))
    assert "1 accounts were not used" in said("accounts", WARN)


def test_an_account_without_second_step_is_dangerous(caseworker, real_people):
    assert "no second step" in said("accounts", DANGER)
    two_factor.add_app(caseworker, "A" * 32)
    assert "proves twice" in said("accounts", OK)


def test_two_roles_in_one_hand_are_dangerous(auditor):
    assert "Nobody holds roles" in said("accounts", OK)
    Membership.objects.create(user=auditor, office=auditor.office, role="administrator")
    assert "1 people hold roles" in said("accounts", DANGER)
