"""What says something about a person is stored as bytes and never searched by the database."""

import pytest
from django.core.exceptions import FieldError
from django.db import connection

from amparo.foundation.people.models import Person

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def test_it_comes_back_as_it_was_said(rosa):
    found = Person.objects.get(pk=rosa.pk)
    assert (found.given_names, found.birth_date.isoformat()) == ("Rosa", "1992-03-14")


def test_it_is_stored_as_bytes(rosa):
    with connection.cursor() as cursor:
        cursor.execute("SELECT given_names FROM people_person WHERE id = %s", [rosa.pk])
        assert isinstance(cursor.fetchone()[0], bytes | memoryview)


@pytest.mark.parametrize("lookup", ["given_names", "given_names__icontains", "birth_date__lt"])
def test_no_query_looks_into_it(rosa, lookup):
    with pytest.raises(FieldError):
        Person.objects.filter(**{lookup: "Rosa"}).first()


def test_it_is_saved_through_its_record_alone(rosa):
    with pytest.raises(TypeError):
        Person.objects.update(given_names="Somebody else")


def test_saving_a_record_does_not_open_what_was_not_read(rosa):
    found = Person.objects.get(pk=rosa.pk)
    found.sex = "unknown"
    found.save()
    assert Person.objects.get(pk=rosa.pk).given_names == "Rosa"
