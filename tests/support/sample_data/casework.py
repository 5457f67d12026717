"""Cases of the sample data, and the steps that each of them takes."""

from io import BytesIO
from types import SimpleNamespace

from tests.support.cast import Cast


def fill_form(world: SimpleNamespace):
    from amparo.foundation.fieldwork.forms_engine import evaluate_form
    from amparo.pillars.assistance.case_forms.models import CaseForm

    version = world.published_version
    told = evaluate_form(version.opened, {"story": "She walked for a week."}).xml("uuid:1")
    return CaseForm.keep(world.case, version, told, by=world.caseworker)


def begin_form(case, by):
    """A form that is still being filled in, with a paper as an answer."""
    from amparo.foundation.core.files.validation import validate_upload
    from amparo.foundation.fieldwork.forms_engine import evaluate_form
    from amparo.foundation.fieldwork.models import FormVersion
    from amparo.pillars.assistance.case_forms.models import CaseFormAttachment, CaseFormDraft

    version = FormVersion.objects.in_use().first()
    told = evaluate_form(version.opened, {"story": "Rosa came in the morning."}).xml("uuid:2")
    draft = CaseFormDraft.hold(case, version, told, by=by)
    paper = validate_upload("Rosa.txt", "text/plain", 5, BytesIO(b"Hello"))
    return CaseFormAttachment.take(draft, "/data/story", paper, by=by)


def add_cases(world: SimpleNamespace) -> None:
    cast = world.cast
    world.case = cast.open_case(person=world.rosa, channel="walk_in", place=world.place)
    world.dependant = world.case.add_dependant(world.nayeli, "child", by=world.caseworker)
    world.hidden = cast.open_case(person=world.farida, kind="trafficking")
    world.hidden.restrict("trafficking", by=world.caseworker)
    child = cast._person(given_names="Samir", family_names="Nasser")
    world.hidden_dependant = world.hidden.add_dependant(child, "child", by=world.caseworker)
    world.shared = cast.open_case(community=world.community, kind="community")
    world.shelved = cast.open_case(person=cast._person(given_names="Teodoro"))
    world.institution = cast.open_case(institution=cast.organization, kind="institution")
    world.closed = cast.open_case(person=world.nayeli)
    close_case(world)


def close_case(world: SimpleNamespace) -> None:
    from amparo.pillars.assistance.cases.models import Closure

    closure = Closure.propose(
        world.closed, by=world.caseworker, reason="goals_met", summary="They live with an aunt."
    )
    world.closed.approvalrequests.get(record_ref=closure.ref).decide(
        by=world.supervisor, approved=True
    )


def take_case_steps(case, cast: Cast) -> dict:
    """The steps of a case, each once."""
    by = cast.caseworker
    parts = (
        hold_screening(case, by)
        | assess_risk(case, by)
        | agree_plan(case, by)
        | give_service(case, by)
    )
    parts |= send_referral(case, by)
    return parts | {"approval": case.approvalrequests.get(what="plan")}


def hold_screening(case, by) -> dict:
    from amparo.pillars.assistance.assessment.models import Assessment
    from amparo.pillars.assistance.cases.models import Note
    from amparo.pillars.assistance.intake.models import Screening

    screening = Screening.hold(
        case, by=by, urgent=["shelter"], trafficking_signs=["debt"], first_steps="A bed tonight",
        beliefs=["job_arranged"], belief_sources=["recruiter"], belief_outcome="not_at_all",
    )  # fmt: skip
    need = {"service_type": "shelter", "horizon": "immediate", "text": "A bed", "own_rank": 1}
    assessment = Assessment.make(case, by=by, priorities="School for the girl", needs=[need])
    note = Note.write(case, by=by, text="She asked about school.", kind="quote")
    return {
        "screening": screening, "assessment": assessment, "note": note,
        "need": assessment.needs.get(), "unmet_need": _state_unmet_need(assessment, by),
    }  # fmt: skip


def _state_unmet_need(assessment, by):
    from amparo.pillars.assistance.assessment.models import UnmetNeed

    return UnmetNeed.state(assessment.needs.get(), by=by, reason="full")


def assess_risk(case, by) -> dict:
    from amparo.foundation.protection.models import Incident, Observation
    from amparo.pillars.assistance.assessment.case_risk import decide_risk, propose_risk
    from amparo.pillars.assistance.cases.incidents import observation_subject

    filed = observation_subject(case, by)
    observation = Observation.record(
        by=by, level="individual", factor="debt", polarity="risk", severity=2, threat="PR14",
        evidence="She owes the man who brought her.", observed_on=case.office.today(), **filed,
    )  # fmt: skip
    incident = Incident.report(
        by=by, victims=case.persons()[:1], rights=["documents"], harm="exploitation",
        protection_risk="PR14", severity=3, narrative="He keeps the passport.",
        case_ref=case.ref, restricted_group=filed["restricted_group"],
    )  # fmt: skip
    weighed = decide_risk(
        case,
        propose_risk(case, by),
        by=by,
        decided="critical",
        because="He knows where she lives.",
    )
    return {"observation": observation, "incident": incident, "weighed": weighed}


