"""Where the people of the demo live: countries, towns and sites, and two communities.

Boundaries are shipped as they are drawn, because `make run` does not install what draws them:
`python -m bin.demo_boundaries` draws them again from the outlines beside them.
"""

import json
from pathlib import Path

from amparo.foundation.core import clock
from amparo.foundation.people.models import BoundarySet, Community, Place
from amparo_demo.world import World

DATA = Path(__file__).parent / "data"

# Name, kind, country, within, p-code. The countries are real. Their areas are made up, and so are
# the codes: those of the common operational datasets end at BO09 and PE25.
PLACES = (
    ("Bolivia", "country", "BO", "", "BO"),
    ("Altiplano Norte", "region", "BO", "Bolivia", "BO91"),
    ("Puerto Alto", "town", "BO", "Altiplano Norte", "BO9101"),
    ("Albergue San José", "site", "BO", "Puerto Alto", ""),
    ("Terminal de buses", "site", "BO", "Puerto Alto", ""),
    ("Barrio Los Olivos", "site", "BO", "Puerto Alto", ""),
    ("Paso Laguna Blanca", "site", "BO", "Altiplano Norte", ""),
    ("Perú", "country", "PE", "", "PE"),
    ("Sierra Sur", "region", "PE", "Perú", "PE91"),
    ("Valle Seco", "town", "PE", "Sierra Sur", "PE9101"),
    ("Barrio El Mirador", "site", "PE", "Valle Seco", ""),
    ("Altiplano Sur", "region", "BO", "Bolivia", "BO92"),
    ("Valles Altos", "region", "BO", "Bolivia", "BO93"),
    ("Costa Sur", "region", "PE", "Perú", "PE92"),
)
# Of each country, outlines that are made up within those of Natural Earth (public domain).
BOUNDARIES = {"BO": "boundaries-bo", "PE": "boundaries-pe"}
COMMUNITIES = (
    ("Vecinas y vecinos de Los Olivos", "Barrio Los Olivos", 640,
     "Doña Elena Choque y don Efraín Villca",
     "Familias recién llegadas y de la zona comparten el pozo, la cancha y una olla común."),
    ("Asociación El Mirador", "Barrio El Mirador", 280,
     "Hajja Khadija Darwish, Percy Huamán",
     "Trabajan en la ladrillera y en el mercado; se reúnen los domingos en la parroquia."),
)  # fmt: skip


def fill(world: World) -> None:
    with clock.at(world.at(-400)):
        for name, kind, country, within, pcode in PLACES:
            Place.create(
                by=world.users["admin"], name=name, kind=kind, country=country, pcode=pcode,
                within=place(within) if within else None,
            )  # fmt: skip
        for name, where, size, spokespersons, description in COMMUNITIES:
            Community.register(
                by=world.users["lucia"], name=name, place=place(where), size_estimate=size,
                spokespersons=spokespersons, description=description,
            )  # fmt: skip
    import_boundaries(world)


def import_boundaries(world: World) -> None:
    """Imports the made-up areas; those that are known to nobody stay grey."""
    admin = world.users["admin"]
    if admin.office is None:
        raise ValueError("The administrator of the demo has an office")
    for country, name in BOUNDARIES.items():
        with clock.at(world.at(-200)):
            BoundarySet.make(
                json.loads((DATA / f"{name}.json").read_text()), by=admin, office=admin.office,
                country=country, level=1, licence="CC0", dated_on=world.at(-230).date(),
                source="Inventado para la demostración; contorno exterior: Natural Earth",
            )  # fmt: skip


def place(name: str) -> Place:
    return Place.objects.get(name=name)


def community(name: str) -> Community:
    return Community.objects.get(name=name)
