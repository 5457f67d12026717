"""Rosa Quispe and her daughter Nayeli: the story that the whole demo is built around."""

from collections.abc import Sequence
from datetime import time
from io import BytesIO

from amparo.foundation.core import clock
from amparo.foundation.core.audit import log
from amparo.foundation.core.files.validation import validate_upload
from amparo.foundation.core.records import new_reference
from amparo.foundation.fieldwork.forms_engine import evaluate_form
from amparo.foundation.fieldwork.models import FormVersion
from amparo.foundation.people.messaging.recipients import recipient_for
from amparo.foundation.people.messaging.templates import MessageDraft
from amparo.foundation.people.models import Message
from amparo.foundation.protection.models import Incident, Observation
from amparo.pillars.assistance.assessment import case_risk
from amparo.pillars.assistance.assessment.models import Assessment
from amparo.pillars.assistance.case_forms.models import CaseForm
from amparo.pillars.assistance.cases.models import Attachment, Case, Note, SafetyAlert, Task
from amparo.pillars.assistance.cases.reminders import ReminderOptions
from amparo.pillars.assistance.intake.first_contact import (
    AccompanyingChild,
    RegistrationData,
    register_first_contact,
)
from amparo.pillars.assistance.intake.models import Screening
from amparo.pillars.assistance.planning.models import CasePlan
from amparo.pillars.assistance.services.models import ServiceProvided
from amparo_demo import funding
from amparo_demo.persons import agreement
from amparo_demo.places import place
from amparo_demo.world import Story, World

from . import referrals
from .generated_cases import SHELTER

# Factor, level, polarity, grade, threat, what was seen or told.
SEEN = (
    ("", "individual", "risk", 3, "PR14", "El empleador guarda su pasaporte"),
    ("debt", "individual", "risk", 3, "PR14", "Deuda de viaje que crece cada mes"),
    ("language_barrier", "individual", "risk", 2, "PR14", "Habla aymara y poco español"),
    ("support_network", "individual", "protective", 1, "PR14",
     "Su hermana puede recibirla a 40 minutos"),
    ("", "individual", "risk", 2, "violence", "Amenazas del capataz, dos veces este mes"),
    ("isolated", "individual", "risk", 2, "violence", "En el taller nadie podía salir a solas"),
    ("knows_rights", "individual", "protective", 2, "violence",
     "Conoce la línea de emergencia y la usó"),
    ("", "individual", "risk", 1, "deprivation", "El centro de salud pidió documento"),
    ("no_documents", "individual", "risk", 1, "deprivation", "Su pasaporte está en otras manos"),
    ("knows_rights", "individual", "protective", 2, "deprivation",
     "La carta explica su derecho a ser atendida"),
)  # fmt: skip
NEEDS = (
    ("shelter.safehouse", "immediate", "Un lugar donde no nos encuentren"),
    ("health.primary", "immediate", "La tos de Nayeli"),
    ("legal.consular", "medium", "Mi pasaporte"),
    ("education.school", "medium", "Que Nayeli no pierda el año"),
    ("livelihood.job", "long", "Trabajar, aquí o en mi pueblo"),
)
# Goal, horizon; and its actions: words, kind, right, who, days until due.
GOALS = (
    ("Rosa y Nayeli están a salvo y sanas", "immediate", (
        ("Alojamiento seguro para dos", "shelter.safehouse", "housing", "Casa Alba", 2),
        ("Atención de salud", "health.primary", "health", "Centro de Salud 4", 1))),
    ("Rosa recupera lo suyo", "medium", (
        ("Recuperar el pasaporte", "legal.consular", "documents", "Consulado de Bolivia", 16),
        ("Escuela para Nayeli", "education.school", "education", "Lucía Méndez", 21))),
    ("Vivir de su trabajo", "long", (
        ("Empleo digno o retorno, a su elección", "livelihood.job", "decent_work",
         "Rosa y Lucía", 118),)),
)  # fmt: skip


def tell(world: World) -> Story:
    story = _Rosa(world)
    yield from story.arrives()
    yield from story.is_sought()
    yield from story.plans()
    yield from story.is_weighed()


