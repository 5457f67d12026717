"""Whom Lucía accompanies besides Rosa: Jean-Marc, Awa, the Okoros, Mariana, and a code."""

from amparo.foundation.people.models import Family, Person
from amparo.foundation.protection.models import Incident
from amparo.pillars.assistance.cases.models import Case, Closure, Note
from amparo.pillars.assistance.intake.first_contact import (
    AccompanyingChild,
    RegistrationData,
    register_first_contact,
)
from amparo.pillars.assistance.intake.models import Screening
from amparo.pillars.assistance.planning.models import CasePlan
from amparo_demo.persons import agreement
from amparo_demo.places import place
from amparo_demo.world import Story, World

from . import flags, steps
from .generated_cases import SHELTER


def tell(world: World) -> None:
    for story in (_jean_marc, _awa, _okoro, _mariana, _a_code):
        world.tell(story(world))


def _jean_marc(world: World) -> Story:
    """In danger now: those who kidnapped him on the way have found his mother."""
    by = world.users["lucia"]
    yield world.at(-12, "14:10")
    who = steps.named(world, "Jean-Marc", "Pierre", "male", 27, "HT", "ht", "fr")
    safe = {"safe_channel": "in_person", "safe_contact": "Solo en persona, en el albergue."}
    person, case = steps.met(world, who | safe, {
        "channel": "health", "place": place("Albergue San José"),
        "presenting_concern": "Llegó del hospital con dos costillas rotas y sin teléfono.",
    })  # fmt: skip
    Screening.hold(
        case, by=by, urgent=["danger_now", "medical"], asylum_wish=True,
        first_steps="Control en el Centro de Salud 4 y cama en el ala con guardia.",
    )  # fmt: skip
    yield world.at(-10, "09:15")
    steps.assess(case, "No volver a deberles la vida.", "safety.relocation", "legal.asylum")
    _kidnapping(case, person)
    steps.see(case, "past_violence", 3, "PR01", "Cinco días de encierro y golpes")
    steps.lean_on(case, "support_network", 2, "PR01", "Un primo lo espera en la capital")
    steps.decide(case, "Escribieron a su madre anteayer: saben en qué ciudad está.")
    yield world.at(-9, "10:00")
    plan, [move, papers] = steps.plan(
        world, case, "Jean-Marc está a salvo", "immediate",
        ("Traslado a un alojamiento reservado", "safety.relocation", "state_protection", 0),
        ("Solicitud de refugio, con intérprete", "legal.asylum", "asylum", 6),
    )  # fmt: skip
    move.start(by=by)
    plan.agree(by=by, on=world.day(-9), how="verbal", text="Wi. Pa rele manman mwen.")
    yield world.at(-8, "11:20")
    flags.answer(case, by=by, code="referred", text="Cruz del Sur lo acompaña a pedir refugio.")
    steps.approve(world, case)
    steps.give(case, papers, "session", 1, "Cruz del Sur")
    yield world.at(-2, "18:05")
    words = "Dormía con los zapatos puestos. Ayer me los quité."
    Note.write(case, by=by, kind="quote", text=words)
    steps.visit(case, "same", "Come y duerme. La guardia sabe a quién no abrir.", world.day(1))
    steps.move(case, "follow_up", world.day(1))
    steps.expect(world, case, "visit", 0, "Visita al albergue San José", "Ala norte", "09:30")


def _kidnapping(case: Case, person: Person) -> None:
    Incident.report(
        by=steps.worker(case), victims=[person], rights=("liberty", "life", "torture"),
        harm="violence", harm_subtype="kidnapping", protection_risk="PR01", severity=3,
        immediate_danger=True, perpetrator="criminal", manner="act", reliability="person",
        case_ref=case.ref,
        narrative="Lo retuvieron cinco días en una finca y pidieron rescate a su madre.",
    )  # fmt: skip


