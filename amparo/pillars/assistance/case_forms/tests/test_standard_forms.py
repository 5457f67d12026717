"""The thirteen standard forms, filled in: each answer goes to the record it belongs to."""

import csv
import io
from datetime import date, time, timedelta

import pytest

from amparo.foundation.core.models import AuditEntry
from amparo.foundation.fieldwork import form_mapping, standard_forms
from amparo.foundation.people.models import Community, Family, Place, WashingtonGroupAnswers
from amparo.foundation.protection import code_lists
from amparo.foundation.protection.models import Incident, Observation
from amparo.pillars.assistance.assessment.models import Assessment, Need
from amparo.pillars.assistance.case_forms.extension_points import form_writers
from amparo.pillars.assistance.case_forms.form_mapping.known_values import PREFILL_SOURCES
from amparo.pillars.assistance.case_forms.models import CaseForm
from amparo.pillars.assistance.cases.models import Note, SafetyAlert, Task
from amparo.pillars.assistance.cases.tests.filled_in_forms import LANDS, WHEN, events_of
from amparo.pillars.assistance.intake.models import Screening
from amparo.pillars.assistance.planning.models import FollowUp

pytestmark = pytest.mark.django_db
# Asked so that a form finds its case, or its place; compared, and never written.
COMPARED = {
    "case.number": "a number is given once, when the case is opened",
    "place.name": "places are charted by who keeps the gazetteer",
}


def rows_of(file) -> list[dict]:
    """The questions of a standard form."""
    rows = list(csv.reader(io.StringIO(file.read_text(encoding="utf-8"))))
    ends = next(at for at, row in enumerate(rows) if at and row and row[0])
    return [dict(zip(rows[0], row, strict=False)) for row in rows[1:ends] if any(row)]


def lands() -> list[tuple[str, str, str]]:
    return [
        (file.stem, row["name"], row[LANDS])
        for file in standard_forms.form_files()
        for row in rows_of(file)
        if row.get(LANDS)
    ]


def test_every_answer_of_the_standard_forms_has_a_place_to_go_to():
    lost = []
    for form, question, to in lands():
        record, _dot, field = to.partition(".")
        place = form_mapping.find_form_target(record)
        if record not in form_writers or place is None or not place.has(field):
            lost.append((form, question, to))
    assert lost == []


def test_what_is_only_compared_is_used_and_is_filled_in_beforehand():
    used = {to for _form, _question, to in lands()}
    assert set(COMPARED) <= used
    assert set(COMPARED) <= set(PREFILL_SOURCES)


def test_a_no_counts_only_where_the_form_says_so_and_offers_it():
    said = {
        (file.stem[:3], row["name"]): row[WHEN]
        for file in standard_forms.form_files() for row in rows_of(file) if row.get(WHEN)
    }  # fmt: skip
    assert said == {
        ("f02", "danger_now"): "no", ("f02", "shelter"): "no", ("f02", "food"): "no",
        ("f04", "safe_now"): "no", ("f05", "can_stay"): "no", ("f23", "care_there"): "no",
    }  # fmt: skip


