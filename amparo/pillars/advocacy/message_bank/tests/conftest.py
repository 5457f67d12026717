"""Drafts and approved messages of the office, written by the communications officer."""

import pytest
from django.utils import translation

from tests.support.sample_data.message_bank import (
    approved_message,
    drafted_message,
    submitted_message,
)


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def writer(cast):
    return cast.communications_officer


@pytest.fixture
def draft(cast):
    """Has its wordings; neither risk check nor pretest."""
    return drafted_message(cast)


@pytest.fixture
def submitted(cast):
    return submitted_message(cast)


@pytest.fixture
def approved(cast):
    return approved_message(cast)


@pytest.fixture
def writing(client, writer):
    client.force_login(writer)
    return client
