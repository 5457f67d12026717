"""Answers go to the records that a form names, as if a page had asked; the odd ones are told."""

from datetime import date
from decimal import Decimal

import pytest

from amparo.foundation.core.encryption.fields import plain_fields
from amparo.foundation.fieldwork import standard_forms
from amparo.foundation.fieldwork.form_mapping import form_targets
from amparo.foundation.people.models import Family, Person
from amparo.foundation.protection.models import Observation
from amparo.pillars.assistance.assessment.models import Assessment, Need
from amparo.pillars.assistance.case_forms.form_mapping import apply_answers, find_known_answers
from amparo.pillars.assistance.cases.models import Case, Note
from amparo.pillars.assistance.cases.tests.filled_in_forms import events_of, made_up, standard_form
from amparo.pillars.assistance.intake.models import Screening

pytestmark = pytest.mark.django_db


def test_whoever_brings_a_standard_form_is_warned_of_no_name(data_officer):
    found = {
        each.code
        for form in standard_forms.add_standard_forms(by=data_officer)
        for each in form.found
    }
    assert not found & {"form-no-record", "form-no-field", "form-no-such-answer"}


def test_something_that_cannot_wait_needs_a_step_and_nothing_else_is_lost(ask, case):
    yes = ("select_one yn", "medical", "screening.urgent")
    filled, page = ask(yes, ("text", "text", "note.text"), medical="yes", text="She coughs.")
    assert filled.findings == [{"path": "screening", "kind": "not-landed"}]
    assert "Something cannot wait" in page
    assert not Screening.objects.exists()
    assert Note.objects.get().text.endswith("She coughs.")


def test_nobody_joins_a_family_from_a_file_that_one_may_not_open(ask, cast, case, stranger):
    away = {"by": stranger, "team": cast.other_team}
    ana = Person.register(consent=cast.consent, given_names="Ana", **away)
    theirs = Case.open(person=ana, owner=stranger, **away)
    filled, page = ask(("text", "who", "family_member.person"), who=theirs.number)
    assert filled.findings == [{"path": "family_member", "kind": "not-landed"}]
    assert "No file that you work on" in page
    assert not Family.objects.exists()


def test_a_separation_is_noted_of_a_member_of_the_family(ask, case, rosa, family):
    asked = (("select_one why", "why", "separation.cause"), ("date", "since", "separation.since"))
    for _time in range(2):
        filled, _page = ask(
            *asked, choices=[("why", "conflict", "disaster")], why="conflict", since="2026-02-01"
        )
        assert filled.findings == []
    known = family.members.get(person=rosa).separation
    assert (known.cause, known.since) == ("conflict", date(2026, 2, 1))


def test_a_form_that_names_another_case_says_so(ask):
    filled, page = ask(("text", "number", "case.number"), number="AMP-26-000099-1")
    assert filled.findings == [{"path": "case", "kind": "not-landed"}]
    assert "names another case" in page


@pytest.mark.parametrize("to", ["vehicle.plate", "person.shoe_size", "observation.no_factor"])
def test_what_has_no_record_of_its_own_is_told_and_stays_in_the_form(ask, to):
    filled, page = ask(("text", "told", to), told="BO-123")
    assert filled.findings == [{"path": to.split(".")[0], "kind": "not-landed"}]
    assert "no record of their own yet" in page
    assert filled.outcome.answers["told"] == "BO-123"


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (("text", "told", "person.sex"), "woman"),
        (("text", "told", "person.nationality"), "ZZ"),
        (("text", "told", "person.birth_precision"), "roughly"),
        (("date", "told", "person.birth_date"), "2999-01-01"),
        (("text", "told", "contact.safe_from"), "late"),
        (("text", "told", "document.kind"), "ticket"),
        (("text", "told", "incident.harm"), "noise"),
        (("select_one yn", "told", "screening.trafficking_signs"), "yes"),
        (("text", "told", "need.service_type"), "moon"),
        (("text", "told", "safety_alert.kind"), "rain"),
        (("text", "told", "community.description"), "A village."),
    ],
)
def test_an_answer_that_fits_no_record_changes_none(ask, rosa, case, asked, told):
    before = {name: getattr(rosa, name) for name in plain_fields(type(rosa))}
    filled, _page = ask(asked, ("text", "aside", "note.text"), told=told, aside="Kept.")
    assert filled.findings == [{"path": asked[2].split(".")[0], "kind": "not-landed"}]
    rosa.refresh_from_db()
    assert before == {name: getattr(rosa, name) for name in plain_fields(type(rosa))}
    assert Note.objects.get().text == "The aside?\nKept."


