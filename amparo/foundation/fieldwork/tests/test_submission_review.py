"""Answers that look odd wait for a person, who puts them right, keeps them, or puts them away."""

from uuid import uuid4

import pytest

from amparo.foundation.core.models import AuditEntry
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.fieldwork.models import Submission, SubmissionCorrection
from tests.support.html import Page

from . import sample_submissions

pytestmark = pytest.mark.django_db
SECRETS = ("Amina", "She walked for a week.", "61.50", "16.2102", "Sami")


@pytest.fixture
def version(db):
    return sample_submissions.uploaded()


@pytest.fixture
def odd(version, office, caseworker):
    return sample_submissions.sent(version, sample_submissions.ODD, office=office, by=caseworker)


@pytest.fixture
def here(client, supervisor):
    client.force_login(supervisor)
    return client


def page_of(client, submission, more=""):
    return client.get(f"/forms/arrived/{submission.ref}/{more}")


def send(client, submission, what, **told):
    return client.post(
        f"/forms/arrived/{submission.ref}/{what}/", {"once": str(uuid4())} | told, follow=True
    )


def boxes(client, submission):
    """What a browser would send back: every box of the form as it is filled in."""
    form = page_of(client, submission, "correct/").context["form"]
    return {name: form.initial.get(name) or "" for name in form.fields if "photo" not in name}


def corrected(client, submission, **changes):
    told = boxes(client, submission)
    told |= {f"/data/{name}": value for name, value in changes.items()}
    return send(client, submission, "correct", save="1", because="She said so.", **told)


def test_what_is_odd_comes_first_and_is_counted_in_the_menu(here, odd, version, office):
    sample_submissions.sent(version, office=office, name="2")
    page = here.get("/forms/arrived/").content.decode()
    assert str(odd.ref) in page
    assert page.count("/forms/arrived/0") == 1
    everything = here.get("/forms/arrived/?state=all").content.decode()
    assert everything.count("/forms/arrived/0") == 2
    assert "Amina" not in everything
    groups = here.get("/account/").context["menu"].groups
    entries = [entry for group in groups for entry in group.entries]
    assert [entry.count for entry in entries if "arrived" in entry.url] == [1]


def test_they_are_found_by_form_state_and_day(here, odd):
    form, day = odd.version.form.ref.hex, odd.at.astimezone(odd.office.zone).date().isoformat()
    for found, asked in (
        (1, f"form={form}"), (0, "state=kept"), (1, "state=all"), (1, f"day={day}"),
        (0, "day=2001-01-01"), (1, "form=made-up"), (1, "day=never"),
    ):  # fmt: skip
        assert len(here.get(f"/forms/arrived/?{asked}").context["submissions"]) == found, asked


def test_each_answer_stands_beside_its_question_with_what_is_odd(here, odd):
    page = page_of(here, odd).content.decode()
    for words in ("How old is Amina?", "131", "does not obey the rule", "seven",
                  "not of the sort that was asked for", "At the border", *SECRETS):  # fmt: skip
        assert words in page, words


def test_what_a_role_may_not_read_is_not_shown(client, odd, data_officer):
    client.force_login(data_officer)
    page = page_of(client, odd).content.decode()
    for words in ("131", "does not obey the rule", "seven", "not shown to your role"):
        assert words in page, words
    to_correct = page_of(client, odd, "correct/").content.decode()
    for secret in SECRETS:
        assert secret not in page
        assert secret not in to_correct
    assert page_of(client, odd, "take/").status_code == 403


def test_a_correction_stands_beside_what_came(here, odd, supervisor):
    page = corrected(here, odd, age="31", **{"child[2]/years": "7"}).content.decode()
    assert "beside the answers as they came" in page
    there = Submission.objects.get()
    assert (there.state, there.findings) == ("kept", [])
    assert "<age>131</age>" in there.raw
    assert "<age>31</age>" in there.answers
    assert there.values["age"] == 31
    assert there.values["child"][1] == {"called": "Lea", "years": 7}
    assert there.values["spot"]["coordinates"] == [-68.8511, -16.2102, 3800]
    assert there.corrections.get().because == "She said so."
    assert AuditEntry.objects.filter(event="submission.corrected", by=supervisor).count() == 1


