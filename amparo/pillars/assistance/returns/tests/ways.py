"""The steps of a return, each as it is done in life: for tests that begin further along."""

from datetime import date, datetime, time, timedelta
from io import BytesIO

from amparo.foundation.core.clock import now
from amparo.foundation.core.files.validation import validate_upload
from amparo.foundation.core.models import User
from amparo.pillars.assistance.assessment.protection_questions import QUESTIONS
from amparo.pillars.assistance.cases.access_grants import second_people, users_with_verb
from amparo.pillars.assistance.cases.models import Attachment
from amparo.pillars.assistance.intake.models import Screening
from amparo.pillars.assistance.pathways.models import Check
from amparo.pillars.assistance.returns import rules
from amparo.pillars.assistance.returns.models import (
    AsylumDeclaration,
    BoardingCheck,
    Booking,
    Counselling,
    ExitPermission,
    FitnessDecision,
    FitnessRequest,
    JourneyMilestone,
    Leg,
    Qualification,
    ReturnDecision,
    ReturnJourney,
    TravelDocument,
    VoluntarinessInterview,
)
from amparo.pillars.assistance.returns.models.counselling import counsellors_of

CHECKS = list(rules.CHECKS)
ON = "She showed it to us, and we read it together."


def begun(case, *people, to_team=None, by=None):
    by = by or case.owner
    people = list(people) or [case.main_person]
    return ReturnJourney.begin(
        case, by=by, country="PE", travellers=people, where="Tacna, her mother's house",
        to_team=to_team,
    )  # fmt: skip


def begin(cast):
    """Rosa's return, just begun, and somebody who answers for the team."""
    case, _who_answers = cast.case, cast.supervisor
    return begun(case)


def begin_with_child(cast):
    """The return of Rosa and Nayeli together."""
    case, nayeli, _who_answers = cast.case, cast.nayeli, cast.supervisor
    case.add_dependant(nayeli, "child", by=cast.caseworker)
    return begun(case, case.person, nayeli)


def counselled(journey):
    """Two days ago: who was counselled has slept on it before they are interviewed."""
    day = journey.case.office.today() - timedelta(days=2)
    Counselling.hold(
        journey, by=journey.case.owner, held_on=day, language="es", explained=CHECKS,
        text="She wants to be with her mother.",
    )  # fmt: skip
    return journey


def decide(traveller, goes=True, **said):
    case = traveller.journey.case
    fields = {
        "decided_on": case.office.today(), "language": "es", "situation": "can_stay",
        "checks": CHECKS, "signed": "thumbprint",
    }  # fmt: skip
    if traveller.is_child:
        fields |= {
            "by_guardian": True,
            "guardian": "Rosa Quispe",
            "assent": True if goes else None,
        }
    return ReturnDecision.take(traveller, by=case.owner, goes=goes, **fields | said)


def decided(journey):
    if not journey.counsellings.exists():
        counselled(journey)
    for traveller in journey.going():
        if not traveller.has_decided:
            decide(traveller)
    journey.refresh_from_db()
    return journey


def leg(journey, days=2, hours=3, number="LP 501", at=9, **fields):
    leaves = at_day(journey, days, at)
    about = {
        "way": "air", "leaves_from": "La Paz", "goes_to": "Lima", "carrier": "Aerolínea del Sur",
        "number": number, "leaves_at": leaves, "arrives_at": leaves + timedelta(hours=hours),
    }  # fmt: skip
    return Leg.plan(journey, by=journey.case.owner, **about | fields)


def at_day(journey, days, hour=9):
    office = journey.case.office
    return datetime.combine(office.today() + timedelta(days=days), time(hour), office.zone)


def planned(journey, days=2):
    decided(journey)
    if not journey.legs.standing().exists():
        leg(journey, days)
    for traveller in journey.going():
        seen(traveller)
    if not journey.case.screenings.exists():
        screened(journey.case)
    return journey


def seen(traveller, **said):
    """Their passport was seen today, and holds for ten years."""
    case = traveller.journey.case
    today = case.office.today()
    fields = {
        "kind": "passport", "status": "issued", "seen_on": today,
        "good_until": today + timedelta(days=3650),
    }  # fmt: skip
    return TravelDocument.track(traveller, by=case.owner, **fields | said)


def permitted(traveller, **said):
    """The father permits before a notary that this child leaves."""
    case = traveller.journey.case
    fields = {
        "basis": "father", "given_by": "Juan Mamani", "document": paper(case),
        "issuer": "Notary 14, La Paz", "issued_on": case.office.today(),
    }  # fmt: skip
    by = said.pop("by", None) or somebody_else(traveller.journey)
    return ExitPermission.record(traveller, by=by, **fields | said)


def check(journey, kind, person=None):
    return Check.objects.get(way=journey.ref, kind=kind, person=person)


def screened(case, by=None, **said):
    """Everybody was asked the four questions, and all of it was no."""
    answers = dict.fromkeys(QUESTIONS, False) | said
    return Screening.hold(case, by=by or case.owner, **answers)


def answer_flags(case, *, by, code="", again=False):
    """Somebody answers for every open flag of the case; `again` also those that were answered."""
    flags = case.protectionflags.all() if again else case.protectionflags.unanswered()
    for flag in flags:
        last = flag.latest_answer
        flag.answer(
            by=by, code=code or flag.of_kind.answers[0], text="Seen to.",
            seen=str(last.ref) if last else "",
        )  # fmt: skip


