"""The steps of a return as the demo takes them, each by the verb that takes it in life."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

from amparo.foundation.core.clock import now
from amparo.foundation.core.files.validation import ValidatedFile, validate_upload
from amparo.foundation.core.models import Team, User
from amparo.foundation.funding.models import BudgetLine
from amparo.foundation.people.models import Person
from amparo.pillars.assistance.assessment.protection_questions import QUESTIONS
from amparo.pillars.assistance.cases.models import Attachment, Case
from amparo.pillars.assistance.intake import first_contact
from amparo.pillars.assistance.intake.models import Screening
from amparo.pillars.assistance.pathways import evidence
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
    TravelAssistance,
    TravelCost,
    TravelDocument,
    Traveller,
    VoluntarinessInterview,
)
from amparo.pillars.assistance.returns.models.fitness_requests import clinicians_for
from amparo.pillars.assistance.transfers.models import Transfer
from amparo_demo.funding import TICKETS
from amparo_demo.persons import PersonProfile, agreement
from amparo_demo.scans import scan
from amparo_demo.world import Story, World

from . import flags
from .generated_cases import SHELTER, VALLEY

CHECKS = list(rules.CHECKS)
# On what each check rests, in the words of who settled it.
RESTS = {
    rules.VOLUNTARINESS: "Lo dijo con calma, a solas y sin prisa. Nadie le ofreció nada a cambio.",
    rules.ASYLUM: "Se le explicó el asilo en su idioma. No lo desea ni tiene una solicitud.",
    rules.SAFETY: "Consultamos con la oficina de destino y con su familia: no hay amenazas.",
    rules.SHARING: "Cada persona adulta aceptó que la oficina de destino lea su expediente.",
    rules.BEST_INTERESTS: "Conversamos con cada niño y con la Defensoría: volver es lo mejor.",
    rules.TRAFFICKING: "El plan de seguridad cubre el viaje y la llegada.",
    rules.EXIT_PERMISSION: "Leímos el permiso ante notario; el original viaja con la familia.",
    rules.DOCUMENTS: "El consulado entregó el documento. Lo vimos.",
}

# Who issued the document on which a check rests.
ISSUERS = {
    rules.SAFETY: "Oficina de destino",
    rules.BEST_INTERESTS: "Defensoría de la Niñez",
    rules.FITNESS: "Dra. Salma Kaddour, Centro de salud",
}

# What everybody signs with their own hand, as the office keeps it.
SIGNED = {
    "es": ("declaracion-firmada.txt", "Leída en voz alta en su idioma. Firmada por quien viaja."),
    "fr": ("declaration-signee.txt", "Lue à voix haute dans sa langue. Signée par qui voyage."),
}


@dataclass
class ReturnInProgress:
    """One story under way: whose case, the journey, and who does the deeds."""

    world: World
    by: User
    boss: User
    case: Case
    journey: ReturnJourney

    @property
    def office(self):
        return self.case.office

    def fresh(self) -> ReturnJourney:
        self.journey = ReturnJourney.objects.select_related("case__team__office").get(
            pk=self.journey.pk
        )
        self.case = self.journey.case
        return self.journey


def met(
    world: World, profile: PersonProfile, children: list[PersonProfile], *, by: User, team: Team,
    text: str, yes: tuple[str, ...] = (), first_steps: str = "",
) -> Case:  # fmt: skip
    """They are received and screened, and what was asked on the first day is done."""
    consent = agreement(profile.fields["languages"][0], until=world.day(300), shares=[])
    _, case = first_contact.register_first_contact(
        first_contact.RegistrationData(
            person=profile.fields, consent=consent, documents=profile.documents,
            contacts=profile.contacts,
            children=[first_contact.AccompanyingChild(each.fields, "child") for each in children],
            case={"kind": "return", "channel": "walk_in", "presenting_concern": text},
        ),
        by=by, team=team,
    )  # fmt: skip
    assert case is not None  # noqa: S101 - one was asked for
    screen(case, by=by, yes=yes, first_steps=first_steps)
    for task in list(case.tasks.pending()):
        task.done(by=by)
    return case


def screen(case: Case, *, by: User, yes: tuple[str, ...] = (), first_steps: str = "") -> None:
    """Everybody is asked what holds a return back; what was open until then is answered."""
    flags.answer(case, by=by, text="Se resolvió: todas las personas están bien y atendidas.")
    answers: dict[str, Any] = {name: name in yes for name in QUESTIONS}
    Screening.hold(case, by=by, first_steps=first_steps, **answers)


def begin(
    world: World, case: Case, *, country: str, where: str = "", to: Team | None = None,
    people: list[Person] | None = None,
) -> ReturnInProgress:  # fmt: skip
    by = case.owner
    assert by is not None  # noqa: S101 - these stories have one
    boss = world.users["pilar" if case.team.name == VALLEY else "maren"]
    journey = ReturnJourney.begin(
        case, by=by, country=country, where=where, to_team=to, travellers=people or case.persons()
    )
    return ReturnInProgress(world, by, boss, case, journey)


def counsel(going: ReturnInProgress, text: str) -> None:
    Counselling.hold(
        going.journey, by=going.by, held_on=going.office.today(),
        language=going.case.language or "es", with_interpreter=bool(going.case.interpreter),
        explained=CHECKS, text=text,
    )  # fmt: skip


def decide(going: ReturnInProgress, *, situation: str = "unknown", guardian: str = "") -> None:
    for traveller in going.fresh().going():
        said: dict[str, Any] = {}
        if traveller.is_child:
            said = {"by_guardian": True, "guardian": guardian or "Su madre", "assent": True}
        ReturnDecision.take(
            traveller, by=going.by, goes=True, decided_on=going.office.today(),
            language=going.case.language or "es", situation=situation, checks=CHECKS,
            with_interpreter=bool(going.case.interpreter), signed="signature", **said,
        )  # fmt: skip


def papers(going: ReturnInProgress, status: str = "issued") -> None:
    for traveller in going.fresh().going():
        today = going.office.today()
        said: dict[str, Any] = {}
        if status == "issued":
            said = {"seen_on": today, "good_until": today + timedelta(days=1200)}
        TravelDocument.track(traveller, by=going.by, kind="passport", status=status, **said)


def plan(
    going: ReturnInProgress, days: int, start: str, end: str, carrier: str, number: str
) -> Leg:
    """A leg that leaves so many days after the day of the deed."""
    day = going.office.today() + timedelta(days=days)
    leaves = datetime(day.year, day.month, day.day, 8, 30, tzinfo=going.office.zone)
    return Leg.plan(
        going.fresh(), by=going.by, way="air", leaves_from=start, goes_to=end, carrier=carrier,
        number=number, leaves_at=leaves, arrives_at=leaves + timedelta(hours=4),
    )  # fmt: skip


def help_with(going: ReturnInProgress, kind: str, text: str) -> None:
    TravelAssistance.arrange(going.fresh(), by=going.by, kind=kind, text=text)


def settle(going: ReturnInProgress, *but: str) -> bool:
    """All checks but some; false where one takes what is not there: then the story waits."""
    if rules.FITNESS not in but:
        examine(going)
    _permit_exit(going)
    today, all_are = going.office.today(), True
    for traveller in going.fresh().going():
        hear(going, traveller)
    for check in Check.objects.of(going.journey.ref):
        if check.kind in but or not check.is_shut_on(today):
            continue
        if check.missing:
            all_are = False
            continue
        by = going.boss if check.of_kind.decides == "approve" else going.by
        going.journey.settle(check, by=by, met=True, text=RESTS[check.kind], **_shown(check, by))
    return all_are


def hear(going: ReturnInProgress, traveller: Traveller) -> None:
    """The supervisor, who did not counsel them, hears each of them alone."""
    spoken = traveller.person.languages
    language = going.case.language or "es"
    said: dict[str, Any] = {
        "held_at": now(), "language": language if language in spoken or not spoken else spoken[0],
        "interpreter": "independent" if going.case.interpreter else "none",
        "interpreter_name": "Amina Traoré" if going.case.interpreter else "",
        "guardian": _guardian(traveller), "is_alone": True,
    }  # fmt: skip
    VoluntarinessInterview.hold(
        traveller, by=going.boss, is_voluntary=True, text=RESTS[rules.VOLUNTARINESS], **said
    )
    AsylumDeclaration.hear(
        traveller, by=going.boss, is_informed=True, wishes_asylum=False,
        text=RESTS[rules.ASYLUM], **said,
    )  # fmt: skip


def _guardian(traveller: Traveller) -> str:
    decision = traveller.decision
    return decision.guardian if traveller.is_child and decision else ""


def qualify(world: World) -> Story:
    """Both supervisors were trained, and a colleague is a nurse; supervisors entered it."""
    yield world.at(-90, "09:10")
    for name in ("maren", "pilar"):
        for kind in (Qualification.Kind.ASYLUM, Qualification.Kind.CHILDREN):
            Qualification.enter(
                world.users[name], by=world.users["ingrid"], kind=kind,
                valid_from=world.day(-400), valid_until=world.day(330),
                paper="Certificado 2025-118", issuer="Escuela Andina de Protección",
                upload=scan("certificado.png", "Escuela Andina de Protección", "2025-118"),
            )  # fmt: skip
    Qualification.enter(
        world.users["daniel"], by=world.users["maren"], kind=Qualification.Kind.CLINICIAN,
        valid_from=world.day(-300), valid_until=world.day(430), licence="MS 3310",
        paper="Matrícula profesional MS 3310", issuer="Colegio de Enfermería",
        upload=scan("matricula.png", "Colegio de Enfermería", "MS 3310"),
    )  # fmt: skip


def examine(going: ReturnInProgress) -> None:
    """A clinician sees each of them shortly before they leave: by her account, or by a link."""
    carries = going.journey.provisions.standing().filter(kind="medicines").first()
    for traveller in going.fresh().going():
        needs = bool(carries) and traveller.is_child
        said: dict[str, Any] = {"code": "fit_conditions", "conditions": ["medicines"]}
        _decide(going, traveller, **said if needs else {"code": "fit"})


def _decide(going: ReturnInProgress, traveller: Traveller, **said: Any) -> None:
    nurse = going.world.users["nurse"]
    clinician = nurse if nurse in clinicians_for(going.case) else None
    name, licence = (nurse.name, "MS 2207") if clinician else ("Dr. Julio Paredes", "CMP 51873")
    asked, _token = FitnessRequest.ask(
        traveller, by=going.by, clinician=clinician, addressee=f"{name}, Hospital Regional"
    )
    FitnessDecision.make(
        asked, by=clinician, link_code="" if clinician else asked.tell_code(by=going.boss),
        is_same_person=True, examined_at=now(), name=name, licence=licence,
        paper=_paper("certificado-medico.txt", "Revisé hoy a esta persona."), **said,
    )  # fmt: skip


def _permit_exit(going: ReturnInProgress) -> None:
    """The father of each child permitted it before a notary."""
    today = going.office.today()
    for traveller in going.fresh().going():
        if traveller.person.counts_as_child(today):
            there = Attachment.objects.filter(case=going.case).not_removed().first()
            ExitPermission.record(
                traveller, by=going.boss, basis="father", given_by="Julio Condori Apaza",
                document=there or _sign(going.case, going.by), issued_on=today,
                issuer="Notaría de Fe Pública 14, La Paz",
            )  # fmt: skip


def _shown(check: Check, by: User) -> dict[str, Any]:
    """What a colleague recorded, or else what they signed."""
    if check.of_kind.is_computed:
        return {}
    for source, record in evidence.records_seen(check, by):
        return {"record": (source.name, record)}
    return {
        "paper": evidence.documents(check).first() or _sign(check.case, by),
        "issuer": ISSUERS.get(check.kind, "Quien viaja"), "issued_on": check.case.office.today(),
    }  # fmt: skip


def _sign(case: Case, by: User) -> Attachment:
    name, text = SIGNED["fr" if case.language == "fr" else "es"]
    return Attachment.keep(case, by=by, paper=_paper(name, text))


def _paper(name: str, text: str) -> ValidatedFile:
    content = text.encode()
    return validate_upload(name, "text/plain", len(content), BytesIO(content))


def book(going: ReturnInProgress, code: str) -> None:
    booking = Booking.make(going.fresh(), by=going.by, code=code)
    today = going.office.today()
    line = BudgetLine.objects.open_at(going.office, today).filter(name=TICKETS).first()
    value = Decimal(95) * booking.journey.travellers.filter(is_going=True).count()
    if line and value <= line.standing.free:
        TravelCost.charge(
            booking, by=going.by, on=today, value=value, currency=line.fund.currency, line=line,
            text="Pasajes en bus y en avión",
        )  # fmt: skip


def leave(going: ReturnInProgress, text: str = "") -> None:
    for traveller in going.fresh().going():
        well: dict[str, Any] = dict.fromkeys(BoardingCheck.QUESTIONS, True)
        BoardingCheck.hold(
            traveller, by=going.by, held_at=now(), checked_by="colleague", name=going.by.name,
            **well,
        )  # fmt: skip
    JourneyMilestone.depart(going.fresh(), by=going.by, left_on=going.office.today(), text=text)


def hand_over(going: ReturnInProgress, text: str) -> Transfer:
    """The receiving office is asked to take the case, with all that they agreed to."""
    to = going.journey.to_team
    assert to is not None  # noqa: S101 - these stories have one
    transfer = Transfer.offer(going.case, to=to, by=going.by, reason="moves", text=text)
    if transfer.state == Transfer.State.ASKED:
        asked = going.case.approvalrequests.get(what="transfer", is_waiting=True)
        asked.decide(by=going.boss, approved=True)
    transfer.refresh_from_db()
    return transfer


def take_over(going: ReturnInProgress, transfer: Transfer) -> None:
    """They welcome the case, and do all that follows."""
    users = going.world.users
    is_south = transfer.to_team.name == VALLEY
    boss, owner = (users["pilar"], users["stranger"]) if is_south else (users["maren"], going.by)
    transfer.accept(by=boss, owner=owner)
    going.fresh()
    going.by, going.boss = owner, boss


def arrive(going: ReturnInProgress, text: str) -> None:
    JourneyMilestone.arrive(going.fresh(), by=going.by, arrived_on=going.office.today(), text=text)


def welcome(going: ReturnInProgress, text: str) -> None:
    JourneyMilestone.welcome(
        going.fresh(), by=going.by, welcomed_on=going.office.today(), text=text
    )


__all__ = ["SHELTER", "VALLEY", "ReturnInProgress"]
