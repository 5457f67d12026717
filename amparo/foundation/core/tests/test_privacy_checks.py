"""A model that leaves open whose its data are, or what of them is disclosed, is a fault."""

import pytest
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.test.utils import isolate_apps

from amparo.foundation.core import erasure
from amparo.foundation.core.encryption.fields import EncryptedFileField, PersonalField
from amparo.foundation.core.extension_points import personal_data, without_owner
from amparo.foundation.core.privacy_checks import check_models
from amparo.foundation.core.records import Privacy, Record, owner_model


@pytest.fixture(autouse=True)
def own_declarations():
    """What these models declare is forgotten after the test."""
    with personal_data.temporarily(), without_owner.temporarily():
        yield


@isolate_apps("amparo.foundation.core")
def test_personal_data_in_nobodys_file_are_seen():
    class Diary(Record):
        text = PersonalField()

        class Meta:
            app_label = "core"

    class Scan(Record):
        storage_key = EncryptedFileField()

        class Meta:
            app_label = "core"

    class Plan(Record):
        file = None

        class Meta:
            app_label = "core"

    class Kept(Record):
        text = PersonalField()

        class Meta:
            app_label = "core"

        class Privacy:
            no_owner = "Of an agreement, of nobody."

    found = check_models([Diary, Scan, Plan, Kept])
    assert [(each.id, each.obj) for each in found] == [
        ("core.E010", Diary), ("core.E010", Scan), ("core.E010", Plan), ("core.E010", Kept),
    ]  # fmt: skip
    erasure.declare_without_owner(Kept, Kept.Privacy.no_owner)
    assert check_models([Kept]) == []


@isolate_apps("amparo.foundation.core")
def test_a_personal_field_that_is_not_disclosed_is_seen():
    class File(Record):
        class Meta:
            app_label = "core"

    class Note(Record):
        file = models.ForeignKey(File, models.CASCADE)
        text, place, place_again = PersonalField(), PersonalField(), PersonalField()

        class Meta:
            app_label = "core"

        class Privacy:
            owner, title, disclose = "file", "Notes", ("text",)
            duplicates = ("place_again",)

    erasure.declare_model(Note)
    assert [(each.id, "place" in each.msg) for each in check_models([Note])] == [
        ("core.E011", True)
    ]
    Note.Privacy.withheld = "Of others."
    personal_data.content.pop(File)
    erasure.declare_model(Note)
    assert check_models([Note]) == []


@isolate_apps("amparo.foundation.core")
def test_prose_in_clear_takes_a_reason_and_a_reason_takes_a_field():
    class Letter(Record):
        codes = models.JSONField()
        digest = models.CharField(max_length=64)
        story = models.TextField()
        title = models.CharField(max_length=65)
        kind = models.CharField(max_length=200, choices=[("a", "A")])

        class Meta:
            app_label = "core"

        class Privacy:
            plain_text = {"codes": "codes of signs", "gone": "no longer there"}

    gone, unsaid = check_models([Letter])
    assert (gone.id, "gone" in gone.msg) == ("core.E012", True)
    assert (unsaid.id, "story, title" in unsaid.msg) == ("core.E013", True)


@isolate_apps("amparo.foundation.core")
def test_what_a_model_says_is_also_said_by_those_that_inherit_it():
    class Base(Record):
        class Meta:
            abstract = True

        class Privacy:
            no_owner = "Of nobody."

    class Rate(Base):
        class Meta:
            app_label = "core"

    class Fund(Base):
        class Meta:
            app_label = "core"

        class Privacy(Base.Privacy):
            plain_text = {"name": "name of a fund"}

    assert Privacy.of(Rate).no_owner == Privacy.of(Fund).no_owner == "Of nobody."
    assert (Privacy.of(Rate).plain_text, Privacy.of(Record)) == ({}, None)


@isolate_apps("amparo.foundation.core")
def test_a_word_or_a_path_that_does_not_exist_stops_the_start():
    class Rate(Record):
        class Meta:
            app_label = "core"

        class Privacy:
            owners = "case"

    with pytest.raises(TypeError, match="owners"):
        Privacy.of(Rate)
    with pytest.raises(FieldDoesNotExist):
        owner_model(Rate, "case")


@isolate_apps("amparo.foundation.core")
def test_of_one_owner_of_two_it_may_be_withheld():
    class Family(Record):
        class Meta:
            app_label = "core"

    class Person(Record):
        class Meta:
            app_label = "core"

    class Member(Record):
        family = models.ForeignKey(Family, models.CASCADE)
        person = models.ForeignKey(Person, models.CASCADE)
        relation = models.CharField(max_length=20)

        class Meta:
            app_label = "core"

        class Privacy:
            owner, title, disclose = ("person", "family"), "Your family", ("relation",)
            withheld_from = {"family": "The others of your family."}

    erasure.declare_model(Member)
    (of_person,), (of_family,) = (personal_data[owner] for owner in (Person, Family))
    assert (of_person.disclosed_fields, of_person.withheld) == (("relation",), "")
    assert (of_family.disclosed_fields, str(of_family.withheld)) == (
        (), "The others of your family.",
    )  # fmt: skip
