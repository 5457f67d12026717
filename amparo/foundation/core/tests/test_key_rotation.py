"""Keys are made, turned and taken away while people go on working."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from amparo.foundation.core.audit.models import AuditEntry
from amparo.foundation.core.encryption import key_ring
from amparo.foundation.core.encryption.values import DataKey
from amparo.foundation.core.management.commands.keys import rewrap
from amparo.foundation.people.models import Person

from .test_encrypted_values import ring, start_again

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
__all__ = ["ring"]


def keys(*words) -> str:
    told = StringIO()
    call_command("keys", *words, stdout=told)
    return told.getvalue()


def test_v11_1_1_a_turn_of_the_ring_from_a_new_key_to_the_old_ones_end(ring, cast):
    people, first = [cast.rosa, cast.nayeli], ring.current
    assert first in keys("list")
    keys("new")
    assert ring.current != first
    keys("rotate")
    assert not DataKey.objects.filter(ring_key=first).exists()
    keys("retire", first)
    assert ring.names() == {ring.current}
    start_again()
    assert Person.objects.get(pk=people[0].pk).given_names == "Rosa"
    assert AuditEntry.objects.get(event="keys.rotated").details["to"] == ring.current


def test_the_current_key_is_never_retired(ring):
    with pytest.raises(CommandError, match="current"):
        keys("retire", ring.current)


def test_v11_1_1_a_key_is_not_retired_while_something_lies_under_it(ring, cast):
    assert cast.rosa
    first = ring.current
    keys("new")
    with pytest.raises(CommandError, match="rotate"):
        keys("retire", first)
    assert first in ring.names()


def test_what_is_registered_during_a_turn_is_under_the_new_key(ring, cast, monkeypatch):
    monkeypatch.setattr("amparo.foundation.core.management.commands.keys.TOGETHER", 1)
    people = [cast.rosa]
    keys("new")
    turning = rewrap()
    next(turning)
    people.append(cast.nayeli)
    list(turning)
    start_again()
    assert {Person.objects.get(pk=each.pk).name for each in people} == {
        each.name for each in people
    }
    assert set(DataKey.objects.values_list("ring_key", flat=True)) == {ring.current}


def test_a_key_that_the_ring_has_lost_is_told(ring, cast):
    assert cast.rosa
    first = ring.current
    ring.replace(ring.kept.with_new_key().without(first))
    assert "MISSING" in keys("list")
    with pytest.raises(CommandError, match="not in the ring"):
        keys("rotate")


def test_an_installation_without_a_key_ring_is_reported(ring):
    ring.path.unlink()
    key_ring.current_key_ring.cache_clear()
    with pytest.raises(CommandError, match="no key ring"):
        keys("list")