class _Rosa:
    def __init__(self, world: World):
        self.world = world
        self.by, self.boss = world.users["lucia"], world.users["maren"]
        self.case: Case

    def arrives(self) -> Story:
        yield self.world.at(-6, "10:20")
        person, case = register_first_contact(
            self._met(), by=self.by, team=self.world.teams[SHELTER]
        )
        assert case is not None  # noqa: S101 - one was asked for
        self.person, self.case = person, case
        yield self.world.at(-6, "10:55")
        Screening.hold(
            case, by=self.by, urgent=["shelter", "food"], asylum_wish=False,
            trafficking_signs=["documents_kept", "debt", "threatened"],
            first_steps="Cama para dos esta noche y cena caliente en el albergue.",
            text="No sabía que esto se llamaba así.",
        )  # fmt: skip
        self._ask_the_six_questions()
        self._give("counselling.pfa", "session", 1, "Primera conversación, con intérprete")
        yield self.world.at(-6, "17:40")
        self._report()

    def _ask_the_six_questions(self) -> None:
        """With the form; its answers go where those of the page would."""
        version = FormVersion.objects.in_use().get(form__code="f29_washington_group")
        six = dict.fromkeys(("seeing", "hearing", "walking", "remembering", "self_care"), "1")
        interview = {
            "who_page": {"age_group": "18_over", "answered_by": "with_help"},
            "six_page": six | {"communicating": "2"},
            "support_page": {"support_needs": "Una intérprete de aymara."},
        }
        told = {
            "about_page": {"case_number": self.case.number, "asked_on": self.world.day(-6)},
            "consent": {"agrees": "yes"}, "interview": interview,
        }  # fmt: skip
        filled = evaluate_form(version.opened, told, moment=clock.now())
        CaseForm.keep(self.case, version, filled.xml(f"uuid:{new_reference()}"), by=self.by)

    def _met(self) -> RegistrationData:
        born, child = self.world.born(34), self.world.born(9)
        return RegistrationData(
            person={
                "given_names": "Rosa",
                "family_names": "Quispe",
                "second_family_name": "Mamani",
                "sex": "female",
                "birth_date": born,
                "birth_precision": "exact",
                "birth_place": "Achacachi",
                "nationality": "BO",
                "languages": ["ay", "es"],
                "interpreter": "ay",
                "literacy": "with_help",
                "migration_status": "national",
                "safe_channel": "message",
                "safe_contact": "Contactar solo por mensaje, después de las 18:00. "
                "No llamar: el empleador contesta su teléfono.",
            },
            consent=agreement(
                "ay",
                until=self.world.day(359),
                method="thumbprint",
                shares=[self.world.organizations[name] for name in ("Cruz del Sur", "Casa Alba")],
                witness="Intérprete de Cruz del Sur",
                limits="A nadie del taller.",
            ),
            documents=[
                {"kind": "passport", "number": "BA482913", "country": "BO", "held_by": "withheld"}
            ],
            contacts=[
                {
                    "kind": "message",
                    "value": "+591 100 45 321",
                    "note": "Después de las 18:00",
                    "is_safe": True,
                    "safe_from": time(18),
                    "safe_until": time(21),
                }
            ],
            children=[
                AccompanyingChild(
                    {
                        "given_names": "Nayeli",
                        "family_names": "Quispe",
                        "sex": "female",
                        "birth_date": child,
                        "birth_precision": "exact",
                        "nationality": "BO",
                        "languages": ["ay", "es"],
                        "migration_status": "national",
                    },
                    "child",
                )
            ],
            case={
                "kind": "trafficking",
                "confidentiality": "trafficking",
                "channel": "partner",
                "referred_by_text": "Cruz del Sur",
                "place": place("Albergue San José"),
                "presenting_concern": "Quiere salir del taller con su hija, sin su pasaporte.",
            },
        )

    def _report(self) -> None:
        filed = case_risk.observation_subject(self.case, self.by)
        Incident.report(
            by=self.by, victims=[self.person], rights=("slavery", "documents", "wages"),
            harm="exploitation", harm_subtype="document_confiscation", protection_risk="PR14",
            severity=3, perpetrator="employer", manner="act", reliability="person",
            place=place("Puerto Alto"), date_precision="estimated",
            narrative="Catorce horas al día en el taller; el pasaporte quedó «en garantía».",
            case_ref=self.case.ref, restricted_group=filed["restricted_group"],
        )  # fmt: skip

    def is_sought(self) -> Story:
        yield self.world.at(-5, "19:35")
        alert = SafetyAlert.sound(
            self.case, by=self.by, kind="found",
            text="El capataz preguntó por ella en el albergue", do_not_contact=True,
        )  # fmt: skip
        yield self.world.at(-5, "20:10")
        log.log_read(self.boss, self.case)
        yield self.world.at(-5, "20:40")
        self._observe(SEEN[:2], day=-5)
        self._decide("critical", "La buscan en el albergue: esta noche no puede quedarse sola.")
        yield self.world.at(-4, "08:45")
        alert.resolve(
            by=self.by, how="Rosa y Nayeli duermen en otra ala; la guardia tiene la descripción."
        )

    def plans(self) -> Story:
        yield self.world.at(-4, "09:30")
        Assessment.make(
            self.case, by=self.by, priorities="Primero mi hija. Después mi pasaporte.",
            wishes="Coser para mí, no para él.", needs=[
                {"service_type": kind, "horizon": horizon, "own_rank": rank, "text": words}
                for rank, (kind, horizon, words) in enumerate(NEEDS, start=1)],
        )  # fmt: skip
        Note.write(
            self.case, by=self.by, kind="quote",
            text="Quiero irme, pero mi pasaporte lo tiene él.",
        )  # fmt: skip
        yield self.world.at(-4, "11:15")
        self._plan()
        self._give("legal.counsel", "session", 1, "Orientación legal", provider="Cruz del Sur")
        self._give("interpretation", "hour", 2, "Intérprete de aymara", provider="Cruz del Sur")
        yield self.world.at(-4, "15:00")
        self.case.approvalrequests.get(what="plan").decide(by=self.boss, approved=True)
        yield self.world.at(-3, "12:10")
        self._give("food.voucher", "voucher", 1, "Cupón de alimentos", value=45)
        yield self.world.at(-3, "18:20")
        self._text("missed", arrives=False)

    def _text(self, template: str, *, arrives: bool = True) -> None:
        """To her safe telephone, in the hours that she gave."""
        office = self.case.office
        way = recipient_for(self.person, country=office.country)
        message = Message.queue(
            self.person, MessageDraft(template), way=way, by=self.by, office=office
        )
        message.start_attempt()
        message.record_status(Message.State.HANDED, provider="file", provider_id=str(message.ref))
        if arrives:
            message.record_status(Message.State.DELIVERED)
        else:
            message.record_status(Message.State.FAILED, reason="not_delivered")

    def _plan(self) -> None:
        plan = CasePlan.begin(self.case, by=self.by)
        for words, horizon, actions in GOALS:
            goal = plan.set_goal(by=self.by, text=words, horizon=horizon)
            for action in actions:
                self._add(goal, *action)
        plan.agree(
            by=self.by, on=self.world.day(-4), how="thumbprint",
            text="Sí, si mi hija se queda conmigo.",
        )  # fmt: skip

    def _add(self, goal, text: str, kind: str, right: str, who: str, days: int) -> None:
        is_mine = who == self.by.name
        action = goal.add_action(
            by=self.by, text=text, service_type=kind, right=right,
            due_on=self.world.day(days), responsible=self.by if is_mine else None,
            responsible_words="" if is_mine else who,
        )  # fmt: skip
        if kind in ("shelter.safehouse", "legal.consular"):
            action.start(by=self.by)

    def is_weighed(self) -> Story:
        yield self.world.at(-2, "09:20")
        self._observe(SEEN[2:], day=-2)
        yield self.world.at(-2, "09:50")
        self._decide(
            "high", "La deuda y el pasaporte retenido siguen; la hermana puede recibirla ya."
        )
        yield self.world.at(-2, "18:10")
        self._text("call")
        yield from self._now()

    def _observe(self, seen: Sequence[tuple], *, day: int) -> None:
        for factor, level, polarity, grade, threat, evidence in seen:
            Observation.record(
                by=self.by, factor=factor, level=level, polarity=polarity, severity=grade,
                threat=threat, evidence=evidence, observed_on=self.world.day(day),
                **case_risk.observation_subject(self.case, self.by),
            )  # fmt: skip

    def _decide(self, level: str, because: str) -> None:
        proposed = case_risk.propose_risk(self.case, self.by)
        case_risk.decide_risk(self.case, proposed, by=self.by, decided=level, because=because)

    def _now(self) -> Story:
        yield self.world.at(-1, "10:05")
        health = self.case.actions.get(service_type="health.primary")
        self._give("health.primary", "session", 2, "Rosa y Nayeli", provider="Centro de Salud 4",
                   action=health)  # fmt: skip
        health.complete(by=self.by, text="Jarabe y control en una semana")
        self._give("nfi.hygiene", "kit", 2, "Kit de higiene", value=60)
        self._keep_the_letter()
        yield self.world.at(-1, "16:30")
        self._expect()

    def _keep_the_letter(self) -> None:
        text = (
            "Centro de Salud 4: la atención es un derecho y no depende de un documento.\n"
            "Casa del Camino acompaña a la señora portadora de esta carta.\n"
        ).encode()
        paper = validate_upload(
            "carta-centro-de-salud.txt", "text/plain", len(text), BytesIO(text)
        )
        Attachment.keep(self.case, by=self.by, paper=paper)

    def _expect(self) -> None:
        review = self.case.tasks.pending().get(what=Task.What.REVIEW)
        review.move(self.world.day(13), by=self.by)
        Task.set(
            self.case, "call", self.world.day(-3), by=self.by, text="Escribir para seguimiento",
            where="Solo por mensaje, después de las 18:00",
        )  # fmt: skip
        referral = referrals.send(
            self.world, self.case, self.world.organizations["Casa Alba"], "shelter.safehouse",
            "urgent", "Una madre y su hija de nueve años necesitan un lugar donde no las "
            "encuentren. Hablan aymara; ella entiende algo de español.",
            people=self.case.persons(),
        )  # fmt: skip
        referral.acknowledge(by=self.world.users["nurse"])
        meeting = Task.set(
            self.case, "meeting", self.world.day(8), by=self.by, where="Consulado de Bolivia",
            due_at=self.world.at(8, "09:30"), text="Cita por el pasaporte",
        )  # fmt: skip
        ReminderOptions(self.case, self.by).remind(meeting, "appointment", by=self.by)

    def _give(self, kind: str, unit: str, quantity: int, note: str, **more) -> None:
        more.setdefault("is_emergency", "action" not in more)
        more.setdefault("provider", "Casa del Camino")
        if "value" in more:
            more["budget_line"] = funding.service_line(self.case, self.world.dice("line", kind))
        ServiceProvided.give(
            self.case, by=self.by, service_type=kind, unit=unit, quantity=quantity, note=note,
            given_on=self.case.office.today(), **more,
        )  # fmt: skip