def test_a_first_conversation_becomes_a_screening_with_what_calls_for_help(fill, case, rosa):
    filled, _page = fill(
        "f02", danger_now="no", danger_kind="threat", do_not_contact="yes", medical="yes",
        shelter="no", food="yes", suicide="no_answer", asylum_wish="yes", documents_kept="yes",
        debt="no", watched="unknown", legal_wish="yes", wants=["shelter", "legal"],
        wishes_words="A quiet place.", not_wanted="No police.", safe_channel="call",
        safe_contact="+591 70099999", safe_from="09:00", safe_until="12:30",
        contact_note="Only her sister answers.", first_steps="A bed for tonight.", told="yes",
    )  # fmt: skip
    assert filled.findings == []
    held = Screening.objects.get(case=case)
    assert held.needs == ["danger_now", "medical", "shelter"]
    assert (held.danger_now, held.medical, held.asylum_wish) == (True, True, True)
    assert (held.trafficking, held.trafficking_signs) == (True, ["documents_kept"])
    assert (held.first_steps, held.text) == ("A bed for tonight.", "A quiet place.")
    alert = SafetyAlert.objects.get(case=case)
    assert (alert.kind, alert.do_not_contact, alert.is_open) == ("threat", True, True)
    named = {each.service_type: each.horizon for each in Need.objects.filter(case=case)}
    assert named == {"legal.counsel": "immediate", "shelter": "immediate", "legal": "immediate"}
    assert not Assessment.objects.exists()
    rosa.refresh_from_db()
    assert rosa.safe_channel == "call"
    way = rosa.contacts.get(kind="phone")
    assert (way.value, way.safe_from, way.safe_until) == ("+591 70099999", time(9), time(12, 30))
    assert way.note == "Only her sister answers."
    assert Note.objects.get().text == "What does the person not want us to do?\nNo police."
    assert {"screening.held", "alert.raised", "need.named"} <= set(events_of(case))
    changed = AuditEntry.objects.get(event="person.changed", file_ref=rosa.ref)
    assert changed.details["fields"] == ["safe_channel"]
    assert "contact.noted" in events_of(rosa)


def test_signs_are_denied_only_where_each_of_them_was(fill, case):
    given = {"danger_now": "yes", "medical": "no", "asylum_wish": "no_answer",
             "first_steps": "Tea.", "safe_channel": "none", "told": "yes"}  # fmt: skip
    signs = [code for code, _label in code_lists.choices("trafficking_sign")]
    for denied, said in ((signs[:-1], None), (signs, False)):
        fill("f02", **given | dict.fromkeys(denied, "no"))
        held = Screening.objects.filter(case=case).latest()
        assert (held.danger_now, held.medical) == (False, False)
        assert (held.asylum_wish, held.trafficking) == (None, said)


def test_the_same_answers_again_make_nothing_twice(fill, case, rosa):
    given = {
        "danger_now": "yes", "medical": "no", "legal_wish": "yes", "is_child": "no",
        "not_wanted": "No police.", "do_not_contact": "no", "safe_channel": "call",
        "safe_contact": "+591 70099999", "safe_from": "09:00", "safe_until": "12:30",
        "first_steps": "Tea.", "told": "yes",
    }  # fmt: skip
    for _time in range(2):
        filled, _page = fill("f02", **given)
        assert filled.findings == []
    assert CaseForm.objects.count() == 2
    assert (Screening.objects.count(), Need.objects.count(), Note.objects.count()) == (1, 1, 1)
    assert not SafetyAlert.objects.exists()
    assert rosa.contacts.count() == 2
    assert events_of(rosa).count("person.changed") == 1


def test_an_assessment_is_made_with_its_needs_and_what_was_seen(fill, case, rosa):
    filled, _page = fill(
        "f04", safe_now="no", age_group="18_59", chronic_illness="2", good_health="1",
        papers="no_documents", stay="unknown", identity_risks=["sogiesc", "religion_belief"],
        identity_severity="3", suicidality="no", past_violence="0", literacy="with_help",
        household_protects=["none"], needs=["shelter", "health"], priorities="Her daughter.",
        wishes="A workshop of her own.", summary="Debt ties her to the foreman.", read_back="yes",
    )  # fmt: skip
    assert filled.findings == []
    made = Assessment.objects.get(case=case)
    assert (made.priorities, made.wishes) == ("Her daughter.", "A workshop of her own.")
    assert [each.service_type for each in made.needs.order_by("pk")] == ["shelter", "health"]
    seen = {
        each.factor: (each.polarity, each.severity, each.level, each.person)
        for each in Observation.objects.current()
    }
    assert seen == {
        "chronic_illness": ("risk", 2, "individual", rosa),
        "good_health": ("protective", 1, "individual", rosa),
        "no_documents": ("risk", 2, "individual", rosa),
        "sogiesc": ("risk", 3, "individual", rosa),
        "religion_belief": ("risk", 3, "individual", rosa),
    }
    rosa.refresh_from_db()
    assert rosa.literacy == "with_help"
    assert SafetyAlert.objects.get().text == "Are you safe at this moment?\nNo"


