"""One record of each kind, each made by the verb that makes it in life.

- `sample_data` is made anew for one test, without the programmes of a case.
- `dataset` has them too, made once for each run; each test process has a copy in a database of its
  own (`copies`).
- `shared_data` is that dataset for a whole module, in a transaction that is never kept.
- `dataset_on_screen` is the same for browsers.
"""

import copy
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.db import transaction

from tests import programmes
from tests.support import template_database
from tests.support.cast import Cast
from tests.support.own_tests import own_tests
from tests.support.sample_data import copies
from tests.support.sample_data.administration import (
    add_administration,
    add_boundaries,
    add_systems,
)
from tests.support.sample_data.agreements import add_agreements
from tests.support.sample_data.asks import add_asks
from tests.support.sample_data.broadcasts import add_broadcasts
from tests.support.sample_data.campaigns import add_campaigns
from tests.support.sample_data.casework import (
    add_cases,
    add_received_referral,
    fill_form,
    take_case_steps,
)
from tests.support.sample_data.commitment_imports import add_commitment_imports
from tests.support.sample_data.commitments import add_commitments
from tests.support.sample_data.consultations import add_consultations
from tests.support.sample_data.data_quality import add_data_quality
from tests.support.sample_data.directory import add_directory
from tests.support.sample_data.evidence import add_figures
from tests.support.sample_data.feedback import add_complaints
from tests.support.sample_data.fieldwork import (
    add_collecting_device,
    add_forms,
    add_submission,
    make_offline_records,
)
from tests.support.sample_data.forums import add_forums
from tests.support.sample_data.guidance import add_guidance
from tests.support.sample_data.law import add_law
from tests.support.sample_data.links import add_links
from tests.support.sample_data.message_bank import add_message_bank
from tests.support.sample_data.people import add_likely_pair, add_people, add_places
from tests.support.sample_data.published import add_published_figures
from tests.support.sample_data.requests import (
    add_deletion,
    add_help_requests,
    add_register,
    add_rights_requests,
    add_transfers,
)
from tests.support.sample_data.rumours import add_rumours
from tests.support.sample_data.stories import add_stories
from tests.support.sample_data.training_after import add_training_follow_up
from tests.support.sample_data.training_attendance import add_attendance
from tests.support.sample_data.training_certificates import add_certificates
from tests.support.sample_data.training_completions import add_completions, add_record_stores
from tests.support.sample_data.training_courses import add_courses
from tests.support.sample_data.training_events import add_training_events
from tests.support.sample_data.training_participants import add_participants
from tests.support.sample_data.training_practice import add_practice
from tests.support.sample_data.training_registration import add_registrations
from tests.support.sample_data.training_requirements import add_requirements
from tests.support.sample_data.training_tests import add_training_tests
from tests.support.sample_data.training_trainers import add_trainers

# What must not be read anywhere but inside the pages of those who may: never in an address.
SECRETS = ("Rosa", "Quispe", "Mamani", "Nayeli", "70012345", "Farida", "Nasser", "Yacouba")


@pytest.fixture
def sample_data(cast) -> SimpleNamespace:
    return build_without_programmes(cast)


@dataclass(frozen=True)
class Dataset:
    """One record of each kind, in a database that tests look at and leave as it is."""

    place: Path | str
    records: SimpleNamespace

    @contextmanager
    def in_use(self) -> Iterator[SimpleNamespace]:
        """The records as they were made, whatever another module did to its own copies."""
        with template_database.use(self.place):
            yield copy.deepcopy(self.records)


@pytest.fixture(scope="session")
def dataset(
    django_db_setup, django_db_blocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Dataset]:
    with django_db_blocker.unblock(), copies.copy_for_process(
        lambda: build_all(Cast()), tmp_path_factory
    ) as (place, records):  # fmt: skip
        yield Dataset(place, records)


@pytest.fixture(scope="module")
def shared_data(dataset: Dataset, django_db_blocker) -> Iterator[SimpleNamespace]:
    with django_db_blocker.unblock(), dataset.in_use() as records, transaction.atomic():
        yield records
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def dataset_on_screen(dataset: Dataset, django_db_blocker) -> Iterator[SimpleNamespace]:
    """For browser tests that only look: what they leave (sessions, ledger lines) may stay."""
    with django_db_blocker.unblock(), dataset.in_use() as records:
        yield records


@pytest.fixture(scope="module")
def clients_by_person(shared_data: SimpleNamespace) -> dict:
    """Everybody of that house at their own screen, who opened a page there already, and nobody."""
    from django.test import Client

    found = {who: Client() for who in (*Cast.STAFF, "keeper", "nobody")}
    for who in (*Cast.STAFF, "keeper"):
        found[who].force_login(getattr(shared_data, who))
        assert found[who].get("/account/").status_code == 200
    return found


def build_all(cast: Cast) -> SimpleNamespace:
    """Everything, as it would be three weeks after Rosa came."""
    world = build_without_programmes(cast)
    for part in programmes.PARTS:
        part.add_sample_data(world)
    add_figures(world)
    add_data_quality(world)
    add_law(world)
    add_agreements(world)
    add_commitments(world)
    add_commitment_imports(world)
    add_forums(world)
    add_consultations(world)
    add_courses(world)
    add_training_events(world)
    add_participants(world)
    add_attendance(world)
    add_training_tests(world)
    add_certificates(world)
    add_completions(world)
    add_record_stores(world)
    add_requirements(world)
    add_trainers(world)
    add_practice(world)
    add_training_follow_up(world)
    add_registrations(world)
    add_message_bank(world)
    add_rumours(world)
    add_campaigns(world)
    add_broadcasts(world)
    add_asks(world)
    add_stories(world)
    add_links(world)
    for own in own_tests():
        getattr(own, "add_sample_data", _add_nothing)(world)
    return world


def _add_nothing(world: SimpleNamespace) -> None:
    """Of an app whose records are added here."""


def build_without_programmes(cast: Cast) -> SimpleNamespace:
    """Everything but the journeys."""
    from django.utils import timezone

    from amparo.foundation.core import clock
    from amparo.foundation.core.code_lists import codes

    codes.load()
    for part in Cast.STAFF:  # all are there, also those whom nobody asks for anything
        getattr(cast, part)
    world = SimpleNamespace(cast=cast, **{part: getattr(cast, part) for part in Cast.STAFF})
    world.keeper, world.team, world.office = cast.keeper, cast.team, cast.office
    with clock.at(timezone.now() - timedelta(days=21)):
        add_people(world)
        add_places(world)
        add_directory(world)
        add_forms(world)
        add_collecting_device(world)
        add_cases(world)
        vars(world).update(take_case_steps(world.case, cast))
        world.form_filled = fill_form(world)
        world.device, world.conflict, world.sent = make_offline_records(world)
    add_submission(world)
    world.hidden_parts = SimpleNamespace(**take_case_steps(world.hidden, cast))
    add_administration(world)
    add_systems(world)
    add_boundaries(world)
    add_register(world)
    add_likely_pair(world)
    add_deletion(world)
    add_rights_requests(world)
    add_transfers(world)
    add_received_referral(world)
    add_help_requests(world)
    add_complaints(world)
    add_published_figures(world)
    add_guidance(world)
    return world
