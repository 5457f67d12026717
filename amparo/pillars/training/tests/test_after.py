"""After a training: plans of three, follow-ups by a link, superiors apart, money as it was."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import translation

from amparo.foundation.core import clock, receipt_codes
from amparo.foundation.core.clock import now
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.funding.models import ExchangeRate
from amparo.pillars.training import follow_up_requests
from amparo.pillars.training.after_measures import FOLLOW_UPS
from amparo.pillars.training.models import (
    ApplicationCommitment,
    Enrolment,
    NamedSupervisor,
    PerDiemList,
    Reaction,
    SupervisorAnswer,
    TrainingCost,
    TrainingEvent,
    TrainingFollowUp,
)
from amparo.pillars.training.models.application_plans import Planned, write_plan
from amparo.pillars.training.models.follow_ups import prepare_follow_up, stop_asking
from amparo.pillars.training.per_diem_papers import content_of_paper, per_diem_xlsx
from amparo.pillars.training.presenters.after import five_verbatims
from amparo.pillars.training.presenters.costs import EventCosts, PerDiemPage

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english(client):
    """Refusals and public pages are asked for in English."""
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    with translation.override("en"):
        yield


ANSWERS = {
    "used": "some", "how_often": "monthly", "changed": "some", "hindrances": ["time"],
    "support": ["advice"],
}  # fmt: skip


@pytest.fixture
def enrolment(event, enrol) -> Enrolment:
    made = enrol(event, "Ana Vidal", email="Ana@frontera.example", language="es")
    made.may_be_asked_later = True
    made.save()
    return made


@pytest.fixture
def follow_up(enrolment, organizer) -> TrainingFollowUp:
    made = prepare_follow_up(enrolment, 3)
    made.ask(by=organizer)
    return made


@pytest.fixture
def sends_mail(settings):
    settings.AMPARO_MAIL_HOST = "mail.example.org"


def planned(enrolment, *texts):
    day = enrolment.event.office.today() + timedelta(days=90)
    return [Planned(text, day) for text in texts]


def test_a_plan_has_three_commitments_and_is_sealed_under_the_participant(enrolment, organizer):
    with pytest.raises(Refusal, match="three commitments at most"):
        write_plan(enrolment, planned(enrolment, *"ABCDE"), by=organizer)
    with pytest.raises(Refusal, match="at least one"):
        write_plan(enrolment, planned(enrolment, ""), by=organizer)
    for texts in ("ABC", "XB"):
        write_plan(enrolment, planned(enrolment, *texts), by=None)
        plan = enrolment.application_commitments.all()
        assert [each.text for each in plan] == list(texts)
    assert plan[0].file == enrolment.participant
    assert ApplicationCommitment.objects.count() == 2, "The third is gone."
    enrolment.state = "waiting"
    with pytest.raises(Refusal, match="with a seat"):
        write_plan(enrolment, planned(enrolment, "A"), by=None)


def test_a_plan_stays_once_a_follow_up_was_answered_about_it(enrolment, follow_up):
    write_plan(enrolment, planned(enrolment, "A"), by=None)
    [commitment] = enrolment.application_commitments.all()
    follow_up.answer(**ANSWERS, progress={commitment.pk: "partly"})
    assert follow_up.progress.get().state == "partly"
    with pytest.raises(Refusal, match="stays as it is"):
        write_plan(enrolment, planned(enrolment, "B"), by=None)


def ended(event, days):
    """Its last session was so many days ago."""
    back = now() - timedelta(days=days) - event.sessions.last().ends_at
    for each in event.sessions.all():
        each.starts_at, each.ends_at = each.starts_at + back, each.ends_at + back
        each.save()


def test_only_who_agreed_is_asked_and_reminded_once(enrolment, enrol, sends_mail, run_jobs):
    event = enrolment.event
    enrol(event, "Beto", email="beto@frontera.example")
    without_address = enrol(event, "Carla")
    Enrolment.objects.filter(pk=without_address.pk).update(may_be_asked_later=True)
    ended(event, 90)
    assert follow_up_requests.ask_due(now()) == 0
    ended(event, 92)
    assert (follow_up_requests.ask_due(now()), follow_up_requests.ask_due(now())) == (2, 0)
    run_jobs()
    [sent] = [each for each in mail.outbox if "preguntas" in each.subject]
    assert sent.to == ["Ana@frontera.example"]
    assert sent.subject == "Cinco preguntas sobre su capacitación"
    assert "Vidal" not in sent.body
    assert event.title not in sent.body
    outcomes = {each.enrolment_id: each.outcome for each in TrainingFollowUp.objects.all()}
    assert outcomes == {enrolment.pk: "waiting", without_address.pk: "not_asked"}
    asked = TrainingFollowUp.objects.filter(enrolment=enrolment)
    asked.update(asked_at=now() - timedelta(days=15))
    assert (follow_up_requests.remind_due(now()), follow_up_requests.remind_due(now())) == (1, 0)
    run_jobs()
    token = asked.get().token
    sent = [each for each in mail.outbox if "preguntas" in each.subject]
    assert all(token in each.body for each in sent), "The reminder carries the same link."
    assert len(sent) == 2
    assert token not in asked.get().token_hash
    asked.update(expires_at=now() - timedelta(days=1))
    assert asked.get().outcome == "not_answered"
    TrainingFollowUp.objects.all().delete()
    ended(event, 300)
    assert follow_up_requests.ask_due(now()) == 0, "Nobody is asked about an event of long ago."


def test_a_late_answer_is_taken_and_marked_until_the_link_expires(follow_up):
    with clock.at(now() + timedelta(days=40)):
        follow_up.answer(**ANSWERS)
        assert follow_up.outcome == "late"
    with clock.at(now() + timedelta(days=61)):
        with pytest.raises(Refusal, match="expired"):
            follow_up.answer(**ANSWERS | {"used": "none"})
        follow_up.refresh_from_db()
        assert (follow_up.used, follow_up.is_late) == ("some", True)
        follow_up.ask(by=None)  # the organizer opens it again
        follow_up.answer(**ANSWERS | {"used": "none"})
        assert (follow_up.how_often, follow_up.is_late) == ("never", True)


def test_a_link_replayed_shows_what_was_said_and_lets_it_be_changed(client, follow_up):
    where = reverse("public:training-follow-up", args=[follow_up.token])
    assert client.post(where, ANSWERS).status_code == 403, "Not a form of ours."
    told = ANSWERS | {"form": receipt_codes.new_form()}
    assert client.post(where, told | {"how_often": ""}).status_code == 422
    assert client.post(where, told | {"support": ["nothing", "advice"]}).status_code == 422
    assert client.post(where, told | {"text": "Más turnos."}).status_code == 303
    page = client.get(where)
    assert "Más turnos." in page.text
    assert "Every month" in page.text
    assert client.post(where, told | {"used": "most"}).status_code == 303
    follow_up.refresh_from_db()
    assert (follow_up.used, follow_up.text, follow_up.changed_at is None) == ("most", "", False)
    with clock.at(now() + timedelta(days=61)):
        expired = client.get(where)
        assert expired.status_code == 410
        assert "Yes, most of it" in expired.text
        assert 'name="used"' not in expired.text
        assert client.post(where, told).status_code == 410
    assert client.get(reverse("public:training-follow-up", args=["x" * 43])).status_code == 404


def test_whoever_asks_for_nothing_more_is_asked_nothing_more(client, follow_up, enrolment):
    where = reverse("public:training-follow-up", args=[follow_up.token])
    assert client.post(where, {"form": receipt_codes.new_form(), "stop": "1"}).status_code == 200
    enrolment.refresh_from_db()
    follow_up.refresh_from_db()
    assert (enrolment.may_be_asked_later, follow_up.outcome) == (False, "not_answered")
    stop_asking(enrolment, by=None)


def test_a_superior_is_another_person_asked_apart(
    client, enrolment, follow_up, organizer, sends_mail, run_jobs
):
    for email in ("ana@FRONTERA.example", " Ana@frontera.example "):
        with pytest.raises(Refusal, match="own address"):
            NamedSupervisor.name(enrolment, by=organizer, email=email, consents=True)
    with pytest.raises(Refusal, match="consent"):
        NamedSupervisor.name(enrolment, by=organizer, email="jefe@x.example", consents=False)
    where = reverse("public:training-follow-up", args=[follow_up.token])
    told = ANSWERS | {"form": receipt_codes.new_form(), "supervisor_email": "ana@frontera.example"}
    assert client.post(where, told).status_code == 422
    refused = client.post(where, told | {"supervisor_consents": "on"})
    assert refused.status_code == 409
    assert "own address" in refused.text
    assert not TrainingFollowUp.objects.exclude(answered_at=None).exists()
    named = {"supervisor_email": "jefe@frontera.example", "supervisor_consents": "on"}
    assert client.post(where, told | named).status_code == 303
    run_jobs()
    assert [each.to for each in mail.outbox] == [["jefe@frontera.example"]]
    asked = SupervisorAnswer.objects.get()
    page = reverse("public:training-supervisor", args=[asked.token])
    said = client.get(page).text
    assert "Ana Vidal" in said
    assert "What you answered" not in said
    answer = {
        "applies": "no", "changed": "nothing", "provides": "no", "form": told["form"],
    }  # fmt: skip
    assert client.post(page, answer).status_code == 303
    asked.refresh_from_db()
    follow_up.refresh_from_db()
    assert (asked.applies, follow_up.applies) == ("no", True)


def test_a_reaction_leads_to_nobody_and_is_quoted_from_five_on(event, enrol):

    def seen():
        """The event as a page loads it."""
        return TrainingEvent.objects.get(pk=event.pk)

    for at in range(5):
        given = enrol(event, f"Ana {at}")
        assert five_verbatims(seen()) == []
        Reaction.give(
            given, useful=5, clear=4, able=3, text=f"Sentence {at}", may_be_quoted=at < 3
        )
        with pytest.raises(Refusal, match="already"):
            Reaction.give(given, useful=1, clear=1, able=1)
    assert five_verbatims(seen()) == [], "Nobody has read them yet."
    assert Reaction.allow_quotation(event, Reaction.objects.all(), by=event.by) == 3
    assert sorted(five_verbatims(seen())) == ["Sentence 0", "Sentence 1", "Sentence 2"]
    assert not any(field.related_model is Enrolment for field in Reaction._meta.get_fields())
    withheld = Reaction.objects.get(pk=Reaction.objects.filter(may_be_quoted=True).first().pk)
    withheld.withhold(by=event.by, because="known")
    assert len(five_verbatims(seen())) == 2


def test_a_participant_writes_plan_and_opinion_on_their_own_page(client, enrolment):
    ended(enrolment.event, 0)
    client.post("/a/p/", {"code": enrolment.code, "form": receipt_codes.new_form()})
    own = client.get("/a/p/")
    assert "My application plan" in own.text
    number = re.search(r'name="form" value="([^"]+)"', own.text)[1]
    day = enrolment.event.office.today() + timedelta(days=30)
    told = {"form": number, "text_1": "Use the sheet.", "due_on_1": day}
    assert client.post("/a/p/plan/", told | {"due_on_1": ""}).status_code == 422
    assert client.post("/a/p/plan/", told).status_code == 303
    assert "Use the sheet." in client.get("/a/p/").text
    said = {"form": number, "useful": "5", "clear": "9", "able": "4", "text": "Good."}
    assert client.post("/a/p/reaction/", said).status_code == 422
    assert client.post("/a/p/reaction/", said | {"clear": "4"}).status_code == 303
    assert client.post("/a/p/reaction/", said | {"clear": "4"}).status_code == 409
    superior = {"form": number, "email": "ana@frontera.example", "consents": "on"}
    assert client.post("/a/p/superior/", superior).status_code == 409
    assert client.post("/a/p/superior/", superior | {"email": "x@y.example"}).status_code == 303
    assert client.post("/a/p/after/stop/", {"form": number}).status_code == 303
    enrolment.refresh_from_db()
    assert (enrolment.has_reacted, enrolment.may_be_asked_later) == (True, False)
    assert NamedSupervisor.objects.get().withdrawn_at is not None


def test_figures_of_evidence_count_who_was_asked(follow_up, enrol, event):
    prepare_follow_up(enrol(event, "Beto"), 3)  # never asked
    [row] = FOLLOW_UPS.rows()
    assert row[-7:-1] == ("3", "not_said", "not_said", False, None, False)
    follow_up.answer(**ANSWERS)
    [row] = FOLLOW_UPS.rows()
    assert row[-7:-1] == ("3", "not_said", "not_said", True, True, False)


def test_a_cost_without_an_exchange_rate_is_refused(event, organizer, office):
    cost = {"by": organizer, "kind": "venue", "amount": Decimal(690), "spent_on": office.today()}
    with pytest.raises(Refusal, match="no exchange rate"):
        TrainingCost.record(event, currency="XAF", **cost)
    assert EventCosts(event, organizer).total.spent is None
    other = "EUR" if office.currency != "EUR" else "USD"
    ExchangeRate.objects.create(
        by=organizer, currency=other, base=office.currency, rate=Decimal("6.9"),
        on=office.today() - timedelta(days=2), source="Central bank",
    )  # fmt: skip
    made = TrainingCost.record(event, currency=other, **cost)
    assert (made.worth, made.rate_on) == (Decimal(100), office.today() - timedelta(days=2))
    costs = EventCosts(event, organizer)
    assert (costs.total.spent, costs.total.per_hour, costs.hours) == (Decimal(100), None, None)
    made.remove(by=organizer)
    assert EventCosts(event, organizer).total.spent is None


def test_per_diem_is_what_attendance_says(event, enrol, organizer, office):
    ana, beto = enrol(event, "Ana"), enrol(event, "Beto")
    rate = {"by": organizer, "rate": Decimal(25)}
    with pytest.raises(Refusal, match="currency of the rate"):
        PerDiemList.draw_up(event, currency="", days={ana.pk: 2}, **rate)
    with pytest.raises(Refusal, match="Nobody has a day"):
        PerDiemList.draw_up(event, currency=office.currency, days={}, **rate)
    held = {ana.pk: 2, beto.pk: 2}
    made = PerDiemList.draw_up(event, currency=office.currency, days=held, **rate)
    with pytest.raises(Refusal, match="waits to be paid"):
        PerDiemList.draw_up(event, currency=office.currency, days=held, **rate)
    made.pay(by=organizer, on=office.today())
    made.pay(by=organizer, on=office.today())
    [cost] = TrainingCost.objects.all()
    assert (cost.kind, cost.amount) == ("per_diem", Decimal(100))
    with pytest.raises(Refusal, match="stays"):
        cost.remove(by=organizer)
    corrected = {ana.pk: 2}
    page = PerDiemPage(made, corrected)
    assert (page.changed, page.ghosts, page.total) == (1, 1, Decimal(100))
    rows = content_of_paper(event, page)["rows"]
    assert [row[1:3] for row in rows] == [["Ana", "2"], ["Beto", "2"]]
    assert per_diem_xlsx(event, page).startswith(b"PK")
    with pytest.raises(Refusal, match="Nobody has a day"):
        PerDiemList.draw_up(event, currency=office.currency, days=corrected, **rate)


def test_who_reads_what_after_a_training(
    client, cast, event, trainer, enrolment, follow_up, organizer
):
    write_plan(enrolment, planned(enrolment, "Use the sheet."), by=None)
    figures = reverse("training:follow-up", args=[event.ref])
    person = reverse("training:follow-up-person", args=[enrolment.ref])
    for user, sees in ((organizer, True), (trainer, True), (cast.training_observer, False)):
        client.force_login(user)
        page = client.get(figures)
        assert page.status_code == 200
        assert ("Ana Vidal" in page.text) is sees
        assert client.get(person).status_code == (200 if sees else 404)
    client.force_login(organizer)
    assert "Use the sheet." in client.get(person).text


def test_forms_say_what_is_missing(client, event, enrolment, organizer):
    client.force_login(organizer)
    where = reverse("training:per-diem-new", args=[event.ref])
    said = client.post(where, {"rate": "25", "currency": ""})
    assert (said.status_code, "Choose the currency of the rate." in said.text) == (422, True)
    plan = reverse("training:application-plan", args=[enrolment.ref])
    day = event.office.today() + timedelta(days=9)
    five = {f"text_{at}": "Do it." for at in range(1, 6)} | {
        f"due_on_{at}": day for at in range(1, 6)
    }
    said = client.post(plan, five)
    assert (said.status_code, "three commitments at most" in said.text) == (422, True)
    said = client.post(plan, {"text_1": "Do it."})
    assert (said.status_code, "by when you will do it" in said.text) == (422, True)
    past = {"text_1": "Do it.", "due_on_1": event.office.today() - timedelta(days=1)}
    assert client.post(plan, past).status_code == 422
    assert client.post(plan, {"text_1": "Do it.", "due_on_1": day}).status_code == 303