def _awa(world: World) -> Story:
    """A child is on its way, and every appointment needs somebody who speaks Wolof."""
    by = world.users["lucia"]
    yield world.at(-40, "09:40")
    who = steps.named(world, "Awa", "Diallo", "female", 24, "SN", "wo", "fr")
    _, case = steps.met(world, who | {"safe_channel": "call"}, {
        "kind": "health", "channel": "community", "place": place("Barrio Los Olivos"),
        "presenting_concern": "Embarazo de seis meses sin ningún control. La trae una vecina.",
    }, [{"kind": "phone", "value": "+591 100 27 640"}])  # fmt: skip
    Screening.hold(
        case, by=by, urgent=["medical"],
        first_steps="La misma tarde la vio la obstetra; lleva su carnet de control.",
    )  # fmt: skip
    flags.answer(case, by=by, text="La vio la obstetra del Centro de Salud 4.")
    yield world.at(-37, "10:30")
    steps.assess(case, "Que nazca en un lugar limpio y que yo entienda lo que dicen.",
                 "health.srh", "interpretation")  # fmt: skip
    steps.see(case, "pregnant", 3, "deprivation", "Séptimo mes, presión alta")
    steps.see(case, "language_barrier", 2, "deprivation", "Habla wolof y poco español")
    steps.lean_on(case, "support_network", 1, "deprivation", "Su vecina Fatou la acompaña")
    steps.decide(case)
    yield world.at(-35, "16:10")
    plan, [care, talk] = steps.plan(
        world, case, "Un parto acompañado y seguro", "immediate",
        ("Control prenatal cada dos semanas", "health.srh", "health", 2),
        ("Intérprete de wolof en cada cita", "interpretation", "information", 2),
    )  # fmt: skip
    care.start(by=by)
    plan.agree(by=by, on=world.day(-35), how="verbal", text="Waaw, jërëjëf.")
    yield world.at(-34, "09:05")
    steps.approve(world, case)
    for days in (-33, -19, -5):
        yield world.at(days, "11:45")
        steps.give(case, care, "session", 1, "Centro de Salud 4")
        steps.give(case, talk, "hour", 2, "Cruz del Sur")
        steps.visit(case, "same", "Presión controlada. Pide otra cita.", world.day(days + 7))
    steps.expect(world, case, "visit", 2, "Acompañar a la cita", "Centro de Salud 4", "08:30")
    steps.expect(
        world, case, "call", 0, "Responder a Cruz del Sur: ¿quién interpreta?", "", "17:00"
    )
    steps.move(case, "follow_up", world.day(6))
    steps.move(case, "review", world.day(9))


def _okoro(world: World) -> Story:
    """A family of four, from a room that burnt to one with two beds."""
    by = world.users["lucia"]
    yield world.at(-64, "15:20")
    case = Case.open(
        by=by,
        team=world.teams[SHELTER],
        owner=by,
        family=_the_okoros(world),
        channel="outreach",
        language="en",
        place=place("Barrio Los Olivos"),
        presenting_concern="Se quemó la pieza que alquilaban. Salvaron los cuadernos.",
    )
    Screening.hold(
        case, by=by, urgent=["shelter"], asylum_wish=False,
        first_steps="Dos camas juntas en el albergue y mantas.",
    )  # fmt: skip
    yield world.at(-58, "10:10")
    steps.assess(case, "School first. We can sleep anywhere.", "shelter.rent", "education.school")
    steps.see(case, "poverty", 2, "deprivation", "No alcanza para el alquiler", level="family")
    steps.lean_on(case, "supportive_home", 2, "deprivation", "Se lo reparten todo", "family")
    steps.decide(case)
    yield world.at(-56, "09:00")
    plan, [rent, school] = steps.plan(
        world, case, "Una pieza propia, y los niños en la escuela", "medium",
        ("Primer mes de alquiler", "shelter.rent", "housing", -30),
        ("Inscribir a Adaora y Obinna", "education.school", "education", 4),
    )  # fmt: skip
    plan.agree(by=by, on=world.day(-56), how="signed", text="All four of us agree.")
    yield world.at(-55, "12:00")
    steps.approve(world, case)
    yield world.at(-48, "16:30")
    steps.give(case, rent, "month", 1, "Casa del Camino", value=900)
    rent.complete(by=by, text="Contrato a nombre de Ngozi")
    school.start(by=by)
    for days, story in (
        (-41, "La pieza tiene dos camas y una ventana."),
        (-22, "Adaora va a clases; Obinna empieza el lunes."),
    ):
        yield world.at(days, "17:15")
        steps.visit(case, "better", story, world.day(days + 19))
    steps.move(case, "follow_up", world.day(5))
    steps.move(case, "review", world.day(-1))


