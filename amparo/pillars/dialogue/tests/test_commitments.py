"""A commitment has a number, bearers over time, positions as dated lines; it is never deleted."""

from datetime import timedelta

import pytest
from django.db.models import ProtectedError

from amparo.foundation.agreements.models import Agreement, AgreementObligation
from amparo.foundation.core.models import Organization
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.links.models import Link
from amparo.pillars.dialogue.models import (
    Cluster,
    Commitment,
    CommitmentText,
    Milestone,
    Position,
    ProgressReport,
    Review,
    SourceDocument,
)
from amparo.pillars.dialogue.models.progress import Progress, Progressed
from amparo.pillars.dialogue.queries import _of_position, filter_bar, filtered
from amparo.pillars.evidence import shipped
from amparo.pillars.evidence.models import Indicator

pytestmark = pytest.mark.django_db


def record(by, office, today, **fields):
    said = {"origin": "pledge", "text": "Issue papers.", "language": "en"} | fields
    return Commitment.record(by=by, office=office, today=today, **said)


def test_numbers_follow_each_other_within_a_year(policy_officer, office, today):
    first, second = (record(policy_officer, office, today) for _each in range(2))
    assert second.serial == first.serial + 1
    assert first.number == f"COM-{today.year % 100}-{first.serial:03d}"


def test_a_reference_stands_once_in_a_document(policy_officer, office, today):
    document = SourceDocument.record(by=policy_officer, kind="upr", title="List", symbol="A/1")
    record(policy_officer, office, today, document=document, reference="140.7")
    with pytest.raises(Refusal, match="this number already"):
        record(policy_officer, office, today, document=document, reference="140.7")
    with pytest.raises(Refusal, match="recorded already"):
        SourceDocument.record(by=policy_officer, kind="upr", title="Again", symbol="a/1")


def test_a_deadline_and_that_none_was_set_exclude_each_other(policy_officer, office, today):
    with pytest.raises(Refusal, match="not both"):
        record(policy_officer, office, today, deadline=today, has_no_deadline=True)
    with pytest.raises(Refusal, match="what the target counts"):
        record(policy_officer, office, today, target=3)


def test_it_is_delayed_only_once_it_was_adopted_and_its_day_is_past(policy_officer, office, today):
    proposed = record(policy_officer, office, today, deadline=today - timedelta(days=1))
    assert not proposed.is_delayed(today)
    proposed.adopt(by=policy_officer, on=today)
    assert proposed.is_delayed(today)
    assert list(Commitment.objects.delayed(today)) == [proposed]


def test_who_no_longer_bears_it_stays_on_record(beds, ministry, today):
    other = Organization.found(by=None, name="Municipio", kind="government")
    beds.set_bearers([other], lead=None, today=today)
    assert beds.lead.organization == other
    assert set(beds.bearers.values_list("organization", "until")) == {
        (ministry.pk, today), (other.pk, None),
    }  # fmt: skip
    assert not Commitment.objects.borne_by(ministry).exists()


def test_positions_are_dated_lines_and_the_latest_holds(beds, policy_officer, today):
    first = today - timedelta(days=9)
    for answer, day in (("noted", first), ("supported", today), ("noted", first)):
        Position.record(beds, by=policy_officer, answer=answer, stated_on=day)
    assert [each.answer for each in beds.positions.all()] == ["noted", "supported"]


def test_it_is_dropped_with_a_reason_and_never_deleted(beds, policy_officer):
    with pytest.raises(Refusal):
        beds.drop(by=policy_officer, because=" ")
    beds.drop(by=policy_officer, because="Superseded.")
    assert not beds.is_open
    with pytest.raises(Refusal, match="closed already"):
        Milestone.add(beds, by=policy_officer, text="Contract", due_on=beds.deadline)
    beds.reopen(by=policy_officer, because="It still holds.")
    assert beds.is_open


def test_a_document_with_commitments_is_not_deleted(policy_officer, office, today):
    document = SourceDocument.record(by=policy_officer, kind="upr", title="List")
    record(policy_officer, office, today, document=document)
    with pytest.raises(ProtectedError):
        document.delete()