def signed():
    text = b"Seen and signed."
    return validate_upload("signed.txt", "text/plain", len(text), BytesIO(text))


def paper(case):
    """A document in the file on which checks may rest."""
    of_clinicians = FitnessDecision.objects.values("paper")
    kept = Attachment.objects.filter(case=case).exclude(pk__in=of_clinicians)
    there = kept.not_removed().first()
    return there or Attachment.keep(case, by=case.owner, paper=signed())


def sent(traveller):
    """A link to a clinician from who accompanies them, and the code that somebody else told."""
    case = traveller.journey.case
    asked, token = FitnessRequest.ask(traveller, by=case.owner, addressee="Ana Flores, Hospital 2")
    besides = {case.owner_id, *counsellors_of(traveller.journey)}
    return asked, token, asked.tell_code(by=second_people(case, "case.work", besides=besides)[0])


def examined(traveller, code="fit", hours_ago=0, **said):
    """A clinician without an account decides whether this person can travel."""
    asked, _token, link_code = sent(traveller)
    about = {
        "is_same_person": True, "examined_at": now() - timedelta(hours=hours_ago), "code": code,
        "name": "Ana Flores", "licence": "CMP 4471", "paper": signed(),
        "link_code": link_code,
    }  # fmt: skip
    return FitnessDecision.make(asked, by=None, **about | said)


def checked(journey, but="", by=None):
    """Everybody is looked at once more before they leave; `but` is answered with no."""
    answers = {name: name != but for name in BoardingCheck.QUESTIONS}
    for traveller in journey.going():
        BoardingCheck.hold(
            traveller, by=by or journey.case.owner, held_at=now(), checked_by="escort",
            name="Daniel Achebe", **answers,
        )  # fmt: skip
    return journey


def shown(case):
    """A document with its issuer and date, as a decision at a check takes it."""
    today = case.office.today()
    return {"paper": paper(case), "issuer": "Consulate of Peru", "issued_on": today}


def somebody_else(journey):
    """Who works on the case and did not counsel them."""
    besides = counsellors_of(journey)
    return second_people(journey.case, "case.work", besides=besides)[0]


def _private(traveller):
    """How every interview was held."""
    said = {"held_at": now(), "language": "es", "interpreter": "none", "is_alone": True}
    languages = traveller.person.languages
    if languages and "es" not in languages:
        said["language"] = languages[0]
    return said | ({"guardian": "Rosa Quispe"} if traveller.is_child else {})


def interviewed(traveller, by=None, *, is_voluntary=True, **said):
    by = by or somebody_else(traveller.journey)
    fields = _private(traveller) | {"text": "I go to my mother."} | said
    return VoluntarinessInterview.hold(traveller, by=by, is_voluntary=is_voluntary, **fields)


def qualified(user, kind="asylum"):
    """Somebody qualified, as a supervisor entered it long ago."""
    Qualification.objects.get_or_create(
        holder=user, kind=kind, ended_at=None,
        defaults={
            "by": User.objects.exclude(pk=user.pk).first(), "valid_from": date(2020, 1, 1),
            "paper": "Certificate 12", "issuer": "Training centre",
            "licence": "MS 3310" if kind == Qualification.Kind.CLINICIAN else "",
        },
    )  # fmt: skip
    return user


def declared(traveller, by=None, *, wishes_asylum=False, **said):
    by = qualified(by or somebody_else(traveller.journey))
    fields = _private(traveller) | {"text": "I fear nothing there.", "is_informed": True} | said
    return AsylumDeclaration.hear(traveller, by=by, wishes_asylum=wishes_asylum, **fields)


def evidence_of(check, journey):
    """What shows it, as `Check.decide` takes it; an interview is held for it where one is due."""
    hear = {rules.VOLUNTARINESS: interviewed, rules.ASYLUM: declared}.get(check.kind)
    if hear:
        interview = hear(journey.travellers.get(person=check.person_id))
        return {"record": (interview._meta.model_name, interview)}
    return shown(journey.case) if check.of_kind.document is not None else {}


def settle(journey, *but):
    """Every check is met, each by whoever may, on what shows it."""
    for each in journey.going():
        is_child = each.person.counts_as_child(journey.case.office.today())
        if is_child and rules.EXIT_PERMISSION not in but:
            permitted(each)
    for each in journey.checks:
        if each.kind not in but and each.is_shut_on(journey.case.office.today()):
            if each.of_kind.follows:
                examined(journey.going().get(person=each.person))
                continue
            by = users_with_verb(journey.case, f"case.{each.of_kind.decides}")[0]
            found = evidence_of(each, journey)
            each.refresh_from_db()
            if each.is_shut_on(journey.case.office.today()):
                each.decide(by=by, met=True, text=ON, **found)
    return journey


def booked(journey, days=2):
    settle(planned(journey, days))
    Booking.make(journey, by=journey.case.owner, code="XK7PQ2")
    journey.refresh_from_db()
    return journey


def departed(journey):
    checked(booked(journey, days=0))
    JourneyMilestone.depart(journey, by=journey.case.owner, left_on=journey.case.office.today())
    journey.refresh_from_db()
    return journey
