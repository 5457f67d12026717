"""A stolen copy names nobody, and what was moved or changed does not open."""

import json
import secrets
import stat
from contextlib import suppress
from datetime import date

import pytest
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from django.conf import settings as django_settings
from django.db import connection, transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from amparo.foundation.core.encryption import key_ring, values
from amparo.foundation.core.encryption.key_ring import (
    DecryptionError,
    EnvironmentKeyRing,
    FileKeyRing,
)
from amparo.foundation.core.encryption.secret_files import write_secret
from amparo.foundation.core.encryption.values import DataKey, new_number
from amparo.foundation.core.records import new_reference
from amparo.foundation.people.models import IdentityDocument, Person

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
ONE_BY_ONE = hypothesis_settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture
def ring(settings, tmp_path):
    """A key ring that this test may turn, lose and change: a copy, which opens their database."""
    same = FileKeyRing().kept.as_json().encode()
    settings.AMPARO_KEY_RING_FILE = tmp_path / "keys" / "ring"
    write_secret(settings.AMPARO_KEY_RING_FILE, same, over=False)
    start_again()
    yield key_ring.current_key_ring()
    settings.AMPARO_KEY_RING_FILE = django_settings.AMPARO_KEY_RING_FILE
    start_again()


@pytest.fixture(autouse=True)
def _and_after():
    yield
    start_again()


def start_again():
    """As a process that has just begun, which remembers no key."""
    key_ring.current_key_ring.cache_clear()
    values._recent.clear()
    values._numbers.clear()
    values._uncommitted_keys().clear()
    values._ring_is_ours.clear()


def stored(person, column="given_names") -> bytes:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM people_person WHERE id = %s", [person.pk])  # noqa: S608
        return bytes(cursor.fetchone()[0])


def test_what_was_cut_off_behind_its_head_asks_for_no_key(rosa):
    """There is nothing in it that a key could open, so none is fetched for it."""
    whole = stored(rosa)
    start_again()
    values._awaited.__dict__.pop("numbers", None)
    values.from_database(whole[: values.HEAD])
    assert not values._awaited.__dict__.get("numbers")
    values.from_database(whole)
    assert len(values._awaited.numbers) == 1


def test_a_key_says_of_which_kind_of_file_it_is(rosa, case):
    """And is bound to it: the row of a person's key opens nothing as the key of a case."""
    assert DataKey.objects.get(owner_ref=rosa.ref).owner_kind == "person"
    assert rosa.given_names
    key = DataKey.objects.get(owner_ref=rosa.ref)
    key.owner_kind = "case"
    with pytest.raises(DecryptionError):
        key.unwrap()


def store(person, value: bytes, column="given_names") -> None:
    with connection.cursor() as cursor:
        change = f"UPDATE people_person SET {column} = %s WHERE id = %s"  # noqa: S608
        cursor.execute(change, [value, person.pk])


def test_what_is_stored_names_nobody(rosa):
    for column in ("given_names", "family_names", "birth_date", "safe_contact"):
        assert not any(word in stored(rosa, column) for word in (b"Rosa", b"Mamani", b"1992"))


@pytest.mark.parametrize(
    ("kind", "value"),
    [("text", "محمد"), ("text", " 💧 "), ("date", date(1992, 3, 14)), ("json", ["Rosita", None])],
)
def test_it_comes_back_as_it_was(rosa, kind, value):
    sealed = values.encrypt_value(value, kind=kind, record=rosa, field="aliases")
    assert values.decrypt_value(sealed, kind=kind, record=rosa, field="aliases") == value


def test_nothing_is_nothing(rosa):
    assert values.encrypt_value("", kind="text", record=rosa, field="gender") == b""
    assert (
        values.decrypt_value(values.EncryptedValue(b""), kind="date", record=rosa, field="x")
        is None
    )


def test_the_same_name_twice_looks_like_two_names(rosa):
    seals = {values.encrypt_value("Rosa", kind="text", record=rosa, field="x") for _ in range(9)}
    assert len(seals) == 9


def test_a_value_moved_to_another_person_does_not_open(rosa, nayeli):
    store(nayeli, stored(rosa))
    with pytest.raises(DecryptionError):
        _ = Person.objects.get(pk=nayeli.pk).given_names


