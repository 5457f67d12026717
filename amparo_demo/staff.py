"""Who works in the demo: organizations, offices, teams, and those who sign in."""

from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.contrib.auth.hashers import make_password
from django.db.models import F

from amparo.foundation.core import clock
from amparo.foundation.core.accounts import two_factor
from amparo.foundation.core.audit import account_bindings, log
from amparo.foundation.core.models import (
    ApiToken,
    Notification,
    Office,
    Organization,
    RestrictedGroupAccess,
    Team,
    User,
    WebhookDelivery,
    WebhookSubscription,
)
from amparo.foundation.core.webhooks import EVENTS, new_secret

from .world import DEMO_HOST, Story, World

OWN = "Casa del Camino"
ORGANIZATIONS = (
    (OWN, "own", "BO"),
    ("Cruz del Sur", "ngo", "BO"),
    ("Casa Alba", "ngo", "BO"),
    ("Ministerio de Trabajo y Movilidad", "government", "BO"),
    ("Cooperación Alba", "agency", "ES"),
)
# Name, organization, parent, country, time zone, currency.
OFFICES = (
    ("Oficina Regional Andina", OWN, "", "BO", "America/La_Paz", "USD"),
    ("Puerto Alto", OWN, "Oficina Regional Andina", "BO", "America/La_Paz", "BOB"),
    ("Valle Seco", OWN, "Oficina Regional Andina", "PE", "America/Lima", "PEN"),
    ("Casa Alba", "Casa Alba", "", "BO", "America/La_Paz", "BOB"),
    ("Dirección de Movilidad Humana", "Ministerio de Trabajo y Movilidad", "", "BO",
     "America/La_Paz", "BOB"),
    ("Cooperación Alba", "Cooperación Alba", "", "ES", "Europe/Madrid", "EUR"),
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
    ("programme", "Elena Duarte", "es", "programme_manager", "Puerto Alto"),
    ("policy", "Paula Arce", "es", "policy_officer", "Puerto Alto"),
    ("communications", "Yara Funes", "es", "communications", "Puerto Alto"),
    ("training", "Nadia Roca", "es", "training_organizer", "Puerto Alto"),
    ("trainer", "Iván Rueda", "es", "trainer", "Puerto Alto"),
    ("observer", "Ruth Amari", "en", "training_observer", "Puerto Alto"),
    ("donor", "Beatriz Lorca", "es", "donor_reader", "Cooperación Alba"),
    ("admin", "Teresa Alarcón", "es", "administrator", "Oficina Regional Andina"),
    ("auditor", "Hanna Lindqvist", "en", "auditor", "Oficina Regional Andina"),
    ("stranger", "Omar Haddad", "ar", "caseworker", "Equipo Valle Seco"),
    ("daniel", "Daniel Achebe", "en", "caseworker", "Equipo del albergue"),
    ("tomas", "Tomás Beltrán", "es", "caseworker", "Puesto fronterizo"),
    ("ines", "Inés Vidal", "es", "caseworker", "Equipo del albergue"),
    ("joaquin", "Joaquín Salvatierra", "es", "caseworker", "Equipo del albergue"),
    ("marta", "Marta Quiroga", "es", "caseworker", "Puesto fronterizo"),
    ("pilar", "Pilar Cárdenas", "es", "supervisor", "Valle Seco"),
    ("ingrid", "Ingrid Holm", "en", "supervisor", "Oficina Regional Andina"),
    ("regional", "Awa Cissé", "fr", "data_officer", "Oficina Regional Andina"),
    ("noemi", "Noemí Choque", "es", "guidance_author", "Puerto Alto"),
    ("claire", "Claire Dumas", "fr", "translator", "Puerto Alto"),
    ("amina", "Amina Belkacem", "ar", "guidance_reviewer", "Puerto Alto"),
    ("rodrigo", "Rodrigo Paz", "es", "endorser", "Puerto Alto"),
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
    ("tomas", "Puerto Alto", ("misconduct",)),
    ("ingrid", "Oficina Regional Andina", ("misconduct",)),
    ("ines", "Puerto Alto", ("complaints",)),
)
JOINED_LATE = {"ines": -24}


def fill(world: World) -> None:
    with clock.at(world.at(-420)):
        _organizations(world)
        _staff(world)
        _grants(world)
    with clock.at(world.at(-60)):
        _systems(world)
    world.tell(_notices_read(world))
    world.tell(_words_taken(world))


def _organizations(world: World) -> None:
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
        two_factor.add_app(user, generate_totp_secret())
        with clock.at(world.at(JOINED_LATE.get(part, -400))):
            log.log_event(None, "user.invited", user, code=account_bindings.fingerprint(user))
            in_team = where in world.teams
            user.add_role(
                role, by=None, team=world.teams.get(where),
                office=None if in_team else world.offices[where],
            )  # fmt: skip


def _systems(world: World) -> None:
    """A partner's system that calls, one whose token was revoked, and one that is told.

    That one is paused from the start: made-up machines are not asked for anything.
    """
    admin, house = world.users["admin"], world.offices["Casa Alba"]
    ApiToken.make(
        "Registro de Casa Alba", office=house, by=admin, days=366,
        permissions=["help.pass_on", "referral.see", "referral.answer"],
    )  # fmt: skip
    ministry = world.offices["Dirección de Movilidad Humana"]
    token, _words = ApiToken.make(
        "Portal de trámites", office=ministry, by=admin, permissions=["help.pass_on"]
    )
    token.revoke(by=admin)
    subscription = WebhookSubscription.objects.create(
        organization=house.organization, address="https://registro.casa-alba.example/amparo",
        events=list(EVENTS), secret=new_secret(), made_by=admin,
    )  # fmt: skip
    log.log_event(admin, "subscription.made", subscription, recipient=house.organization.ref)
    subscription.pause(by=admin)


def _words_taken(world: World) -> Story:
    """What happened longer ago was taken at the time; the rest waits."""
    yield world.at(-1, "07:40")
    told = WebhookDelivery.objects.filter(at__lt=world.at(-10, "07:00"))
    told.update(state=WebhookDelivery.State.TAKEN, status=204, tried_at=F("at"))


def _grants(world: World) -> None:
    for part, office, groups in GRANTS:
        for group in groups:
            RestrictedGroupAccess.give(
                to=world.users[part], group=group, office=world.offices[office],
                by=world.users["admin"],
            )  # fmt: skip


def _notices_read(world: World) -> Story:
    """What is older than a few days was read at the time."""
    yield world.at(-1, "07:30")
    for notice in list(Notification.objects.unread().filter(at__lt=world.at(-5, "07:00"))):
        notice.mark_read()
