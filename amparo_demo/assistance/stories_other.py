"""Other stories: a community, an institution, a register, and what waits for a second person."""

from amparo.foundation.people.models import ExceptionAsked, RegisterBasis
from amparo.foundation.protection.models import Observation
from amparo.pillars.assistance.assessment import case_risk
from amparo.pillars.assistance.assessment.models import Assessment
from amparo.pillars.assistance.cases.models import Case, CaseSettings, Note, Task
from amparo.pillars.assistance.cases.models.reserved_numbers import reserve_case_numbers
from amparo.pillars.assistance.intake.bulk_create import NewRecord, create_records
from amparo.pillars.assistance.intake.first_contact import RegistrationData, register_first_contact
from amparo.pillars.assistance.planning.models import CasePlan, FollowUp
from amparo.pillars.assistance.services.models import ServiceProvided
from amparo_demo.persons import PersonGenerator, agreement
from amparo_demo.places import community, place
from amparo_demo.world import Story, World

from .generated_cases import BORDER, NORTH, SHELTER

ON_PAPER = 4068
IN_REGISTER, WITH_CASE = 52, 16


def tell(world: World, generator: PersonGenerator) -> None:
    world.tell(_rules(world))
    world.tell(_los_olivos(world))
    world.tell(_the_ministry(world))
    world.tell(_register(world, generator))
    world.tell(_unconscious(world, generator))
    world.tell(_cannot_decide(world, generator))
    world.tell(_takes_it_back(world))


def _rules(world: World) -> Story:
    """The office has its clinical limits, and counts on from the cases it had on paper."""
    yield world.at(-399)
    for year in (world.today.year - 1, world.today.year):
        reserve_case_numbers(year, ON_PAPER)
    rules = CaseSettings.of(world.offices["Puerto Alto"])
    rules.change(
        by=world.users["admin"], time_limits={"clinical.pep": 72, "clinical.contraception": 120}
    )


def _los_olivos(world: World) -> Story:
    """A neighbourhood that shares a well, and opens it to everybody."""
    by, boss = world.users["lucia"], world.users["maren"]
    yield world.at(-67, "11:30")
    case = Case.open(
        by=by,
        team=world.teams[SHELTER],
        owner=by,
        kind="community",
        channel="community",
        community=community("Vecinas y vecinos de Los Olivos"),
        place=place("Barrio Los Olivos"),
        language="es",
        presenting_concern="Doña Elena pide mediar por el agua antes de que haya golpes.",
    )
    Task.finish(case, Task.What.SCREEN, by=by)
    yield world.at(-60, "18:00")
    needs = [{"service_type": "community.cbp", "horizon": "immediate", "level": "community"}]
    Assessment.make(case, by=by, priorities="Agua para todas las calles, todos los días.",
                    needs=needs)  # fmt: skip
    for factor, polarity, evidence in (
        ("no_services", "risk", "Un solo pozo para seiscientas personas"),
        ("governance", "protective", "La junta se reúne y cumple lo que acuerda"),
    ):
        Observation.record(
            by=by, level="community", factor=factor, polarity=polarity, severity=2,
            threat="deprivation", evidence=evidence, observed_on=world.day(-60),
            **case_risk.observation_subject(case, by),
        )  # fmt: skip
    risk = case_risk.propose_risk(case, by)
    case_risk.decide_risk(case, risk, by=by, decided=risk.band.code)
    yield world.at(-55, "17:00")
    plan = CasePlan.begin(case, by=by)
    goal = plan.set_goal(by=by, text="El agua no depende de un carnet", horizon="medium",
                         level="community")  # fmt: skip
    action = goal.add_action(
        by=by, text="Mesa de diálogo con la junta vecinal", service_type="community.cbp",
        right="water", level="community", responsible=by, due_on=world.day(-40),
    )  # fmt: skip
    plan.agree(by=by, on=world.day(-55), how="verbal", text="En asamblea, a mano alzada.")
    yield world.at(-54, "09:00")
    case.approvalrequests.get(what="plan").decide(by=boss, approved=True)
    yield world.at(-52, "19:00")
    ServiceProvided.give(
        case, by=by, action=action, service_type="community.cbp", unit="session", quantity=1,
        given_on=world.day(-52), provider="Casa del Camino",
    )  # fmt: skip
    action.complete(by=by, text="Turnos por calles, firmados")
    yield world.at(-9, "18:30")
    FollowUp.hold(
        case, by=by, on=world.day(-9), mode="visit", reached=True, change="better",
        story="El pozo está abierto y hay una lista pintada en la pared.", next_on=world.day(12),
    )  # fmt: skip
    case.tasks.pending().get(what=Task.What.REVIEW).move(world.day(15), by=by)


