"""Relatives who look for their family in the demo: fifteen searches, each at another stage."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from amparo.foundation.core import clock
from amparo.foundation.core.models import RestrictedGroupAccess
from amparo.foundation.people.models import Consent, Person
from amparo.foundation.people.models.consents import Choice, ConsentGiven
from amparo.pillars.assistance.cases.models import Case
from amparo.pillars.assistance.child_protection.models import (
    AuthorityDecision,
    FamilyContactRestriction,
    UnaccompaniedChild,
)
from amparo.pillars.assistance.family_tracing.models import (
    InquirerNotification,
    MatchVerification,
    Reunification,
    SoughtPerson,
    TracingAction,
    TracingClosure,
    TracingConsent,
    TracingMatch,
    TracingRequest,
)
from amparo.pillars.assistance.pathways.models import Check
from amparo_demo.persons import agreement, by_authority
from amparo_demo.world import Story, World

OFFICE, TEAM = "Puerto Alto", "Equipo del albergue"
TRACER, BOSS = "daniel", "maren"
STEP = "Preguntamos en los tres albergues y en la terminal."
STAGES = ("asked", "agreed", "searched", "here", "matched", "person", "relative", "informed",
        "prepared", "settled", "planned", "together")  # fmt: skip


@dataclass(frozen=True)
class TracingOutline:
    """Who looks for whom, how they are remembered, how they are here, and how far it has come."""

    relative: tuple[str, str]
    relation: str
    sought: tuple[str, str]
    found: tuple[str, str]
    sex: str
    age: int
    story: str
    until: str
    ends: str = ""  # not_told, unsure, somebody_else, taken_back, or an outcome

    def reaches(self, stage: str) -> bool:
        return STAGES.index(stage) <= STAGES.index(self.until)


OUTLINES = (
    TracingOutline(("Carmen", "Mamani"), "grandchild", ("Wara", "Choque"), ("", ""), "female", 9,
         "Se soltó de mi mano en la terminal de Oruro.", "asked"),
    TracingOutline(("Eusebio", "Condori"), "sibling", ("Julián", "Condori"), ("", ""), "male", 31,
         "Salió a trabajar a la costa y no volvió a llamar.", "agreed"),
    TracingOutline(("Ramón", "Urdaneta"), "child", ("Yuleisy", "Urdaneta"),
         ("Yuleisi", "Urdaneta"), "female", 22,
         "Nos separaron en el paso: a ella la subieron a otro camión.", "here"),
    TracingOutline(("Marie", "Toussaint"), "partner", ("Wilner", "Toussaint"), ("", ""), "male",
         40, "Lo detuvieron en la frontera y no sabemos dónde está.", "searched"),
    TracingOutline(("Zoraida", "Paredes"), "sibling", ("Deivis", "Paredes"),
         ("Deivis", "Paredes"), "male", 26,
         "Tiene una cicatriz en la ceja, de cuando éramos niños.", "matched"),
    TracingOutline(("Aníbal", "Rojas"), "child", ("Maricielo", "Rojas"), ("Mari Cielo", "Rojas"),
         "female", 15, "Se fue de la casa de su tía en marzo.", "person", "not_told"),
    TracingOutline(("Teodora", "Huanca"), "child", ("Ronal", "Huanca"), ("Ronald", "Huanca"),
         "male", 24, "Discutimos, y se marchó con unos amigos.", "person", "unsure"),
    TracingOutline(("Gladys", "Ferrer"), "parent", ("Nelson", "Ferrer"), ("Nelson", "Ferrer"),
         "male", 58, "Se quedó atrás cuando cruzamos el río.", "relative"),
    TracingOutline(("Hamid", "Karimi"), "sibling", ("Navid", "Karimi"), ("Navid", "Karimy"),
         "male", 20, "Nos perdimos en la selva, de noche.", "informed"),
    TracingOutline(("Yolanda", "Pinto"), "child", ("Kevin", "Pinto"), ("Kevin", "Pinto"), "male",
         13, "Iba con su padrino, y el padrino volvió solo.", "prepared"),
    TracingOutline(("Beatriz", "Salas"), "sibling", ("Noemí", "Salas"), ("Noemi", "Salas"),
         "female", 34, "La última carta llegó desde la frontera.", "planned"),
    TracingOutline(("Isidora", "Quenta"), "grandchild", ("Alejo", "Quenta"), ("Alejo", "Quenta"),
         "male", 11, "Sabe de memoria el número de la tienda de la esquina.", "together"),
    TracingOutline(("Ovidio", "Lara"), "sibling", ("Brayan", "Lara"), ("Brayan", "Lara"), "male",
         29, "Lleva tatuado el nombre de nuestra madre.", "matched", "somebody_else"),
    TracingOutline(("Pastora", "Medina"), "child", ("Luz", "Medina"), ("", ""), "female", 27,
         "Ya no quiero seguir esperando.", "searched", "taken_back"),
    TracingOutline(("Genoveva", "Arias"), "partner", ("Hernán", "Arias"), ("", ""), "male", 61,
         "Desapareció en el naufragio de la lancha.", "searched", "died"),
)  # fmt: skip


def fill(world: World) -> None:
    for who in (TRACER, BOSS):
        with clock.at(world.at(-200)):
            RestrictedGroupAccess.give(
                to=world.users[who], group="tracing", office=world.offices[OFFICE], by=None
            )
    for number, outline in enumerate(OUTLINES):
        world.tell(Search(world, outline, number).tell())


class Search:
    """One search, deed by deed, each on its day."""

    def __init__(self, world: World, outline: TracingOutline, number: int):
        self.world, self.outline = world, outline
        self.day = -70 + 2 * number
        self.by, self.tracer = world.users["lucia"], world.users[TRACER]
        self.boss, self.office = world.users[BOSS], world.offices[OFFICE]
        self.person: Person
        self.case: Case
        self.match: TracingMatch
        self.reunion: Reunification

    def tell(self) -> Story:
        steps = [getattr(self, f"_{stage}") for stage in STAGES if self.outline.reaches(stage)]
        for step in steps:
            yield self._next()
            step()
        if self.outline.ends in ("somebody_else", "taken_back", "died"):
            yield self._next()
            self._end()

    def _next(self):
        self.day += 3
        return self.world.at(min(self.day, -1), f"{9 + self.day % 7:02d}:15")

    def _asked(self) -> None:
        given, family = self.outline.relative
        self.request = TracingRequest.take(
            by=self.by, office=self.office, given_names=given, family_names=family, language="es",
            safe_channel="call", contact=f"+591 100{self.day % 90 + 10}321",
            safe_contact="Por la mañana",
        )  # fmt: skip
        given, family = self.outline.sought
        self.sought: SoughtPerson = self.request.add_sought_person(
            by=self.by, relation=self.outline.relation, given_names=given, family_names=family,
            sex=self.outline.sex, birth_year=self.world.born(self.outline.age).year,
            birth_precision="estimated", cause="migration", circumstances=self.outline.story,
        )  # fmt: skip

    def _agreed(self) -> None:
        TracingConsent.record(self.request, by=self.by, agreed=True, method="signed")

    def _searched(self) -> None:
        TracingAction.take_step(self.request, by=self.tracer, kind="individual", text=STEP)
        if self.outline.relation == "partner":
            TracingAction.take_step(
                self.request, by=self.tracer, kind="referral_icrc",
                text="La delegación recibió la solicitud, con su acuerdo.",
            )  # fmt: skip

    def _here(self) -> None:
        given, family = self.outline.found
        guardian = "Defensoría de la Niñez" if self.outline.age < 18 else ""
        self.person = Person.register(
            by=self.tracer, team=self.world.teams[TEAM],
            consent=agreement("es", until=self.world.day(300), guardian=guardian),
            given_names=given, family_names=family, sex=self.outline.sex, languages=["es"],
            birth_year=self.world.born(self.outline.age).year, birth_precision="year",
        )  # fmt: skip
        yes = ConsentGiven(
            (Choice("tracing", True),), "verbal", "es", assent=True if guardian else None,
            **by_authority(guardian),
        )  # fmt: skip
        Consent.record(self.person, yes, by=self.tracer)
        self.case = Case.open(
            by=self.tracer, team=self.world.teams[TEAM], owner=self.tracer, person=self.person
        )

    def _matched(self) -> None:
        self.match = TracingMatch.propose(
            self.sought, self.person, by=self.tracer, reasons=["name_alike", "born_year"]
        )

    def _person(self) -> None:
        told = {"not_told": "no", "unsure": "unsure"}.get(self.outline.ends, "yes")
        if self.outline.ends == "not_told":
            child = self._alone()
            FamilyContactRestriction.ask(
                child, by=self.tracer, reason="fear", text="Teme a su padre."
            )
        self._verify("person", "Cuenta lo mismo, y conoce la casa.", may_inform_family=told)

    def _relative(self) -> None:
        self._verify("relative", "Supo el nombre del perro y de la maestra.")

    def _verify(self, side: str, text: str, **more: Any) -> None:
        wish = "yes" if more.get("may_inform_family", "yes") == "yes" else "unsure"
        MatchVerification.record(
            self.match, side, by=self.tracer, outcome="confirmed", text=text,
            willing=wish, safe=wish,
            ways=["talk", "questions"], checked=["names", "family", "separation"], **more,
        )  # fmt: skip

    def _informed(self) -> None:
        words = "Le dijimos que está bien y que quiere verle."
        InquirerNotification.tell(self.match, by=self.tracer, method="call", text=words)

    def _prepared(self) -> None:
        if self.outline.age < 18:
            until = self._today() + timedelta(days=180)
            AuthorityDecision.note(
                self._alone(), by=self.tracer, authority="Juzgado de la Niñez",
                code="reunification", on=self._today(), good_until=until,
            )  # fmt: skip
        self.reunion = Reunification.prepare(self.match, self.case, by=self.tracer)

    def _settled(self) -> None:
        for check in Check.objects.of(self.reunion.ref):
            by = self.boss if check.of_kind.decides == "approve" else self.tracer
            check.decide(by=by, met=True, text="Hablamos con cada parte por separado.")

    def _planned(self) -> None:
        given, family = self.outline.relative
        self.reunion.plan(
            by=self.tracer, on=self.world.day(6 if self.outline.until == "planned" else -1),
            place="Casa del Camino, Puerto Alto", received_by=f"{given} {family}",
            arrangements="Pasajes, merienda y una copia de sus papeles.",
        )  # fmt: skip

    def _together(self) -> None:
        given, family = self.outline.relative
        self.reunion.hand_over(
            by=self.tracer, on=self._today(), place="Casa del Camino, Puerto Alto",
            handed_by=self.tracer.name, received_by=f"{given} {family}", signed="thumbprint",
            documents="Certificado de nacimiento", text="Se abrazaron largo rato.",
        )  # fmt: skip

    def _end(self) -> None:
        if self.outline.ends == "somebody_else":
            self.match.set_aside(by=self.tracer, because="No tiene ningún tatuaje.")
        elif self.outline.ends == "taken_back":
            TracingConsent.take_back(self.request, by=self.by, text=self.outline.story)
        else:
            TracingClosure.close(
                self.request, by=self.tracer, outcome=self.outline.ends,
                text="Se lo dijimos en persona, con su hermana.",
            )  # fmt: skip

    def _alone(self) -> UnaccompaniedChild:
        return UnaccompaniedChild.register(
            self.case, by=self.tracer, person=self.person, status="unaccompanied"
        )

    def _today(self):
        return clock.now().astimezone(self.office.zone).date()