@pytest.mark.parametrize(
    ("when", "told", "needs"),
    [
        ("", "yes", 1), ("", "no", 0), ("", "unknown", 0),
        ("no", "no", 1), ("no", "yes", 0), ("no", "unknown", 0),
    ],
)  # fmt: skip
def test_a_need_is_a_yes_or_where_the_form_says_so_a_no(ask, when, told, needs):
    filled, _page = ask(("select_one yn", "told", "need.shelter", when), told=told)
    assert filled.findings == []
    assert Need.objects.count() == needs


@pytest.mark.parametrize(
    ("told", "grade"), [("yes", 2), ("no", None), ("unknown", None), ("0", None), ("3", 3)]
)
def test_an_observation_weighs_what_was_said(ask, told, grade):
    one = ("how", "yes", "no", "unknown", "0", "3")
    ask(("select_one how", "told", "observation.debt"), choices=[one], told=told)
    assert [each.severity for each in Observation.objects.all()] == ([grade] if grade else [])


def test_a_document_that_is_known_is_corrected_and_another_is_noted(ask, rosa, caseworker):
    rosa.add_document(by=caseworker, kind="passport", number="AB 123")
    asked = (("text", "kind", "document.kind"), ("text", "number", "document.number"),
             ("date", "until", "document.expires_on"))  # fmt: skip
    for number, until in (("ab-123", "2030-01-01"), ("ab-123", "2030-01-01"), ("999", "")):
        filled, _page = ask(*asked, kind="passport", number=number, until=until)
        assert filled.findings == []
    assert rosa.documents.count() == 2
    assert rosa.documents.get(expires_on=date(2030, 1, 1))
    assert events_of(rosa).count("document.changed") == 1


def test_rows_make_one_record_each(ask, case):
    filled, _page = ask(
        ("begin repeat", "lack", ""), ("select_one what", "what", "need.service_type"),
        ("text", "text", "need.text"), ("end repeat", "", ""),
        choices=[("what", "food", "health")],
        **{"lack[1]/what": "food", "lack[1]/text": "Milk", "lack[2]/what": "health"},
    )  # fmt: skip
    assert filled.findings == []
    needs = Need.objects.filter(case=case).order_by("pk")
    assert [(each.service_type, each.text) for each in needs] == [
        ("food", "Milk"),
        ("health", ""),
    ]


def test_the_next_assessment_takes_up_what_was_named_before_it(ask, case, caseworker, client):
    ask(("select_one yn", "told", "need.shelter"), told="yes")
    assert [each.service_type for each in Need.standing(case)] == ["shelter"]
    assert "Shelter" in client.get(f"/cases/{case.ref}/").content.decode()
    Assessment.make(case, by=caseworker, needs=[{"service_type": "food", "horizon": "immediate"}])
    assert [each.service_type for each in Need.standing(case)] == ["food"]


def test_what_the_file_says_is_filled_in_beforehand(client, case, rosa, caseworker, agreed):
    client.force_login(caseworker)
    version = standard_form("f02")
    page = client.get(f"/cases/{case.ref}/forms/{version.ref}/")
    given = page.context["form"].initial
    told = {path.rpartition("/")[2]: value for path, value in given.items() if value}
    assert told["case_number"] == case.number
    said = find_known_answers(case, version.opened, lambda _asked: True, by=caseworker)[
        "interview"
    ]
    assert said["contact_page"] == {"safe_channel": "message", "safe_contact": "+591 70012345"}


def test_what_one_may_not_read_is_not_filled_in(case, caseworker, stranger, official):
    form = made_up([
        ("text", "number", "case.number"), ("text", "named", "person.given_names"),
        ("text", "channel", "person.safe_channel"), ("text", "phone", "contact.value"),
    ]).opened  # fmt: skip
    for reader in (stranger, official):
        assert find_known_answers(case, form, lambda _asked: True, by=reader) == {
            "number": case.number
        }
    assert find_known_answers(case, form, lambda _asked: True, by=caseworker)["named"] == "Rosa"


ODD = [
    ["a", "b"], ["none"], {"type": "Point"}, 10**17, -1, Decimal("1.5"), True, "x" * 5000,
    "no_answer", date(2999, 1, 1), "yes",
]  # fmt: skip


@pytest.mark.parametrize("value", ODD, ids=lambda value: str(value)[:20])
def test_no_answer_however_odd_keeps_another_out(case, caseworker, value):
    places = [f"{each.record}.{field}" for each in form_targets() for field in each.fields]
    places += ["observation.debt", "need.shelter", "no_record.at_all", "nothing"]
    asked = {f"q{at}": place for at, place in enumerate(places)}
    questions = [("text", name, place) for name, place in asked.items()]
    form = made_up([*questions, ("text", "aside", "note.text")]).opened
    for name, place in asked.items():
        told = apply_answers(case, form, {name: value}, by=caseworker)
        assert set(told) <= {place.partition(".")[0]}
    apply_answers(case, form, dict.fromkeys(asked, value) | {"aside": "Kept."}, by=caseworker)
    assert "The aside?\nKept." in Note.objects.order_by("pk").last().text
