"""Somebody signs in to an account in a new browser: its owner hears of it by e-mail too."""

import pytest
from django.core import mail

from amparo.foundation.core.jobs.backend import LONG
from amparo.foundation.core.jobs.worker import run_due_jobs
from amparo.foundation.core.models import Job
from amparo.foundation.core.notifications.email import send_notification_email

pytestmark = pytest.mark.django_db


def test_it_is_stored_with_the_action_and_sent_by_a_job(caseworker, settings):
    settings.AMPARO_MAIL_HOST = "mail.example.org"
    send_notification_email(caseworker, "browser.new")
    job = Job.objects.get()
    assert (job.queue, job.args) == (LONG, [str(caseworker.ref), "browser.new"])
    run_due_jobs()
    [sent] = mail.outbox
    assert sent.to == [caseworker.email]
    assert caseworker.name not in sent.body


def test_without_a_mail_server_nothing_is_sent(caseworker):
    send_notification_email(caseworker, "browser.new")
    assert not Job.objects.exists()