def test_a_translation_is_of_another_language(beds, policy_officer):
    with pytest.raises(Refusal):
        CommitmentText.write(beds, by=policy_officer, language="en", text="Beds.")
    for text in ("Plazas.", "40 plazas."):
        CommitmentText.write(beds, by=policy_officer, language="es", text=text)
    assert beds.texts.get().text == "40 plazas."


def test_a_commitment_stands_once_in_a_cluster(beds, policy_officer, office):
    cluster = Cluster.create(by=policy_officer, office=office, name="Shelter")
    added = [cluster.add(by=policy_officer, commitments=Commitment.objects.all()) for _ in "12"]
    assert added == [1, 0]
    with pytest.raises(Refusal):
        Cluster.create(by=policy_officer, office=office, name="shelter")


@pytest.mark.parametrize("tag", ["right:nowhere", "SDG:99.9", "housing"])
def test_a_tag_that_is_nowhere_is_refused(beds, tag):
    with pytest.raises(ValueError, match=r"is no right|not on the list"):
        beds.set_tags([tag])


def test_the_share_that_is_done_lies_between_nothing_and_all(beds):
    assert [beds.share_done(each) for each in (None, 0, 14, 60)] == [None, 0, 35, 100]


def test_the_list_narrows_and_finds_words_without_accents(client, beds, policy_officer, ministry):
    client.force_login(policy_officer)
    assert beds.number in client.get("/commitments/").text
    assert beds.number in client.get(f"/commitments/?bearer={ministry.ref}&right=housing").text
    assert beds.number not in client.get("/commitments/?state=delayed").text
    assert beds.number not in client.get("/commitments/?right=health&bearer=nobody").text
    assert beds.number in client.post("/commitments/", {"q": "shélter PLACES"}).text
    assert beds.number not in client.post("/commitments/", {"q": "hospital"}).text


def test_recording_one_on_the_page(client, policy_officer, office):
    town = Organization.found(by=None, name="Municipio", kind="government")
    client.force_login(policy_officer)
    said = {
        "origin": "recommendation", "text": "Enrol all children.", "language": "en",
        "office": office.pk, "bearers": [town.pk], "authors": "Mexico, A working group",
        "rights": ["education"], "reference": "7",
    }  # fmt: skip
    answer = client.post("/commitments/new/", said)
    assert answer.status_code == 422
    assert "Choose the document" in answer.text
    answer = client.post("/commitments/new/", said | {"reference": ""})
    assert answer.status_code == 303, answer.context["form"].errors
    made = Commitment.objects.get()
    assert [(each.country, each.name) for each in made.authors.all()] == [
        ("MX", ""), ("", "A working group"),
    ]  # fmt: skip
    assert [each.code for each in made.tags.all()] == ["right:education"]


def test_only_an_office_that_keeps_it_changes_it(client, beds, supervisor, caseworker, nurse):
    url = f"/commitments/{beds.ref}/edit/"
    for who, status in ((supervisor, 403), (caseworker, 403), (nurse, 404)):
        client.force_login(who)
        assert client.get(url).status_code == status


def test_the_obligation_of_an_agreement_is_followed_up(client, policy_officer, office, today):
    refuge = Organization.found(by=None, name="Refuge", kind="ngo")
    agreement = Agreement.record(
        by=policy_officer, office=office, parties=[office.organization, refuge], kind="mou",
        title="Shelter", starts_on=today,
    )  # fmt: skip
    obligation = AgreementObligation.add(
        agreement, by=policy_officer, party=agreement.parties.get(organization=refuge),
        text="Keep ten beds.",
    )  # fmt: skip
    client.force_login(policy_officer)
    url = f"/commitments/new/?obligation={obligation.ref}"
    assert "Keep ten beds." in client.get(url).text
    said = {
        "origin": "agreement", "text": "Keep ten beds.", "language": "en", "office": office.pk,
        "bearers": [refuge.pk], "has_no_deadline": "on",
    }  # fmt: skip
    assert client.post(url, said).status_code == 303
    made = Commitment.objects.get()
    assert made.lead.organization == refuge
    assert agreement.get_absolute_url() in client.get(made.get_absolute_url()).text


