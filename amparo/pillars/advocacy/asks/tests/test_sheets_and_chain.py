"""The sheet leaves the house without a small cell; the chain says where it breaks at asks."""

import json
import time
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import translation

from amparo.foundation.directory.models import DutyBearer
from amparo.foundation.links.chain import lines_of
from amparo.foundation.links.models import PatternFigure
from amparo.foundation.links.region import RegionPage
from amparo.pillars.advocacy.asks.broken_links import broken_asks
from amparo.pillars.advocacy.asks.evidence_sheet import SMALLEST, sheet_content
from amparo.pillars.advocacy.asks.linked import set_basis
from amparo.pillars.advocacy.asks.sheet_pdf import Sheet, sheet_pdf
from amparo.pillars.dialogue.models import Commitment

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask(draft, pattern, policy_officer):
    made = draft(place=pattern.place)
    set_basis(made, {"pattern": [str(pattern.ref)]}, by=policy_officer)
    return made


def test_no_cell_of_a_sheet_is_small(ask, pattern, policy_officer, today):
    earlier = today.replace(day=1) - timedelta(days=40)
    with pytest.raises(IntegrityError), transaction.atomic():
        PatternFigure.objects.create(pattern=pattern, month=earlier.replace(day=1), cases=4)
    PatternFigure.objects.create(pattern=pattern, month=earlier.replace(day=1), cases=5)
    said = sheet_content(ask, policy_officer, "en")
    counts = [int(count) for each in said["patterns"] for _month, count in each["months"]]
    assert sorted(counts) == [5, 25]
    assert all(count >= SMALLEST and count % 5 == 0 for count in counts)
    # Nothing of it is a case: refs and names of people are nowhere in it.
    assert set(said["patterns"][0]) == {"title", "right", "months", "latest"}
    json.dumps(said)


def test_what_is_not_known_is_said_and_only_published_commitments_stand_on_it(
    ask, policy_officer, office, ministry, today
):
    DutyBearer.recognize(ministry, by=policy_officer, mandate={"en": "Housing"}, obligations=[])
    hidden, shown = (
        Commitment.record(
            by=policy_officer, office=office, origin="pledge", text=text, language="en",
            bearers=[ministry], today=today,
        )
        for text in ("Kept between us.", "Open twenty places.")
    )  # fmt: skip
    shown.publish(by=policy_officer)
    said = sheet_content(ask, policy_officer, "en")
    assert [each["title"] for each in said["commitments"]] == [f"{shown.number}: {shown.title}"]
    assert hidden.number not in json.dumps(said)
    assert said["law"] == []
    assert "No text of the law" in said["law_unknown"]
    assert said["treaties"]
    assert all("Not known" in each["state"] for each in said["treaties"])
    assert said["obligations"] == []
    with pytest.raises(ValueError, match="no words in fr"):
        sheet_content(ask, policy_officer, "fr")


def test_each_language_is_one_paper_within_a_second(ask, policy_officer):
    for code in ("es", "fr", "ar"):
        ask.translate(code, by=policy_officer, issue="عائلات", wording="أماكن")
    began = time.process_time()
    with translation.override("ar"):
        paper = sheet_pdf(Sheet(sheet_content(ask, policy_officer, "ar")))
    assert paper.startswith(b"%PDF")
    assert time.process_time() - began < 1


def test_a_language_in_which_it_is_not_worded_is_named(ask, client, policy_officer):
    client.force_login(policy_officer)
    page = client.get(reverse("asks:ask-sheet", args=[ask.ref]), {"language": "fr"})
    assert "no wording in: French" in page.content.decode()
    assert "Open forty" not in page.content.decode()
    paper = client.get(reverse("asks:ask-sheet-pdf", args=[ask.ref]), {"language": "fr"})
    assert (paper.status_code, paper["Content-Type"].split(";")[0]) == (409, "text/html")


def test_from_a_pattern_one_begins_an_ask_that_rests_on_it(
    client, policy_officer, pattern, ministry, office
):
    DutyBearer.recognize(ministry, by=policy_officer, mandate={"en": "Housing"})
    client.force_login(policy_officer)
    url = f"{reverse('asks:ask-new')}?pattern={pattern.ref}"
    assert url in client.get(pattern.get_absolute_url()).content.decode()
    form = client.get(url).context["form"]
    assert (form.initial["right"], form.initial["place"]) == ("housing", str(pattern.place.ref))
    told = {
        "issue": "Families sleep in the street.", "wording": "Open forty places.",
        "language": "en", "right": "housing", "place": str(pattern.place.ref), "way": "public",
        "office": office.pk, "addressee": ministry.pk, "post": "Minister",
    }  # fmt: skip
    for wrong in ({"way": ""}, {"issue": " "}, {"right": "kings"}, {"wanted_by": "soon"},
                  {"addressee": "0"}):  # fmt: skip
        assert client.post(url, told | wrong).status_code == 422
    assert client.post(url, told).status_code == 303
    [row] = RegionPage(policy_officer, {}, office.today()).rows
    assert [each.title for _kind, each in row.linked] == ["ASK-26-001: Open forty places."]


def test_the_chain_says_where_it_breaks_at_asks(
    ask, draft, put, pattern, policy_officer, ministry, today
):
    lines = lines_of([pattern])

    def reasons():
        return {each.reason for each in broken_asks(policy_officer, lines, today)}

    assert reasons() == set()
    nobody = draft(addressee=None)
    set_basis(nobody, {"pattern": [str(pattern.ref)]}, by=policy_officer)
    assert reasons() == {"No duty bearer is named: nobody is asked."}
    nobody.withdraw(by=policy_officer, because="Begun twice.")
    late = put(due=-1, basis=[str(pattern.ref)])
    assert reasons() == {"It was put, and its date passed without an answer."}
    late.answer(
        by=policy_officer, organization=ministry, on=today, text="Yes.", outcome="agreed",
        agreed_post="Director", agreed_until=today,
    )  # fmt: skip
    assert reasons() == {"It was answered, and no commitment came of it."}
    late.commit(by=policy_officer, text="")
    assert reasons() == set()


def test_a_focal_point_answers_and_the_public_reads_it_once_a_colleague_has(
    put, client, official, policy_officer, today
):
    ask = put()
    client.force_login(official)
    assert ask.number in client.get(reverse("dialogue:desk")).content.decode()
    where = reverse("asks:desk-answer", args=[ask.ref])
    told = {"text": "We open twenty.", "outcome": "agreed"}
    assert client.post(where, told).status_code == 422  # who, and until when
    told |= {"agreed_post": "Director of Housing", "agreed_until": today + timedelta(days=30)}
    assert client.post(where, told).status_code == 303
    assert "We open twenty." in client.get(
        reverse("asks:desk-ask", args=[ask.ref])
    ).content.decode()  # fmt: skip
    client.logout()
    public = reverse("public:ask", args=[ask.ref])
    assert "We open twenty." not in client.get(public).content.decode()
    client.force_login(policy_officer)
    page = client.get(ask.get_absolute_url())
    step = ask.steps.get(kind="answer")
    release = reverse("asks:ask-release", args=[ask.ref, step.ref])
    assert release in page.content.decode()
    assert client.post(release).status_code == 303
    client.logout()
    body = client.get(public).content
    assert b"We open twenty." in body
    assert len(body) <= 20_000
    listed = client.get(reverse("public:asks")).content
    assert b"Open forty" in listed
    assert len(listed) <= 20_000
