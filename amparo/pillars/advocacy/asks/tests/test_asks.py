"""An ask is cleared by a second person who read its risks, put once, and answered in words."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from amparo.foundation.core.models import Notification, Organization
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.links.models import PatternFigure
from amparo.pillars.advocacy.asks.linked import set_basis
from amparo.pillars.advocacy.asks.models import Ask, AskRisk, AskStep
from amparo.pillars.advocacy.asks.models.steps import Channel
from amparo.pillars.advocacy.asks.tasks import remind_of_overdue
from amparo.pillars.dialogue.models import Commitment

from .conftest import ASKED, NO_RISK

pytestmark = pytest.mark.django_db
AGREED = {"agreed_post": "Director of Housing", "outcome": "agreed", "text": "Yes."}


def test_nobody_clears_what_they_wrote(draft, policy_officer, second_keeper, supervisor):
    ask = draft()
    with pytest.raises(Refusal, match="Somebody else clears"):
        ask.clear(by=policy_officer)
    ask.change(by=second_keeper, addressee=ask.addressee, wording="Open fifty places.")
    with pytest.raises(Refusal, match="Somebody else clears"):
        ask.clear(by=second_keeper)
    with pytest.raises(IntegrityError), transaction.atomic():
        Ask.objects.filter(pk=ask.pk).update(state="cleared", cleared_by=policy_officer)
    with pytest.raises(IntegrityError), transaction.atomic():
        Ask.objects.filter(pk=ask.pk).update(state="cleared", cleared_by=second_keeper)
    ask.clear(by=supervisor)
    ask.clear(by=supervisor)  # twice is once
    assert (ask.state, ask.cleared_by) == ("cleared", supervisor)
    with pytest.raises(Refusal, match="no longer a draft"):
        ask.change(by=policy_officer, wording="Open sixty places.")


def test_without_a_risk_that_somebody_assessed_nothing_is_cleared(
    policy_officer, office, ministry, supervisor
):
    ask = Ask.draft(by=policy_officer, office=office, addressee=ministry, **ASKED)
    assert not ask.risks.exists()
    with pytest.raises(Refusal, match="risk was not assessed for every group"):
        ask.clear(by=supervisor)
    with pytest.raises(Refusal, match="how likely harm is"):
        ask.assess_risk(by=policy_officer, risks=NO_RISK | {"migrants": ("", "")})
    with pytest.raises(Refusal, match="what reduces the risk"):
        ask.assess_risk(by=policy_officer, risks=NO_RISK | {"migrants": ("likely", " ")})
    ask.assess_risk(by=policy_officer, risks={"migrants": ("none", "")})
    with pytest.raises(Refusal, match="every group"):
        ask.clear(by=supervisor)
    ask.assess_risk(by=policy_officer, risks=NO_RISK)
    assert ask.risks.count() == len(AskRisk.Whom)
    ask.clear(by=supervisor)


def test_nothing_is_put_before_it_is_cleared(draft, policy_officer, supervisor, today):
    ask = draft()
    how = {"by": policy_officer, "on": today, "channel": "letter"}
    with pytest.raises(Refusal, match="clears it before it is put"):
        ask.put(**how)
    with pytest.raises(IntegrityError), transaction.atomic():
        Ask.objects.filter(pk=ask.pk).update(state="put", put_on=today)
    ask.clear(by=supervisor)
    for wrong, said in (
        ({"on": today + timedelta(days=1)}, "still to come"),
        ({"channel": "desk"}, "how it was put"),
        ({"channel": "pigeon"}, "how it was put"),
        ({"answer_due_on": today - timedelta(days=1)}, "before the ask was put"),
    ):
        with pytest.raises(Refusal, match=said):
            ask.put(**how | wrong)
    ask.put(**how)
    with pytest.raises(Refusal, match="another stage"):
        ask.put(**how)
    assert ask.steps.filter(kind="put").count() == 1


def test_a_frozen_sheet_stays_when_figures_change(
    draft, policy_officer, supervisor, pattern, today
):
    ask = draft(place=pattern.place)
    ask.translate("es", by=policy_officer, issue="Faltan plazas.", wording="Abrir cuarenta.")
    set_basis(ask, {"pattern": [str(pattern.ref)]}, by=policy_officer)
    ask.clear(by=supervisor)
    ask.put(by=policy_officer, on=today, channel=Channel.MEETING)
    sheets = {each.language: each for each in ask.sheets.all()}
    assert set(sheets) == {"en", "es"}  # in no language in which it is not worded
    [told] = sheets["en"].said["patterns"]
    assert [count for _month, count in told["months"]] == ["25"]
    before = sheets["en"].content
    PatternFigure.objects.filter(pattern=pattern).update(cases=90)
    pattern.place.name = "Villa Norte"
    pattern.place.save()
    sheet = ask.sheets.get(language="en")
    assert (sheet.content, sheet.is_unchanged) == (before, True)
    sheet.content = before.replace("25", "95")
    assert not sheet.is_unchanged


def test_an_answer_says_whether_they_agree_and_who_does_it(put, policy_officer, ministry, today):
    ask, other = put(), Organization.objects.create(name="Registry", kind="government")
    how = {"by": policy_officer, "organization": ministry, "on": today, "channel": "letter"}
    for wrong, said in (
        ({"text": " ", "outcome": "open"}, "Write the answer"),
        ({"text": "Yes.", "outcome": "maybe"}, "whether they agree"),
        ({"text": "Yes.", "outcome": "agreed"}, "who carries it out"),
        ({"text": "Yes.", "outcome": "agreed", "agreed_post": "Director"}, "who carries it out"),
        ({"text": "Yes.", "outcome": "open", "on": today + timedelta(days=1)}, "still to come"),
        ({"text": "Yes.", "outcome": "open", "organization": other},
         "was not asked"),
    ):  # fmt: skip
        with pytest.raises(Refusal, match=said):
            ask.answer(**how | wrong)
    ask.answer(**how, text="No money.", outcome="refused")
    assert ask.state == "refused"
    ask.answer(**how, **AGREED, agreed_until=today + timedelta(days=60))  # asked again, and heard
    assert (ask.state, ask.steps.filter(kind="answer").count()) == ("agreed", 2)
    with pytest.raises(Refusal, match="another stage"):
        ask.answer(**how, text="No.", outcome="refused")


def test_what_was_agreed_becomes_one_commitment_that_is_followed_up(
    put, policy_officer, supervisor, ministry, today
):
    ask = put()
    with pytest.raises(Refusal, match="another stage"):
        ask.commit(by=policy_officer, text="")
    until = today + timedelta(days=60)
    ask.answer(
        by=policy_officer, organization=ministry, on=today, channel="call", agreed_until=until,
        **AGREED,
    )  # fmt: skip
    with pytest.raises(Refusal, match="keeps commitments"):
        ask.commit(by=supervisor, text="")
    made = ask.commit(by=policy_officer, text="Open forty shelter places by June.")
    with pytest.raises(Refusal, match="its commitment already"):
        ask.commit(by=policy_officer, text="")
    assert isinstance(made, Commitment)
    assert (made.origin, made.deadline, made.adopted_on) == ("ask", until, today)
    assert (made.lead.organization, made.is_public) == (ministry, False)
    assert [each.right for each in made.tags.all()] == ["housing"]


def test_a_translation_older_than_the_wording_is_named(draft, policy_officer, supervisor):
    ask = draft()
    ask.translate("fr", by=policy_officer, issue="Des familles.", wording="Ouvrir des places.")
    with pytest.raises(Refusal, match="language of the ask itself"):
        ask.translate("en", by=policy_officer, issue="x", wording="y")
    ask.change(by=policy_officer, addressee=ask.addressee, wording="Open fifty places.")
    with pytest.raises(Refusal, match="older than the wording"):
        ask.clear(by=supervisor)
    ask.translate("fr", by=policy_officer, issue="Des familles.", wording="Ouvrir 50 places.")
    ask.clear(by=supervisor)
    assert ask.text_in("ar") is None


def test_its_keepers_are_told_once_that_nobody_answered(put, policy_officer, today):
    ask = put(due=-1)
    assert remind_of_overdue(today) == 1
    assert remind_of_overdue(today) == 0
    assert Notification.objects.get(user=policy_officer, event="ask.overdue").about == ask.number
    ask.follow_up(
        by=policy_officer, on=today, channel="call", text="They need a week.",
        answer_due_on=today - timedelta(days=1),
    )  # fmt: skip
    assert remind_of_overdue(today) == 1  # a new day, told anew


def test_withdrawn_says_why_and_stays_on_record(put, policy_officer):
    ask = put()
    with pytest.raises(Refusal, match="why the ask is withdrawn"):
        ask.withdraw(by=policy_officer, because=" ")
    ask.withdraw(by=policy_officer, because="The law was changed.")
    with pytest.raises(Refusal, match="closed already"):
        ask.withdraw(by=policy_officer, because="Twice.")
    assert AskStep.objects.filter(ask=ask, kind="put").exists()
