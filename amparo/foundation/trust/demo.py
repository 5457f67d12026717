"""Who works in the demo: organizations, offices, teams, and those who sign in."""

from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.contrib.auth.hashers import make_password

from . import audit, clock, second_step
from .models import Grant, Notice, Office, Organization, Team, User
from .seeding import DEMO_HOST, Story, World

OWN = "Casa del Camino"
ORGANIZATIONS = (
    (OWN, "own", "BO"),
    ("Cruz del Sur", "ngo", "BO"),
    ("Casa Alba", "ngo", "BO"),
    ("Ministerio de Trabajo y Movilidad", "government", "BO"),
)
# Name, organization, parent, country, time zone, currency.
OFFICES = (
    ("Oficina Regional Andina", OWN, "", "BO", "America/La_Paz", "USD"),
    ("Puerto Alto", OWN, "Oficina Regional Andina", "BO", "America/La_Paz", "BOB"),
    ("Valle Seco", OWN, "Oficina Regional Andina", "PE", "America/Lima", "PEN"),
    ("Casa Alba", "Casa Alba", "", "BO", "America/La_Paz", "BOB"),
    ("Dirección de Movilidad Humana", "Ministerio de Trabajo y Movilidad", "", "BO",
     "America/La_Paz", "BOB"),
)  # fmt: skip
TEAMS = (
    ("Equipo del albergue", "Puerto Alto"),
    ("Equipo móvil norte", "Puerto Alto"),
    ("Puesto fronterizo", "Puerto Alto"),
    ("Equipo Valle Seco", "Valle Seco"),
)
# One for each role first: a newcomer is offered these by name. Then the colleagues.
STAFF = (
    ("lucia", "Lucía Méndez", "es", "caseworker", "Equipo del albergue"),
    ("maren", "Maren Rojas", "en", "supervisor", "Puerto Alto"),
    ("salma", "Salma Kaddour", "ar", "caseworker", "Equipo móvil norte"),
    ("baptiste", "Jean-Baptiste Moreau", "fr", "caseworker", "Equipo móvil norte"),
    ("nurse", "Consuelo Arce", "es", "provider", "Casa Alba"),
    ("official", "Gonzalo Ibáñez", "es", "official", "Dirección de Movilidad Humana"),
    ("data", "Odile Fontaine", "fr", "data_officer", "Puerto Alto"),
    ("admin", "Teresa Alarcón", "es", "administrator", "Oficina Regional Andina"),
    ("auditor", "Hanna Lindqvist", "en", "auditor", "Oficina Regional Andina"),
    ("stranger", "Omar Haddad", "ar", "caseworker", "Equipo Valle Seco"),
    ("daniel", "Daniel Achebe", "en", "caseworker", "Equipo del albergue"),
    ("tomas", "Tomás Beltrán", "es", "caseworker", "Puesto fronterizo"),
    ("ines", "Inés Vidal", "es", "caseworker", "Equipo del albergue"),
    ("pilar", "Pilar Cárdenas", "es", "supervisor", "Valle Seco"),
)
# Who may open which restricted files.
GRANTS = (
    ("lucia", "Puerto Alto", ("trafficking",)),
    ("maren", "Puerto Alto", ("trafficking", "gbv", "child")),
    ("daniel", "Puerto Alto", ("child",)),
    ("salma", "Puerto Alto", ("gbv", "child")),
    ("baptiste", "Puerto Alto", ("gbv",)),
    ("pilar", "Valle Seco", ("trafficking", "gbv", "child")),
    ("stranger", "Valle Seco", ("child",)),
)
JOINED_LATE = {"ines": -24}


def fill(world: World) -> None:
    with clock.at(world.at(-420)):
        _houses(world)
        _staff(world)
        _grants(world)
    world.tell(_notices_read(world))


def _houses(world: World) -> None:
    for name, kind, country in ORGANIZATIONS:
        world.organizations[name] = Organization.found(
            by=None, name=name, kind=kind, country=country
        )
    for name, organization, parent, country, zone, currency in OFFICES:
        world.offices[name] = Office.set_up(
            by=None, name=name, organization=world.organizations[organization],
            parent=world.offices.get(parent), country=country, time_zone=zone, currency=currency,
        )  # fmt: skip
    for name, office in TEAMS:
        world.teams[name] = Team.form(by=None, name=name, office=world.offices[office])


def _staff(world: World) -> None:
    password = make_password(world.password)  # once: each hash takes its time
    for part, name, language, role, where in STAFF:
        user = User.objects.create_user(f"{part}{DEMO_HOST}", name, language=language)
        user.password = password
        user.save()
        world.users[part] = user
        second_step.add_app(user, generate_totp_secret())
        with clock.at(world.at(JOINED_LATE.get(part, -400))):
            audit.note(None, "user.invited", user)
            in_team = where in world.teams
            user.join(
                role, by=None, team=world.teams.get(where),
                office=None if in_team else world.offices[where],
            )  # fmt: skip


def _grants(world: World) -> None:
    for part, office, groups in GRANTS:
        for group in groups:
            Grant.give(
                to=world.users[part], group=group, office=world.offices[office],
                by=world.users["admin"],
            )  # fmt: skip


def _notices_read(world: World) -> Story:
    """What is older than a few days was read at the time."""
    yield world.at(-1, "07:30")
    for notice in list(Notice.objects.unread().filter(at__lt=world.at(-5, "07:00"))):
        notice.mark_read()
