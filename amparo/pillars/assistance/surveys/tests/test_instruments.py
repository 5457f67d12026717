"""Who keeps surveys brings versions in, lets them be asked, and takes rounds out without names."""

import csv
import io
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from amparo.foundation.core.models import AuditEntry
from amparo.foundation.core.refusals import Refusal
from amparo.pillars.assistance.surveys import standard_instruments
from amparo.pillars.assistance.surveys.models import Instrument, InstrumentVersion

pytestmark = pytest.mark.django_db
ALL, OURS = "/surveys/instruments/", standard_instruments.files()[0].read_bytes()


def of_their_own(**changed) -> bytes:
    return json.dumps(json.loads(OURS) | {"version": "annex-4"} | changed).encode()


def send(client, data: bytes):
    return client.post(f"{ALL}new/", {"file": SimpleUploadedFile("survey.json", data)})


def test_the_bundled_survey_is_added_as_a_draft_and_published(client, data_officer, caseworker):
    client.force_login(data_officer)
    assert "Add as draft" in client.get(ALL).content.decode()
    for _time in range(2):
        assert client.post(f"{ALL}standard/").status_code == 303
    version = InstrumentVersion.objects.get(instrument__code="rss_type")
    assert version.state == "draft"
    there = f"{ALL}{version.ref}/"
    assert "Unofficial scoring" in client.get(there).content.decode()
    assert client.post(f"{there}publish/").status_code == 303
    assert InstrumentVersion.objects.in_use().count() == 1
    assert client.post(f"{there}retire/").status_code == 303
    assert client.post(f"{there}publish/").status_code == 409
    client.force_login(caseworker)
    for door in (ALL, there, f"{ALL}new/", f"{there}rounds/"):
        assert client.get(door).status_code == 404


def test_what_is_wrong_with_a_file_is_named_and_nothing_is_kept(client, data_officer):
    client.force_login(data_officer)
    answer = send(client, of_their_own(enough=3, dimensions=[]))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Error" in page
    assert '<bdi class="code">enough</bdi>' in page
    assert not Instrument.objects.exists()


@pytest.mark.parametrize("data", [b"", b"{", b"\xff", b"<script>alert(1)</script>"])
def test_so_it_is_of_what_is_no_survey(client, data_officer, data):
    client.force_login(data_officer)
    answer = send(client, data)
    assert answer.status_code == 422
    assert "<script>alert(1)" not in answer.content.decode()
    assert client.post(f"{ALL}new/").status_code == 422


def test_a_draft_may_be_brought_again_and_what_was_published_never_changes(client, data_officer):
    client.force_login(data_officer)
    assert send(client, of_their_own()).status_code == 303
    assert send(client, of_their_own(source="Better told.")).status_code == 303
    version = InstrumentVersion.objects.get()
    assert version.survey.source == "Better told."
    version.publish(by=data_officer)
    assert send(client, of_their_own(source="Better told.")).status_code == 303
    answer = send(client, of_their_own(source="Otherwise."))
    assert answer.status_code == 422
    assert "was published" in answer.content.decode()
    version = InstrumentVersion.objects.get()
    assert version.survey.source == "Better told."


def test_somebody_answers_for_the_official_one(client, data_officer):
    client.force_login(data_officer)
    send(client, of_their_own())
    there = f"{ALL}{InstrumentVersion.objects.get().ref}/"
    assert client.post(f"{there}official/", {"source": " "}).status_code == 422
    told = {"source": "Handbook, annex 4, 2019"}
    for _time in range(2):
        assert client.post(f"{there}official/", told).status_code == 303
    version = InstrumentVersion.objects.get()
    assert (version.official_by, version.official_source) == (data_officer, told["source"])
    assert AuditEntry.objects.filter(event="survey.marked_official").count() == 1
    page = client.get(there).content.decode()
    assert "Official scoring" in page
    assert "Handbook, annex 4" in page
    assert client.post(f"{there}official/", {"source": "Another"}).status_code == 422


def test_of_two_who_mark_it_in_the_same_moment_the_second_is_told(client, data_officer):
    client.force_login(data_officer)
    send(client, of_their_own())
    version, stale = InstrumentVersion.objects.get(), InstrumentVersion.objects.get()
    version.mark_official(by=data_officer, source="Annex 4")
    with pytest.raises(Refusal):
        stale.mark_official(by=data_officer, source="Another")
    assert InstrumentVersion.objects.get().official_source == "Annex 4"


def test_nobody_makes_the_paraphrase_official(client, data_officer, version):
    with pytest.raises(Refusal, match="paraphrase"):
        version.mark_official(by=data_officer, source="I say so.")
    client.force_login(data_officer)
    page = client.get(f"{ALL}{version.ref}/").content.decode()
    assert "Mark as official" not in page


def test_the_file_comes_out_as_it_went_in(client, data_officer, version):
    client.force_login(data_officer)
    answer = client.get(f"{ALL}{version.ref}/file/")
    assert b"".join(answer.streaming_content) == OURS


def taken(client, version):
    answer = client.get(f"{ALL}{version.ref}/rounds/take/")
    assert answer.status_code == 200, answer
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_rounds_are_taken_out_without_names(
    client, hold, case, version, data_officer, answers, rosa
):
    first = hold(text="Rosa says thank you.")
    hold(wave="m3", answers=answers | {"E01": "pna"})
    client.force_login(data_officer)
    assert "2 surveys" in client.get(f"{ALL}{version.ref}/rounds/").content.decode()
    rows = taken(client, version)
    assert [row["round"] for row in rows] == ["w0", "m3"]
    assert len({row["person"] for row in rows}) == 1
    assert rows[1]["E01"] == "pna"
    assert rows[1]["economic_declined"] == "1"
    assert rows[0]["overall"] == "1.0000"
    assert rows[0]["official"] == "no"
    assert rows[0]["month"] == f"{first.on:%Y-%m}"
    whole = json.dumps(rows)
    for secret in ("Rosa", "Quispe", case.number, str(case.ref), str(rosa.ref), str(first.ref)):
        assert secret not in whole
    assert AuditEntry.objects.filter(event="survey.exported").count() == 1


def test_corrected_rounds_are_not_counted_twice(client, hold, version, data_officer):
    hold(replaces=hold(), because="Wrong.")
    client.force_login(data_officer)
    assert len(taken(client, version)) == 1


def test_restricted_files_and_other_offices_are_not_among_them(
    client, hold, case, version, data_officer, caseworker, other_team
):
    hold()
    client.force_login(data_officer)
    type(case).objects.filter(pk=case.pk).update(confidentiality="trafficking")
    assert taken(client, version) == []
    type(case).objects.filter(pk=case.pk).update(confidentiality="ordinary", team=other_team)
    assert taken(client, version) == []


@pytest.mark.parametrize(
    "who", ["caseworker", "supervisor", "stranger", "administrator", "auditor"]
)
def test_nobody_else_takes_rounds_out(client, request, who, version):
    client.force_login(request.getfixturevalue(who))
    for door in ("rounds/", "rounds/take/", "file/", ""):
        assert client.get(f"{ALL}{version.ref}/{door}").status_code == 404