def test_what_weighs_otherwise_now_takes_the_place_of_what_was_seen(fill):
    told = {"safe_now": "yes", "read_back": "yes"}
    fill("f04", debt="1", isolated="2", **told)
    fill("f04", debt="3", isolated="2", **told)
    fill("f04", debt="0", **told)
    standing = {each.factor: each.severity for each in Observation.objects.current()}
    assert standing == {"debt": 0, "isolated": 2}
    assert Observation.objects.count() == 4


def test_a_household_names_its_members_by_their_cases(fill, case, rosa, nayeli, cast):
    hers = cast.open_case(person=nayeli)
    filled, page = fill(
        "f05", headed="single_headed", can_stay="no", separated_family="yes",
        separation_cause="migration", wishes="To stay together.",
        **{
            "member[1]/relation": "child", "member[1]/member_case": hers.number,
            "member[2]/relation": "parent",
        },
    )  # fmt: skip
    assert filled.findings == [{"path": "family_member", "kind": "not-landed"}]
    assert "once they are registered" in page
    family = Family.objects.get()
    assert family.head == rosa
    assert family.members.get(person=nayeli).relation == "child"
    assert Assessment.objects.get().needs.get().service_type == "shelter"
    seen = {each.factor: each.level for each in Observation.objects.current()}
    assert seen == {"single_headed": "family", "separated_family": "family"}
    assert Note.objects.get().text == "Why did you lose each other?\nMigration or journey"


def test_of_a_community_only_what_all_share_is_written(fill, cast, caseworker, agreed):
    town = Place.create(by=None, name="Puerto Alto", kind="town", country="BO")
    people = Community.register(by=caseworker, name="Los Olivos", place=town)
    theirs = cast.open_case(community=people)
    filled, _page = fill(
        "f06", on=theirs, place="Puerto Alto", how=["group"], description="Since the flood.",
        size="400", no_services="2", welcoming="3", threats=["PR01"], threat_severity="2",
        own_ways="They watch the road together.",
    )  # fmt: skip
    assert filled.findings == []
    people.refresh_from_db()
    assert (people.description, people.size_estimate) == ("Since the flood.", 400)
    assert "community.changed" in events_of(people)
    seen = {each.factor or each.threat: each.severity for each in Observation.objects.current()}
    assert seen == {"no_services": 2, "welcoming": 3, "PR01": 2}
    assert {each.community for each in Observation.objects.all()} == {people}
    assert "They watch the road together." in Note.objects.get().text


def test_another_place_than_that_of_the_case_is_told_and_changes_nothing(fill, cast, caseworker):
    town = Place.create(by=None, name="Puerto Alto", kind="town", country="BO")
    people = Community.register(by=caseworker, name="Los Olivos", place=town)
    filled, _page = fill("f06", on=cast.open_case(community=people), place="Lima", how=["walk"])
    assert filled.findings == [{"path": "place", "kind": "not-landed"}]


def test_what_happened_is_an_incident_and_who_holds_the_papers_is_noted(fill, case, rosa):
    rosa.add_document(by=case.owner, kind="passport", number="123")
    filled, _page = fill(
        "f08", safe_to_talk="yes", chose_worker="yes", interpreter="not_needed", is_child="no",
        needs_care="yes", a1_recruitment="yes", who_offered="recruiter", g1_documents_taken="yes",
        papers_held_by="withheld", work_words="They locked the door.", harm="exploitation",
        wants=["shelter.safehouse"], next_steps=["services"], safe_leaving="yes",
    )  # fmt: skip
    assert filled.findings == []
    told = Incident.objects.get(case_ref=case.ref)
    assert (told.harm, told.perpetrator) == ("exploitation", "recruiter")
    assert told.narrative == "They locked the door."
    assert [each.person for each in told.victims.all()] == [rosa]
    assert rosa.documents.get().held_by == "withheld"
    assert "document.changed" in events_of(rosa)
    needs = set(Need.objects.values_list("service_type", flat=True))
    assert needs == {"health.primary", "shelter.safehouse"}


