"""Notifications that were unread twice before the upgrade are unread once after it."""

from datetime import timedelta
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection

from amparo.foundation.core.clock import now
from amparo.foundation.core.models import Notification

MIGRATION = import_module("amparo.foundation.core.migrations.0003_notifications_once")
ONCE = next(
    each for each in Notification._meta.constraints if each.name == "one_unread_notification"
)


@pytest.fixture
def without_constraint(transactional_db):
    """The table as release 0.2.0 had it."""
    with connection.schema_editor() as editor:
        editor.remove_constraint(Notification, ONCE)
    yield
    with connection.schema_editor() as editor:
        editor.add_constraint(Notification, ONCE)


def add(user, about, *, hours, urgent=False, read=False):
    at = now() - timedelta(hours=hours)
    return Notification.objects.create(
        user=user, event="case.reopened", about=about, url="/", is_urgent=urgent, at=at,
        read_at=at if read else None,
    )  # fmt: skip


def test_of_equal_unread_ones_the_newest_stays_and_is_urgent_if_one_was(
    without_constraint, caseworker, colleague
):
    add(caseworker, "AMP-1", hours=3, urgent=True)
    read = add(caseworker, "AMP-1", hours=9, read=True)
    newest = add(caseworker, "AMP-1", hours=1)
    others = [add(caseworker, "AMP-2", hours=2), add(colleague, "AMP-1", hours=2)]
    MIGRATION.keep_newest_unread(apps, SimpleNamespace(connection=connection))
    assert set(Notification.objects.all()) == {read, newest, *others}
    newest.refresh_from_db()
    assert newest.is_urgent
    assert not any(each.is_urgent for each in others)
