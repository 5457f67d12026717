"""What happened is told once, carefully; it is alleged until somebody looks into it."""

from datetime import date

import pytest

from amparo.foundation.core.models import AuditEntry
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.people.models import Community, Place
from amparo.foundation.protection.models import Incident, IncidentFinding, IncidentRight, Victim

pytestmark = pytest.mark.django_db


@pytest.fixture
def passport(rosa, caseworker):
    """Her employer keeps her passport."""
    return Incident.report(
        by=caseworker, victims=[rosa], rights=["documents", "slavery"], harm="exploitation",
        harm_subtype="document_confiscation", protection_risk="PR14", severity=3,
        perpetrator="employer", manner="act", happened_on=date(2026, 9, 1),
        date_precision="month", duty_breached="protect", reliability="person",
        narrative="He put it in his safe and laughed.", follow_up_consent="yes",
    )  # fmt: skip


def test_a_report_is_alleged_and_leaves_its_lines_without_a_word_of_it(passport):
    assert passport.verification == "alleged"
    assert passport.rights_touched == ["documents", "slavery"]
    lines = AuditEntry.objects.filter(record_type="incident")
    assert [line.details for line in lines.order_by("pk")] == [
        {"code": "documents"}, {"code": "slavery"}, {"code": "exploitation"},
    ]  # fmt: skip


def test_a_right_brings_its_articles(passport):
    assert "CRC" in passport.rights.get(right="documents").articles or (
        "ICRMW" in passport.rights.get(right="documents").articles
    )


def test_it_happened_to_somebody(caseworker):
    with pytest.raises(Refusal):
        Incident.report(by=caseworker, harm="violence")


def test_a_community_suffers_too_and_nobody_is_named(caseworker, stranger, administrator):
    place = Place.objects.create(name="Puerto Alto", kind="town")
    people = Community.objects.create(name="Los Olivos", place=place)
    Incident.report(by=caseworker, harm="deprivation", community=people)
    assert Incident.objects.all().accessible_to(stranger).exists()
    assert not Incident.objects.all().accessible_to(administrator).exists()


def test_each_finding_is_kept_and_the_last_one_holds(passport, supervisor):
    with pytest.raises(Refusal):
        passport.record_finding(by=supervisor, verification="verified", because="")
    passport.record_finding(by=supervisor, verification="verified", because="Seen by the consul")
    passport.record_finding(by=supervisor, still_threatens=False, because="Passport returned")
    passport.refresh_from_db()
    assert (passport.verification, passport.still_threatens) == ("verified", False)
    assert passport.findings.count() == 2
    assert not Incident.objects.that_still_threaten().exists()


def test_naming_a_right_twice_names_it_once(passport, caseworker):
    passport.add_right("documents", by=caseworker)
    assert passport.rights.count() == 2
    assert list(Incident.objects.about_right("documents")) == [passport]


def test_who_holds_a_victim_sees_it_and_nobody_else(passport, caseworker, stranger, supervisor):
    passport.record_finding(by=supervisor, verification="pending", because="Asked the consul")
    for model in (Incident, Victim, IncidentRight, IncidentFinding):
        assert model.objects.all().accessible_to(caseworker).exists(), model
        assert not model.objects.all().accessible_to(stranger).exists(), model


def test_knowing_of_one_victim_is_not_knowing_of_another(rosa, caseworker, stranger, other_team):
    from amparo.foundation.people.models import Person, PersonAccessGrant

    other = Person.objects.create(given_names="Amina")
    PersonAccessGrant.objects.create(
        record=other, grantee=f"team:{other_team.pk}", why="registered"
    )
    Incident.report(by=caseworker, victims=[rosa, other], harm="violence")
    assert Incident.objects.all().accessible_to(stranger).count() == 1
    assert [each.person for each in Victim.objects.all().accessible_to(stranger)] == [other]