def test_one_indicator_measures_it_and_another_takes_its_place(client, beds, policy_officer):
    shipped.install()
    first, second = Indicator.objects.order_by("pk")[:2]
    client.force_login(policy_officer)
    url = f"/commitments/{beds.ref}/indicator/"
    for each in (first, first, second):
        assert client.post(url, {"indicator": str(each.ref)}).status_code == 303
    link = Link.objects.current().get()
    assert (link.relation, link.target_ref) == ("measured_by", second.ref)
    page = client.get(beds.get_absolute_url()).text
    assert second.code in page
    assert f"/evidence/indicators/{second.code}/" not in page, "they may not open figures"
    client.post(url, {"indicator": ""})
    assert not Link.objects.current().exists()


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("lines", "latest"),
    [
        ([("noted", 3), ("supported", 1)], "supported"),
        ([("supported", 1), ("noted", 3)], "supported"),
        ([("supported", 1), ("noted", 1)], "noted"),
        ([("noted", None), ("supported", 5)], "supported"),
        ([("supported", 5), ("noted", None)], "supported"),
        ([("supported", None), ("noted", None)], "noted"),
    ],
)
def test_a_list_by_position_finds_the_latest_one(beds, today, lines, latest):
    """Of one day the one recorded last; one without a day comes before all others."""
    for answer, days_ago in lines:
        stated_on = today - timedelta(days=days_ago) if days_ago is not None else None
        Position.objects.create(commitment=beds, answer=answer, stated_on=stated_on)
    found = {
        answer: list(_of_position(Commitment.objects.all(), answer))
        for answer in ("supported", "noted")
    }
    assert found == {"supported": [], "noted": []} | {latest: [beds]}


@pytest.mark.both_databases
def test_each_state_of_a_list_finds_what_is_in_it(
    beds, policy_officer, official, supervisor, ministry, today
):
    def found():
        return {
            state for state in ("open", "due", "delayed", "unreviewed", "unmeasured", "fulfilled")
            if list(filtered(
                Commitment.objects.all(), filter_bar(policy_officer, {"state": state}), "", today
            ))
        }  # fmt: skip

    assert found() == {"open", "due"}
    line = Progressed(beds, Progress.DONE, "All open.", "Contract 12")
    report = ProgressReport.send(
        ministry, lines=[line], since=today - timedelta(days=90), until=today, by=official
    )
    assert found() == {"open", "due", "unreviewed"}
    Review.record(
        beds, by=supervisor, progress=Progress.BEHIND, text="Not all.", evidence="Visit",
        line=report.lines.get(),
    )  # fmt: skip
    assert found() == {"open", "due"}
    Commitment.objects.update(deadline=today - timedelta(days=1), target=None)
    assert found() == {"open", "delayed", "unmeasured"}
    beds.refresh_from_db()
    Review.record(beds, by=supervisor, progress=Progress.DONE, text="All.", evidence="Visit")
    assert found() == {"fulfilled"}


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("asked", "other"),
    [
        ({"bearer": "ministry"}, {"bearer": "nobody"}),
        ({"right": "housing"}, {"right": "health"}),
        ({"origin": "pledge"}, {"origin": "recommendation"}),
        ({"q": "shelter MEN"}, {"q": "shelter women"}),
    ],
)  # fmt: skip
def test_each_filter_of_a_list_finds_what_it_says(
    beds, policy_officer, ministry, asked, other, today
):
    nobody = Organization.found(by=None, name="Municipio", kind="government")
    refs = {"ministry": ministry.ref.hex, "nobody": nobody.ref.hex}

    def found(asked):
        asked = {name: refs.get(value, value) for name, value in asked.items()}
        text = asked.pop("q", "")
        bar = filter_bar(policy_officer, asked)
        return list(filtered(Commitment.objects.all(), bar, text, today))

    assert (found(asked), found(other)) == ([beds], [])