def _the_ministry(world: World) -> Story:
    """A duty bearer asked for help to keep a promise: complaints about wages in ten days."""
    by, boss = world.users["lucia"], world.users["maren"]
    yield world.at(-80, "10:00")
    case = Case.open(
        by=by, team=world.teams[SHELTER], owner=by, kind="institution", channel="government",
        institution=world.organizations["Ministerio de Trabajo y Movilidad"], language="es",
        presenting_concern="Piden ayuda para atender reclamos de salarios sin exigir documento.",
    )  # fmt: skip
    Task.finish(case, Task.What.SCREEN, by=by)
    yield world.at(-73, "15:00")
    needs = [{"service_type": "government.ta", "horizon": "medium", "level": "structural"}]
    Assessment.make(
        case, by=by, needs=needs, priorities="Una ventanilla que reciba cualquier papel."
    )
    yield world.at(-70, "09:45")
    plan = CasePlan.begin(case, by=by)
    goal = plan.set_goal(by=by, text="Todo reclamo tiene respuesta en diez días",
                         horizon="long", level="structural")  # fmt: skip
    action = goal.add_action(
        by=by, text="Redactar juntos el protocolo de la ventanilla",
        service_type="government.ta", right="wages", level="structural", responsible=by,
        due_on=world.day(18),
    )  # fmt: skip
    action.start(by=by)
    plan.agree(by=by, on=world.day(-70), how="signed", text="Acta firmada por la dirección.")
    yield world.at(-69, "11:10")
    case.approvalrequests.get(what="plan").decide(by=boss, approved=True)
    yield world.at(-20, "16:00")
    Note.write(
        case,
        by=by,
        kind="visit",
        text="La ventanilla recibió doce reclamos; nueve con respuesta.",
    )
    for task in case.tasks.pending():
        task.move(world.day(10), by=by)


def _register(world: World, generator: PersonGenerator) -> Story:
    """A partner hands over its register: one signed basis, and some cases nobody has taken yet."""
    chance = world.dice("register")
    files = [_file(world, generator, chance, at) for at in range(IN_REGISTER)]
    yield world.at(-3, "11:05")
    basis = RegisterBasis.objects.create(
        title="Registro de Cruz del Sur, entrega de este mes", basis="agreement",
        purposes=["case_management"], signed_by="Directora de Cruz del Sur",
        signed_on=world.day(-10), organization=world.organizations["Cruz del Sur"],
        by=world.users["data"],
    )  # fmt: skip
    create_records(files, by=world.users["data"], team=world.teams[NORTH], basis=basis)


def _file(world: World, generator: PersonGenerator, chance, at: int) -> NewRecord:
    profile = generator.somebody(
        chance.choice(("VE", "VE", "CO", "HT", "HT", "PE", "SN", "NG", "ET"))
    )
    case = {"channel": "partner", "place": place("Terminal de buses"),
            "language": profile.fields["languages"][0]}  # fmt: skip
    return NewRecord(
        person=profile.fields, documents=profile.documents, contacts=profile.contacts,
        case=case if at < WITH_CASE else None,
    )  # fmt: skip


def _unconscious(world: World, generator: PersonGenerator) -> Story:
    """Life in danger: helped at once, and a second person has 72 hours to look at it."""
    profile = generator.somebody("CM", sex="male", ages=(25, 40))
    yield world.at(-1, "06:40")
    asked = ExceptionAsked(
        "vital_interest", "Llegó sin conocimiento en una ambulancia; nadie sabe quién lo acompaña."
    )
    _, case = register_first_contact(
        RegistrationData(
            person={"given_names": profile.fields["given_names"], "sex": "male",
                    "birth_precision": "estimated", "birth_year": world.today.year - 30},
            exception=asked,
            case={"kind": "health", "channel": "health", "place": place("Paso Laguna Blanca"),
                  "presenting_concern": "Hipotermia. Estable desde las cinco."},
        ),
        by=world.users["tomas"], team=world.teams[BORDER],
    )  # fmt: skip
    assert case is not None  # noqa: S101 - one was asked for


def _cannot_decide(world: World, generator: PersonGenerator) -> Story:
    """Nothing is opened for her before a second person agrees."""
    profile = generator.somebody("VE", sex="female", ages=(76, 84))
    yield world.at(-2, "15:35")
    asked = ExceptionAsked(
        "best_interests", "No recuerda su nombre completo ni dónde vive; la cuida una vecina."
    )
    met = RegistrationData(
        person=profile.fields | {"birth_precision": "estimated"}, exception=asked
    )
    register_first_contact(met, by=world.users["ines"], team=world.teams[SHELTER])


def _takes_it_back(world: World) -> Story:
    """He changed his mind, and from that day nobody works on his file."""
    by = world.users["baptiste"]
    yield world.at(-30, "09:20")
    person, case = register_first_contact(
        RegistrationData(
            person={
                "given_names": "Kervens",
                "family_names": "Dorvil",
                "sex": "male",
                "birth_year": world.today.year - 33,
                "birth_precision": "year",
                "nationality": "HT",
                "languages": ["fr", "ht"],
                "safe_channel": "message",
            },
            consent=agreement(
                "fr", until=world.day(300), shares=[world.organizations["Cruz del Sur"]]
            ),
            case={
                "kind": "labour",
                "channel": "walk_in",
                "place": place("Terminal de buses"),
                "presenting_concern": "Voudrait savoir si le contrat qu’on lui tend est honnête.",
            },
        ),
        by=by,
        team=world.teams[NORTH],
    )
    assert case is not None  # noqa: S101 - one was asked for
    yield world.at(-21, "10:00")
    Note.write(case, by=by, text="Contrat relu ensemble ; deux clauses à refuser.")
    case.tasks.pending().get().move(world.day(4), by=by)
    yield world.at(-4, "17:10")
    for consent in person.consents.in_force():
        consent.withdraw(by=by, statement="J’ai trouvé un avocat. Merci, on s’arrête là.")
