"""What is known of the places of the demo: context for everybody who lives there."""

from amparo.foundation.protection.models import Incident, Observation
from amparo_demo.places import community, place
from amparo_demo.world import Story, World

# Days ago, by whom, where, level, factor, polarity, grade, threat, what was seen.
CONTEXT = (
    (300, "maren", "Bolivia", "structural", "no_regular_pathways", "risk", 2, "",
     "There are few permits, and they cost more than three months of wages."),
    (290, "maren", "Bolivia", "structural", "rights_in_law", "protective", 2, "deprivation",
     "The law gives every child a place in school, with or without papers."),
    (260, "tomas", "Altiplano Norte", "community", "criminal_groups", "risk", 2, "PR12",
     "En el paso cobran por dejar cruzar; quien no paga pierde la mochila."),
    (210, "lucia", "Puerto Alto", "community", "no_services", "risk", 1, "deprivation",
     "El centro de salud pide documento en la ventanilla y a veces cierra la ficha."),
    (160, "lucia", "Puerto Alto", "community", "organisations", "protective", 2, "deprivation",
     "La parroquia y dos asociaciones dan almuerzo y orientan sin preguntar por papeles."),
    (120, "lucia", "Puerto Alto", "community", "unsafe_recruiters", "risk", 2, "PR14",
     "Ofrecen trabajo en talleres desde la terminal, con el pasaje pagado y sin contrato."),
    (75, "tomas", "Paso Laguna Blanca", "community", "law_enforcement_absent", "risk", 2, "PR12",
     "De noche no hay nadie en el puesto hasta las seis."),
    (200, "pilar", "Perú", "structural", "no_regular_pathways", "risk", 2, "",
     "La cita para regularizar tarda unos siete meses."),
    (90, "stranger", "Valle Seco", "community", "livelihoods", "protective", 2, "exploitation",
     "تُوظِّف معامل الطوب والسوق وافدين جدداً بأجر أسبوعي معلن."),
    (40, "stranger", "Valle Seco", "community", "xenophobia", "risk", 1, "PR05",
     "منشورات معادية قرب المدرسة؛ ردّت عليها البلدية في اليوم نفسه."),
)  # fmt: skip
LOS_OLIVOS = "Vecinas y vecinos de Los Olivos"


def fill(world: World) -> None:
    for line in CONTEXT:
        world.tell(_seen(world, *line))
    world.tell(_the_well(world))


def _seen(world: World, ago: int, by: str, where: str, level: str, factor: str, *rest) -> Story:
    polarity, severity, threat, evidence = rest
    yield world.at(-ago, "16:00")
    Observation.record(
        by=world.users[by], place=place(where), level=level, factor=factor, polarity=polarity,
        severity=severity, threat=threat, evidence=evidence, observed_on=world.day(-ago),
    )  # fmt: skip


def _the_well(world: World) -> Story:
    """Something that happened to a whole community, and what was found on looking into it."""
    by = world.users["lucia"]
    yield world.at(-66, "10:15")
    incident = Incident.report(
        by=by, community=community(LOS_OLIVOS), rights=("water", "nondiscrimination"),
        harm="deprivation", protection_risk="PR06", severity=2, perpetrator="community",
        manner="act", happened_on=world.day(-68), date_precision="exact",
        place=place("Barrio Los Olivos"), reliability="witness",
        narrative="Pusieron candado al pozo y pidieron carnet para llenar los bidones. "
        "Tres familias pasaron dos días sin agua.",
    )  # fmt: skip
    yield world.at(-52, "17:30")
    incident.record_finding(
        by=by, verification="verified", still_threatens=False,
        because="La junta vecinal quitó el candado y acordó un turno por calles.",
    )  # fmt: skip