def test_a_value_moved_to_another_column_does_not_open(rosa):
    store(rosa, stored(rosa, "given_names"), "family_names")
    with pytest.raises(DecryptionError):
        _ = Person.objects.get(pk=rosa.pk).family_names


def test_a_key_put_in_another_persons_place_does_not_open(rosa, nayeli):
    of_rosa, of_nayeli = (DataKey.objects.get(owner_ref=each.ref) for each in (rosa, nayeli))
    DataKey.objects.filter(pk=of_nayeli.pk).update(wrapped=of_rosa.wrapped)
    start_again()
    with pytest.raises(DecryptionError):
        _ = Person.objects.get(pk=nayeli.pk).given_names


@ONE_BY_ONE
@given(at=st.integers(0, 200), change=st.integers(1, 255))
def test_v11_3_2_no_changed_byte_goes_unseen(rosa, at, change):
    sealed = bytearray(values.encrypt_value("Rosa Mamani", kind="text", record=rosa, field="x"))
    sealed[at % len(sealed)] ^= change
    with pytest.raises(DecryptionError):
        values.decrypt_value(values.EncryptedValue(sealed), kind="text", record=rosa, field="x")


def test_v11_2_2_a_newer_way_of_sealing_opens_beside_the_older_one(rosa, monkeypatch):
    older = values.encrypt_value("Rosa", kind="text", record=rosa, field="x")
    monkeypatch.setitem(values.WAYS, 2, ChaCha20Poly1305)
    monkeypatch.setattr(values, "NOW", 2)
    newer = values.encrypt_value("Rosa", kind="text", record=rosa, field="x")
    assert (older[0], newer[0]) == (1, 2)
    for sealed in (older, newer):
        assert values.decrypt_value(sealed, kind="text", record=rosa, field="x") == "Rosa"


def test_each_file_has_a_key_of_its_own_and_its_parts_share_it(rosa, nayeli):
    numbers = {values.EncryptedValue(stored(each)).key_number for each in (rosa, nayeli)}
    assert len(numbers) == 2
    IdentityDocument(person=rosa, number="4471").save()
    assert DataKey.objects.get(owner_ref=rosa.ref).owner_kind == "person"


def test_a_whole_country_brought_in_at_once_gets_numbers_that_are_all_different():
    """A second of the fastest processor mints more than any import: no two may be alike."""
    many = 300_000
    assert len({new_number() for _ in range(many)}) == many


def test_a_list_fetches_its_keys_together(cast, django_assert_num_queries):
    people = [cast.rosa, cast.nayeli]
    start_again()
    found = list(Person.objects.filter(pk__in=[person.pk for person in people]))
    with django_assert_num_queries(1):
        assert {person.given_names for person in found} == {"Rosa", people[1].given_names}


def test_a_destroyed_key_opens_nothing_ever_again(rosa):
    DataKey.destroy([rosa.ref])
    with pytest.raises(DecryptionError):
        _ = Person.objects.get(pk=rosa.pk).given_names


def key_then_rolled_back(owner):
    with suppress(ZeroDivisionError), transaction.atomic():
        key = values.key_for_owner(owner)
        assert 1 / 0
    return key


def test_a_key_that_was_rolled_back_seals_nothing_more():
    owner = Person(ref=new_reference())
    with transaction.atomic(), values.cached_keys():
        lost = key_then_rolled_back(owner)
        kept = values.key_for_owner(owner)
    assert kept.number != lost.number
    assert DataKey.objects.get(owner_ref=owner.ref).number == kept.number


def test_nor_does_it_outside_a_block_of_many():
    owner = Person(ref=new_reference())
    lost = key_then_rolled_back(owner)
    with transaction.atomic():
        kept = values.key_for_owner(owner)
    again = values.key_for_owner(owner)
    assert lost.number != kept.number == again.number
    assert DataKey.objects.get(owner_ref=owner.ref).number == kept.number


def test_a_transaction_looks_a_key_up_once(rosa, django_assert_num_queries):
    start_again()
    with transaction.atomic(), django_assert_num_queries(1):
        found = {values.key_for_owner(rosa).number for _ in range(3)}
    assert len(found) == 1


def test_a_key_that_was_destroyed_meanwhile_is_not_used_again(rosa):
    with transaction.atomic():
        old = values.key_for_owner(rosa)
        DataKey.destroy([rosa.ref])
        assert values.key_for_owner(rosa).number != old.number


