"""Where the people of the demo live: countries, towns and sites, and two communities."""

from amparo.foundation.core import clock
from amparo.foundation.people.models import Community, Place
from amparo_demo.world import World

# Name, kind, country, within.
PLACES = (
    ("Bolivia", "country", "BO", ""),
    ("Altiplano Norte", "region", "BO", "Bolivia"),
    ("Puerto Alto", "town", "BO", "Altiplano Norte"),
    ("Albergue San José", "site", "BO", "Puerto Alto"),
    ("Terminal de buses", "site", "BO", "Puerto Alto"),
    ("Barrio Los Olivos", "site", "BO", "Puerto Alto"),
    ("Paso Laguna Blanca", "site", "BO", "Altiplano Norte"),
    ("Perú", "country", "PE", ""),
    ("Sierra Sur", "region", "PE", "Perú"),
    ("Valle Seco", "town", "PE", "Sierra Sur"),
    ("Barrio El Mirador", "site", "PE", "Valle Seco"),
)
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
        for name, kind, country, within in PLACES:
            Place.create(
                by=world.users["admin"], name=name, kind=kind, country=country,
                within=place(within) if within else None,
            )  # fmt: skip
        for name, where, size, spokespersons, description in COMMUNITIES:
            Community.register(
                by=world.users["lucia"], name=name, place=place(where), size_estimate=size,
                spokespersons=spokespersons, description=description,
            )  # fmt: skip


def place(name: str) -> Place:
    return Place.objects.get(name=name)


def community(name: str) -> Community:
    return Community.objects.get(name=name)