def _the_okoros(world: World) -> Family:
    by, team = world.users["lucia"], world.teams[SHELTER]
    consent = agreement("en", until=world.day(300), method="signed")
    children = [
        AccompanyingChild(steps.named(world, name, "Okoro", sex, age, "NG", "en"), "child")
        for name, sex, age in (("Adaora", "female", 11), ("Obinna", "male", 6))
    ]
    head, _ = register_first_contact(
        RegistrationData(
            person=steps.named(world, "Ngozi", "Okoro", "female", 36, "NG", "en", "ig"),
            consent=consent, contacts=[{"kind": "phone", "value": "+591 100 83 115"}],
            children=children,
        ),
        by=by, team=team,
    )  # fmt: skip
    partner = Person.register(
        by=by, team=team, consent=consent,
        **steps.named(world, "Chidi", "Okoro", "male", 39, "NG", "en", "ig"),
    )  # fmt: skip
    family = head.heads.get()
    family.add(partner, "partner", by=by)
    return family


def _mariana(world: World) -> Story:
    """Safe with her mother: five goals of six are met, and closing waits for an answer."""
    by = world.users["lucia"]
    yield world.at(-150, "09:25")
    who = steps.named(world, "Mariana", "Flores", "female", 31, "VE", "es")
    who |= {"second_family_name": "Guanipa", "safe_channel": "call"}
    _, case = steps.met(world, who, {
        "kind": "family", "channel": "hotline", "place": place("Puerto Alto"),
        "presenting_concern": "Viaja sola y su mamá la busca desde hace un mes.",
    }, [{"kind": "phone", "value": "+591 100 61 902"}])  # fmt: skip
    Screening.hold(case, by=by, asylum_wish=False)
    yield world.at(-146, "11:00")
    steps.assess(case, "Llegar a casa de mi mamá con trabajo, no con las manos vacías.",
                 "family.reunification", "livelihood.job")  # fmt: skip
    steps.see(case, "separated_family", 1, "PR03", "Su madre vive en Puerto Alto", level="family")
    steps.lean_on(case, "self_efficacy", 3, "PR03", "Sabe lo que quiere y lo hace")
    steps.decide(case)
    yield world.at(-144, "10:00")
    plan = CasePlan.begin(case, by=by)
    goals = [
        plan.set_goal(by=by, text=words, horizon=horizon)
        for words, horizon in (
            ("Encontrarse con su madre", "immediate"), ("Tener techo seguro", "immediate"),
            ("Recuperar sus documentos", "medium"), ("Trabajar con contrato", "medium"),
            ("Validar su título de enfermera", "long"), ("Sentirse en casa", "long"),
        )
    ]  # fmt: skip
    meeting = goals[0].add_action(
        by=by, text="Preparar el encuentro", service_type="family.reunification", right="family",
        due_on=world.day(-130), responsible=by,
    )  # fmt: skip
    plan.agree(by=by, on=world.day(-144), how="signed", text="Me gusta verlo escrito.")
    yield world.at(-143, "09:30")
    steps.approve(world, case)
    yield world.at(-118, "16:00")
    steps.give(case, meeting, "session", 2, "Casa del Camino")
    meeting.complete(by=by, text="Se abrazaron en la terminal")
    for days, story in (
        (-90, "Vive con su madre. Busca trabajo."),
        (-53, "Firmó contrato."),
        (-6, "Todo sigue bien. Sabe que vamos a cerrar y está de acuerdo."),
    ):
        yield world.at(days, "15:10")
        steps.visit(case, "better", story, world.day(days + 30))
    yield world.at(-2, "10:40")
    outcomes = dict.fromkeys(goals, "met") | {goals[4]: "partly"}
    Closure.propose(
        case, by=by, outcomes=outcomes, reason="goals_met", person_informed=True,
        summary="Vive segura con su madre y trabaja con contrato. Lo sabe y está de acuerdo.",
    )  # fmt: skip
    steps.expect(world, case, "other", 0, "Entregar documentos al consulado", "Consulado")
    steps.move(case, "review", world.day(30))


def _a_code(world: World) -> Story:
    """Somebody who asked for help without a name: nothing is known yet but a code."""
    yield world.at(-1, "21:50")
    _, case = steps.met(
        world,
        {
            "given_names": "K7M-4QX", "languages": ["es"], "safe_channel": "message",
            "safe_contact": "Pidió ayuda en línea. Responder solo al código.",
        },
        {"channel": "self", "presenting_concern": "«¿Puedo ir sin dar mi nombre?»"},
    )  # fmt: skip
    steps.expect(world, case, "meeting", 0, "Primera entrevista", "Oficina, sala 1", "11:00")
    steps.move(case, "screen", world.day(1))
