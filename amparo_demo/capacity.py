"""Duty bearers of the demo, and what they are able and willing to do."""

from amparo.foundation.core import clock
from amparo.foundation.core.models import Organization
from amparo.foundation.directory.models import DutyBearer, Provider
from amparo.foundation.protection.models import CapacityAssessment
from amparo_demo.places import place
from amparo_demo.world import World

INSTITUTIONS = (
    ("Dirección Distrital de Salud", "BO", ("health.fulfil",)),
    ("Dirección Distrital de Educación", "BO", ("education.fulfil",)),
    ("Municipalidad de Valle Seco", "PE", ("housing.fulfil",)),
    ("Municipio de Puerto Alto", "BO", ("housing.fulfil",)),
)
# In which area each owes that; the others in their whole country.
TERRITORIES = {"Municipio de Puerto Alto": "Altiplano Norte"}
MANDATES = {
    "Dirección Distrital de Salud": {
        "es": "Atención de salud en los centros del distrito.",
        "en": "Health care in the centres of the district.",
        "fr": "Soins de santé dans les centres du district.",
        "ar": "الرعاية الصحية في مراكز المنطقة.",
    },
    "Dirección Distrital de Educación": {
        "es": "Plazas escolares para toda niña y todo niño.",
        "en": "A place in school for every child.",
        "fr": "Une place à l’école pour chaque enfant.",
        "ar": "مقعد دراسي لكل طفل.",
    },
    "Municipio de Puerto Alto": {
        "es": "Albergues municipales y vivienda de emergencia.",
        "en": "Municipal shelters and emergency housing.",
        "fr": "Abris municipaux et logement d’urgence.",
        "ar": "الملاجئ البلدية والسكن الطارئ.",
    },
    "Municipalidad de Valle Seco": {
        "es": "Albergues y vivienda de emergencia.",
        "en": "Shelters and emergency housing.",
        "fr": "Hébergement et logement d’urgence.",
        "ar": "مآوٍ وسكن طارئ.",
    },
}
# Days ago, by whom, institution, right, where, ability, will, each with evidence and source, and
# who confirms it: nobody yet, where it is empty.
ASSESSMENTS = (
    (320, "maren", "Dirección Distrital de Salud", "health", "Puerto Alto", 1, 1,
     "Un médico para tres centros.", "Visita a los tres centros",
     "Se pide documento en ventanilla.", "Nueve derivaciones rechazadas", "data"),
    (40, "data", "Dirección Distrital de Salud", "health", "Puerto Alto", 2, 1,
     "Dos médicos más desde mayo; faltan medicinas.", "Informe mensual del distrito",
     "La circular permite atender sin documento; dos centros no la aplican.",
     "Entrevistas en los centros", "maren"),
    (25, "maren", "Dirección Distrital de Educación", "education", "", 2, 3,
     "Hay plazas, faltan docentes de apoyo.", "Registro de matrícula",
     "Inscribe sin documentos y lo anuncia en la radio.", "Resolución y visitas", "data"),
    (3, "data", "Dirección Distrital de Salud", "health", "Altiplano Norte", 1, 2,
     "Un puesto de salud, abierto dos días por semana.", "Llamada al puesto",
     "Pide apoyo para abrir más días.", "Carta del responsable", ""),
    (2, "maren", "Dirección Distrital de Educación", "best_interests", "Puerto Alto", 1, 2,
     "Sin protocolo para niñas y niños sin acompañante.", "Reunión de octubre",
     "Aceptó redactarlo antes de febrero.", "Acta de la reunión", ""),
)  # fmt: skip


def fill(world: World) -> None:
    with clock.at(world.at(-360)):
        for name, country, obligations in INSTITUTIONS:
            found = world.organizations.get(name) or Organization.found(
                by=None, name=name, kind="government", country=country
            )
            world.organizations[name] = found
            if not Provider.objects.filter(organization=found).exists():
                Provider.list(found, by=world.users["data"])
            DutyBearer.recognize(
                found, by=world.users["data"], mandate=MANDATES[name], obligations=obligations,
                place=place(TERRITORIES[name]) if name in TERRITORIES else None,
            )  # fmt: skip
    for ago, by, name, right, where, ability, will, *said, second in ASSESSMENTS:
        ability_evidence, ability_source, will_evidence, will_source = said
        with clock.at(world.at(-ago, "11:00")):
            assessment = CapacityAssessment.record(
                by=world.users[by], organization=world.organizations[name], right=right,
                place=place(where) if where else None, ability=ability, will=will,
                ability_evidence=ability_evidence, ability_source=ability_source,
                will_evidence=will_evidence, will_source=will_source,
                assessed_on=world.day(-ago),
            )  # fmt: skip
        if second:
            with clock.at(world.at(-ago + 1, "15:00")):
                assessment.confirm(by=world.users[second])
