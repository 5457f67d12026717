"""Two sides of a commitment: what its bearer reports, and what somebody else finds."""

import re
from datetime import timedelta

import pytest

from amparo.foundation.core.models import Organization
from amparo.foundation.core.refusals import Refusal
from amparo.pillars.dialogue.models import Commitment, Dispute, ProgressReport, ReportLink, Review
from amparo.pillars.dialogue.models.progress import Progress, Progressed
from amparo.pillars.dialogue.views import institutions

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(official, ministry, today):
    def send(commitment, progress=Progress.ON_TRACK, text="Going on.", evidence="", **who):
        line = Progressed(commitment, progress, text, evidence)
        return ProgressReport.send(
            ministry, lines=[line], since=today - timedelta(days=90), until=today,
            **(who or {"by": official}),
        )  # fmt: skip

    return send


def test_a_report_alone_fulfils_nothing(beds, report):
    report(beds, Progress.DONE, evidence="Contract 12")
    beds.refresh_from_db()
    assert beds.state == "in_progress"


def test_done_wants_what_shows_it(beds, report):
    with pytest.raises(Refusal, match="shows that it is done"):
        report(beds, Progress.DONE)


def test_nobody_reports_for_another_institution(beds, today, official):
    other = Organization.found(by=None, name="Municipio", kind="government")
    with pytest.raises(Refusal, match="not one of your institution"):
        ProgressReport.send(
            other, lines=[Progressed(beds, Progress.ON_TRACK, "Ours.")], since=today, until=today,
            by=official,
        )  # fmt: skip


def test_a_review_of_somebody_else_fulfils_it(beds, report, official, supervisor):
    line = report(beds, Progress.DONE, evidence="Contract 12").lines.get()
    said = {"progress": Progress.DONE, "text": "All open.", "evidence": "Visit", "line": line}
    with pytest.raises(Refusal, match="somebody else"):
        Review.record(beds, by=official, **said)
    with pytest.raises(Refusal, match="what shows it"):
        Review.record(beds, by=supervisor, **said | {"evidence": " "})
    Review.record(beds, by=supervisor, **said)
    beds.refresh_from_db()
    assert beds.state == "fulfilled"
    with pytest.raises(Refusal, match="closed already"):
        Review.record(beds, by=supervisor, **said)


def test_a_dispute_is_answered_by_somebody_else(beds, official, policy_officer):
    dispute = Dispute.open(beds, by=official, text="The visit was too early.")
    with pytest.raises(Refusal, match="Somebody else"):
        dispute.resolve(by=official, answer="It was.")
    dispute.resolve(by=policy_officer, answer="We visit again.")
    with pytest.raises(Refusal, match="already"):
        dispute.resolve(by=policy_officer, answer="Twice.")


def test_a_link_opens_one_institution_until_a_newer_one(client, beds, ministry, policy_officer):
    _older, token = ReportLink.make(ministry, by=policy_officer)
    page = client.get(f"/commitments/report/{token}/")
    assert page.status_code == 200
    assert beds.title in page.text
    _newer, other = ReportLink.make(ministry, by=policy_officer)
    assert client.get(f"/commitments/report/{token}/").status_code == 404
    assert client.get(f"/commitments/report/{other}/").status_code == 200
    assert client.get("/commitments/report/nothing/").status_code == 404


def test_reporting_by_link(client, beds, ministry, policy_officer):
    _link, token = ReportLink.make(ministry, by=policy_officer)
    url, key = f"/commitments/report/{token}/", beds.pk
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    answer = client.post(url, {})
    assert answer.status_code == 422
    assert "Report on at least one commitment" in answer.text
    said = {f"text_{key}": "14 beds", f"progress_{key}": "done", "reporter": "Housing office"}
    assert "shows that it is done" in client.post(url, said).text
    assert not ProgressReport.objects.exists()
    said |= {f"progress_{key}": "behind", f"figure_{key}": "14"}
    assert "Report sent" in client.post(url, said).text
    report = ProgressReport.objects.get()
    assert (report.by, report.reporter, report.lines.get().figure) == (None, "Housing office", 14)


def test_what_a_leaked_link_sent_is_kept_apart(
    client, beds, ministry, policy_officer, report, today
):
    link, _token = ReportLink.make(ministry, by=policy_officer)
    report(beds, text="By a stranger.", link=link, by=None)
    client.force_login(policy_officer)
    answer = client.post(f"/commitments/links/{link.ref}/end/", {"leaked_on": today.isoformat()})
    assert answer.status_code == 303
    assert ProgressReport.objects.get().is_apart
    page = client.get(beds.get_absolute_url()).text
    assert "Nothing reported yet" in page
    assert "kept apart" in page


def test_the_focal_point_reports_all_in_one_form(client, beds, official):
    client.force_login(official)
    desk = client.get("/commitments/desk/").text
    assert "Report progress of the quarter" in desk
    assert "1 commitment waits for the report" in desk
    said = {f"text_{beds.pk}": "14 beds", f"progress_{beds.pk}": "on_track"}
    assert client.post("/commitments/report/", said).status_code == 303
    desk = client.get("/commitments/desk/").text
    assert "waits for the report" not in desk
    assert "On track" in desk


def test_the_desk_begins_with_figures(client, beds, official, today):
    client.force_login(official)
    assert figures_of(client)["Commitments due in 30 days"] == ("1", "")
    beds.deadline = today - timedelta(days=1)
    beds.save()
    assert figures_of(client)["Commitments due in 30 days"] == ("1", "1 late")
    beds.deadline = today + timedelta(days=31)
    beds.save()
    assert figures_of(client)["Commitments due in 30 days"] == ("0", "")


@pytest.mark.both_databases
def test_the_desk_counts_also_what_its_list_leaves_out(
    client, beds, official, policy_officer, office, ministry, today, monkeypatch
):
    """One without a deadline never keeps one that is due from being counted or shown."""
    monkeypatch.setattr(institutions, "MOST", 1)
    for _each in range(2):
        Commitment.record(
            by=policy_officer, office=office, origin="pledge", text="Answer within thirty days.",
            language="en", bearers=[ministry], today=today, adopted_on=today,
            has_no_deadline=True,
        )  # fmt: skip
    client.force_login(official)
    assert figures_of(client)["Commitments due in 30 days"] == ("1", "")
    page = client.get("/commitments/desk/").text
    assert "Open 40 shelter places" in page
    assert "Answer within thirty" not in page


def figures_of(client):
    """What stands above the desk, by its label: the figure, and what is said beside it."""
    tiles = re.findall(
        r'<span class="tile-figure"><bdi>(.*?)</bdi></span><span class="tile-name">(.*?)</span>'
        r'(?:<span class="tile-more.*?>(?:<svg.*?</svg>)?(.*?)</span>)?',
        client.get("/commitments/desk/").text,
    )
    return {label: (figure, more) for figure, label, more in tiles}


def test_two_sides_that_differ_are_shown_side_by_side(client, beds, report, supervisor):
    report(beds)
    Review.record(beds, by=supervisor, progress=Progress.BEHIND, text="No showers.",
                  evidence="Visit")  # fmt: skip
    client.force_login(supervisor)
    page = client.get(beds.get_absolute_url()).text
    assert "say different things" in page
    assert page.index("On track") < page.index("Behind schedule")