def test_what_is_still_odd_after_it_waits_on(here, odd):
    page = corrected(here, odd, age="31").content.decode()
    assert "Something is still odd" in page
    assert {each["path"] for each in Submission.objects.get().findings} == {"/data/child[2]/years"}


def test_ticks_that_are_taken_away_are_gone(here, odd):
    told = boxes(here, odd)
    del told["/data/needs"]
    send(here, odd, "correct", save="1", because="None.", **told)
    assert Submission.objects.get().values["needs"] is None


def test_who_sees_half_of_it_loses_nothing_of_the_rest(client, odd, data_officer):
    client.force_login(data_officer)
    corrected(client, odd, age="31", **{"child[2]/years": "7"})
    there = Submission.objects.get()
    assert there.state == "kept"
    assert there.values["name"] == "Amina"
    assert there.values["weight"] == "61.50"
    assert [each["called"] for each in there.values["child"]] == ["Sami", "Lea"]


def test_a_correction_says_why(here, odd):
    page = send(here, odd, "correct", save="1", because=" ", **boxes(here, odd))
    assert page.status_code == 422
    assert not SubmissionCorrection.objects.exists()


def test_a_row_may_be_added(here, odd):
    told = boxes(here, odd) | {"more": "/data/child[2]"}
    page = send(here, odd, "correct", **told)
    assert "/data/child[3]/called" in page.content.decode()


def test_odd_as_it_is_it_may_be_right(here, odd):
    send(here, odd, "accept")
    there = Submission.objects.get()
    assert there.state == "kept"
    assert there.findings
    assert "131" in there.raw
    assert AuditEntry.objects.filter(event="submission.accepted").count() == 1
    assert send(here, odd, "accept").status_code == 409


def test_what_is_put_away_can_be_kept_again(here, odd):
    assert send(here, odd, "put-away", because="").status_code == 422
    page = send(here, odd, "put-away", because="A trial of Monday.").content.decode()
    assert "A trial of Monday." in page
    assert Submission.objects.get().state == "away"
    send(here, odd, "accept")
    assert Submission.objects.get().state == "kept"


def test_what_lies_in_a_file_is_put_right_there(odd, supervisor):
    Submission.objects.update(state="landed")
    with pytest.raises(Refusal):
        odd.discard(by=supervisor, because="Wrong.")
    with pytest.raises(Refusal):
        odd.correct(
            by=supervisor,
            because="Wrong.",
            record=sample_submissions.record(sample_submissions.GOOD),
        )


def test_who_reads_all_may_take_it_out_as_it_came(here, odd):
    answer = page_of(here, odd, "take/")
    assert b"".join(answer).decode() == odd.raw
    assert "attachment" in answer.headers["Content-Disposition"]
    assert AuditEntry.objects.filter(event="submission.taken").count() == 1


def test_strangers_find_nothing(client, odd, stranger, caseworker):
    client.force_login(stranger)
    assert page_of(client, odd).status_code == 404
    client.force_login(caseworker)  # who sent it knows of it, and does not decide about it
    assert page_of(client, odd).status_code == 403
    assert client.get("/forms/arrived/").status_code == 404


def test_hostile_answers_are_shown_as_words(here, version, office):
    inside = sample_submissions.ODD.replace(
        "She walked for a week.", "&lt;script&gt;alert(1)&lt;/script&gt;"
    )
    odd = sample_submissions.sent(version, inside + "<intruder>=1+1</intruder>", office=office)
    page = page_of(here, odd).content.decode()
    assert "<script>alert" not in page
    assert "The form has no such question." in page


def test_the_menu_says_where_one_is_and_nowhere_else(client, data_officer):
    client.force_login(data_officer)
    page = Page(client.get("/forms/arrived/").content.decode())
    current = [each.attrs["href"] for each in page.all("a") if "aria-current" in each.attrs]
    assert "/forms/arrived/" in current
    assert "/forms/" not in current