def test_a_follow_up_says_what_became_worse(fill, case, rosa):
    fill(
        "f13", mode="call", reached="yes", can_talk="yes", safe_now="no", danger_kind="found",
        new_harm="yes", harm="violence", harm_words="He waited at the door.",
        happened_on=case.office.today().isoformat(), perpetrator="intimate_partner",
        proud="She found work.", plan_fits="no", plan_change="Another town.",
        contact_same="no", safe_channel="none", change="worse", story="Afraid.",
    )  # fmt: skip
    assert CaseForm.objects.get().findings == []
    held = FollowUp.objects.get(case=case)
    assert (held.change, held.story, held.progress) == ("worse", "Afraid.", "She found work.")
    assert SafetyAlert.objects.get().kind == "found"
    assert Incident.objects.get().narrative == "He waited at the door."
    rosa.refresh_from_db()
    assert rosa.safe_channel == "none"  # a word of the list, not the lack of an answer


def test_a_child_is_looked_at_anew_on_the_day_that_was_agreed(fill, case, rosa):
    soon = case.office.today() + timedelta(days=9)
    filled, page = fill(
        "f17", apart="yes", why_now="safety", guardian_consent="parent", views_weight="full",
        safe_now="yes", family_safe="yes", birth_date="2012-04-03", birth_precision="exact",
        age_disputed="yes", sex="female", good_day="Football.", worries="The night.",
        harms=["neglect"], danger_severity="2", child_with="uasc_separated",
        separation_cause="migration", options="With her aunt.",
        recommends=["family.tracing"], urgency="medium", review_on=soon.isoformat(),
        needs_determination=["none"], told_child="yes",
    )  # fmt: skip
    assert filled.findings == [{"path": "separation", "kind": "not-landed"}]
    assert "No family is noted yet" in page
    rosa.refresh_from_db()
    assert (rosa.birth_date, rosa.is_age_disputed) == (date(2012, 4, 3), True)
    assert case.tasks.pending().get(what=Task.What.FOLLOW_UP).due_on == soon
    assert Assessment.objects.get().needs.get().horizon == "medium"
    words = Note.objects.get().text
    assert "Football." in words
    assert "The night." in words
    threat = Observation.objects.get(threat="neglect")
    assert (threat.factor, threat.severity) == ("", 2)


def test_what_helps_on_the_way_is_added_to_what_helps_already(fill, case, rosa, caseworker):
    rosa.change(by=caseworker, support_needs="Large print")
    filled, _page = fill(
        "f23", travel_help=["wheelchair", "diet"], care_there="no", wants_examination="yes",
        pregnant="yes", fit_to_travel="pending",
    )  # fmt: skip
    assert filled.findings == []
    rosa.refresh_from_db()
    assert rosa.support_needs.splitlines()[0] == "Large print"
    assert len(rosa.support_needs.splitlines()) == 2
    needs = set(Need.objects.values_list("service_type", flat=True))
    assert needs == {"return.arrival", "health.fit_to_travel"}
    assert Observation.objects.get().factor == "pregnant"


def test_six_answers_of_one_day_are_one_round(fill, rosa):
    answers = dict.fromkeys(("seeing", "hearing", "walking", "remembering", "self_care"), "1")
    for _time in range(2):
        fill("f29", age_group="18_over", answered_by="self", communicating="3", **answers)
    assert WashingtonGroupAnswers.objects.get(person=rosa).has_disability


def test_surveys_without_names_land_nowhere(fill, case):
    for code, more in (("f32", {}), ("f35", {"round": "baseline", "area": "transit"})):
        filled, _page = fill(code, **more)
        assert filled.findings == []
    assert not any(each.objects.exists() for each in (Note, Need, Observation))
