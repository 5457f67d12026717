"""A donor, a project of it, and who keeps projects."""

from datetime import timedelta

import pytest
from django.utils import translation

from amparo.foundation.core.models import Organization
from amparo.foundation.funding.models import Fund, Project


@pytest.fixture(autouse=True)
def _in_english():
    """What is refused is read in the language in which these promises are written."""
    with translation.override("en"):
        yield


@pytest.fixture
def donor() -> Organization:
    return Organization.found(by=None, name="Fondo Alba", kind="agency")


@pytest.fixture
def about(office, donor) -> dict:
    """All that a project needs: it runs from a hundred days ago for two hundred days."""
    today = office.today()
    return {
        "code": "ALB-26", "title": "Safe return", "donor": donor, "currency": "USD",
        "offices": [office], "starts_on": today - timedelta(days=100),
        "ends_on": today + timedelta(days=99),
    }  # fmt: skip


@pytest.fixture
def project(programme_manager, about) -> Project:
    return Project.set_up(by=programme_manager, **about)


@pytest.fixture
def fund(office, donor, supervisor, project) -> Fund:
    return Fund.set_up(
        by=supervisor, code="A-1", name="Return", donor=donor, office=office, currency="USD",
        since=project.starts_on, until=project.ends_on, project=project,
    )  # fmt: skip