class TestTheRing:
    def test_v13_3_1_it_is_a_file_that_only_we_can_read(self, ring):
        assert stat.S_IMODE(ring.path.stat().st_mode) == 0o400

    def test_there_is_only_ever_one_first_ring(self, ring):
        before = ring.path.read_text()
        FileKeyRing().make()
        assert ring.path.read_text() == before

    def test_a_database_with_data_never_gets_a_second_key_ring(self, ring, rosa):
        ring.path.unlink()
        key_ring.create_first_key_ring()
        assert not ring.path.exists()

    def test_each_purpose_has_a_key_of_its_own_that_outlives_a_turn_of_the_ring(self, ring):
        before = key_ring.derive("search")
        assert len(before) == 32
        assert before != key_ring.derive("ledger")
        ring.replace(ring.kept.with_new_key())
        assert key_ring.derive("search") == before

    def test_a_key_that_another_process_added_is_seen_at_once(self, ring):
        other = FileKeyRing()
        other.replace(other.kept.with_new_key())
        assert key_ring.current_key_ring().current == other.current

    def test_v13_3_1_it_may_come_from_the_environment(self, ring, rosa, monkeypatch, settings):
        _ = rosa.given_names
        monkeypatch.setenv("AMPARO_KEY_RING", ring.path.read_text())
        settings.AMPARO_KEY_PROVIDER = f"{EnvironmentKeyRing.__module__}.EnvironmentKeyRing"
        start_again()
        assert Person.objects.get(pk=rosa.pk).given_names == "Rosa"

    def test_v13_3_1_a_secret_may_live_with_a_provider_of_ones_own(self, ring, rosa, settings):
        """What an HSM or a key service is asked: to wrap, to unwrap, to derive; nothing else."""
        settings.AMPARO_KEY_PROVIDER = f"{__name__}.Elsewhere"
        start_again()
        nobody_else = Person(ref=new_reference())
        sealed = values.encrypt_value("x", kind="text", record=nobody_else, field="y")
        assert values.decrypt_value(sealed, kind="text", record=nobody_else, field="y") == "x"
        assert DataKey.objects.get(owner_ref=nobody_else.ref).ring_key == "elsewhere"


class Elsewhere:
    """A key service on the other side of a wire, in small."""

    current = "elsewhere"

    def __init__(self):
        self._ring = FileKeyRing()

    def names(self):
        return self._ring.names() | {"elsewhere"}

    def wrap(self, key, bound_to):
        name, wrapped = self._ring.wrap(key, bound_to)
        return "elsewhere", name.encode().ljust(40) + wrapped

    def unwrap(self, name, wrapped, bound_to):
        return self._ring.unwrap(wrapped[:40].decode().strip(), wrapped[40:], bound_to)

    def derive(self, purpose):
        return self._ring.derive(purpose)


class TestWithoutTheRightKey:
    @pytest.fixture
    def page(self, client, ring, case, caseworker):
        client.force_login(caseworker)
        address = f"/cases/{case.ref}/"
        assert client.get(address).status_code == 200
        return lambda: client.get(address)

    def test_v16_5_3_a_missing_ring_is_said_and_nothing_is_shown(self, page, ring):
        ring.path.unlink()
        start_again()
        answer = page()
        assert (answer.status_code, answer["Retry-After"]) == (503, "60")
        assert "Rosa" not in answer.content.decode()

    def test_v16_5_3_a_foreign_ring_opens_nothing_and_seals_nothing(self, page, ring, rosa):
        fresh = {"root": secrets.token_hex(32), "keys": {"kx": secrets.token_hex(32)}}
        ring.path.chmod(0o600)
        ring.path.write_text(json.dumps(fresh | {"current": "kx"}))
        start_again()
        assert page().status_code == 503
        before = DataKey.objects.count()
        with pytest.raises(DecryptionError):
            values.encrypt_value("x", kind="text", record=Person(ref=new_reference()), field="y")
        assert DataKey.objects.count() == before

    def test_it_opens_again_when_the_ring_is_back(self, page, ring):
        kept = ring.path.read_text()
        ring.path.unlink()
        start_again()
        assert page().status_code == 503
        ring.path.write_text(kept)
        assert page().status_code == 200