def agree_plan(case, by) -> dict:
    from amparo.pillars.assistance.planning.models import CasePlan

    plan = CasePlan.begin(case, by=by)
    goal = plan.set_goal(by=by, text="Sleep without fear", horizon="immediate")
    bed, school = (
        goal.add_action(
            by=by, text=words, service_type=kind, due_on=case.office.today(), responsible=by
        )
        for words, kind in (("A bed for two", "shelter"), ("A place in school", "edu"))
    )
    bed.start(by=by)
    plan.agree(by=by, on=case.office.today(), how="verbal", text="Yes, if my girl stays with me")
    return {"plan": plan, "goal": goal, "action": bed, "planned": school}


def give_service(case, by) -> dict:
    from amparo.foundation.core.files.validation import validate_upload
    from amparo.pillars.assistance.cases.models import Attachment, SafetyAlert, Task
    from amparo.pillars.assistance.planning.models import CaseConference, FollowUp
    from amparo.pillars.assistance.services.models import ServiceProvided

    today = case.office.today()
    action = case.actions.first()
    service = ServiceProvided.give(
        case, by=by, action=action, service_type="shelter", given_on=today, value=120
    )
    FollowUp.hold(case, by=by, on=today, mode="message", reached=True, change="same")
    CaseConference.hold(
        case, by=by, on=today, participants="The nurse", decisions="See the consul"
    )
    paper = validate_upload("letter.txt", "text/plain", 5, BytesIO(b"Hello"))
    return {
        "service": service,
        "attachment": Attachment.keep(case, by=by, paper=paper),
        "filled_file": begin_form(case, by),
        "task": Task.set(case, "visit", today, by=by, where="At the shelter"),
        "alert": SafetyAlert.sound(case, by=by, kind="threat", text="A man waits outside"),
        "flag": _raise_flag(case, by),
    }


def _raise_flag(case, by):
    """That she has no nationality was heard, and nobody has answered it yet."""
    from amparo.pillars.assistance.assessment.models import ProtectionFlag

    ProtectionFlag.raise_flags(case, ["statelessness"], by=by, source="registration")
    return ProtectionFlag.objects.get(case=case, kind="statelessness")


def send_referral(case, by) -> dict:
    """A shelter was asked, with the person's yes, and asks something back."""
    from amparo.foundation.core.models import Organization
    from amparo.foundation.people.models import Consent
    from amparo.foundation.people.models.consents import Choice, ConsentGiven
    from amparo.pillars.assistance.referrals.models import Referral

    shelter, _new = Organization.objects.get_or_create(name="Casa Alba", kind="ngo", country="BO")
    [person, *_others] = case.persons()
    refuge, _new = Organization.objects.get_or_create(
        name="Cruz del Sur", kind="ngo", country="BO"
    )
    yes = [Choice("share_services", True, "organization", each) for each in (shelter, refuge)]
    Consent.record(person, ConsentGiven(tuple(yes), "verbal", "es"), by=by)
    referral = Referral.send(
        case, by=by, to=shelter, people=[person], service_type="shelter.emergency",
        urgency="urgent", items=["name", "safe_contact"], text="A bed for two, from tonight.",
    )  # fmt: skip
    referral.ask(by=None, text="How old is the child?")
    return {"referral": referral, "helper": shelter}


def add_received_referral(world: SimpleNamespace) -> None:
    """A ministry is asked to help Rosa: its official reads it, or a colleague by a link."""
    from amparo.foundation.core.models import Office, Organization
    from amparo.foundation.people.models import Consent
    from amparo.foundation.people.models.consents import Choice, ConsentGiven
    from amparo.pillars.assistance.referrals.models import Referral, ReferralLink

    ministry = Organization.found(by=None, name="Ministry", kind="government", country="BO")
    desk = Office.objects.create(organization=ministry, name="Its desk", country="BO")
    world.official.add_role("official", by=None, office=desk)
    yes = Choice("share_authorities", True, "organization", ministry)
    Consent.record(world.rosa, ConsentGiven((yes,), "verbal", "es"), by=world.caseworker)
    world.received = Referral.send(
        world.case, by=world.caseworker, to=ministry, people=[world.rosa], urgency="standard",
        service_type="legal", items=["name", "nationality"], text="Her papers have expired.",
    )  # fmt: skip
    _link, world.link_token, world.link_code = ReferralLink.make(
        world.received, by=world.caseworker
    )
