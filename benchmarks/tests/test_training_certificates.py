"""The benchmark of certificates measures what it says, with a few of them."""

from decimal import Decimal

import pytest

from amparo.pillars.training.models import Course, TrainingEvent
from benchmarks.training_certificates import certificate_figures

pytestmark = pytest.mark.django_db


def test_certificates_are_issued_printed_and_checked(cast, office):
    by = cast.training_organizer
    version = Course.record(by=by, office=office, code="VOT-1").versions.get()
    words = {"title": {"en": "Identifying victims"}, "objectives": {"en": "Refer."}}
    version.write(by=by, texts=words, hours=Decimal(14))
    version.review(by=cast.supervisor)
    version.publish(by=by)
    event = TrainingEvent.plan(by=by, office=office, version=version, seats=3)
    figures = certificate_figures(event, by=by, count=3)
    assert [(each["what"], each["rows"]) for each in figures] == [
        ("issue", 3), ("papers", 3), ("badges", 3), ("check", 3), ("lapse", 3),
    ]  # fmt: skip
