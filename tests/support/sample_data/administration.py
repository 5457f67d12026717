"""Accounts, grants, partner systems and jobs of the sample data."""

from datetime import timedelta
from types import SimpleNamespace


def add_administration(world: SimpleNamespace) -> None:
    """What an administrator, a supervisor and a calendar need besides."""
    from django.contrib.auth.tokens import default_token_generator

    from amparo.foundation.core.models import (
        BulkReadJustification,
        CodeListEntry,
        Membership,
        Notification,
        User,
    )
    from amparo.pillars.assistance.cases.models import CaseloadHandover, EmergencyAccess, SavedView

    world.membership = Membership.objects.get(user=world.nurse)
    world.grant = world.keeper.restricted_group_accesses.get()
    world.code = CodeListEntry.objects.filter(list="service_type").first()
    world.notice = Notification.objects.filter(user=world.supervisor).first()
    world.caseworker.rotate_calendar_key(by=world.caseworker)
    world.newcomer = User.objects.create_user("new@example.org", "Amina Touré")
    world.token = default_token_generator.make_token(world.newcomer)
    add_sign_in(world)
    world.bulk_reading = BulkReadJustification.explain(
        by=world.caseworker, reason="review", explanation="A look at all my files before I leave"
    )
    world.emergency = EmergencyAccess.open(
        world.shelved, by=world.stranger, reason="danger", text="He stands at our door"
    )
    world.saved_view = SavedView.save_as(
        "Overdue this week", {"due": "overdue"}, of_list="cases", by=world.caseworker
    )
    world.handover = CaseloadHandover.make(
        [world.shared], from_user=world.caseworker, to=world.colleague, by=world.supervisor
    )


def add_boundaries(world: SimpleNamespace) -> None:
    """Outlines of one region that are drawn, and a file with others that waits."""
    import json
    from datetime import date

    from amparo.foundation.people.models import BoundaryUpload, Place

    by = world.data_officer
    Place.create(by=by, name="Altiplano", kind="region", country="BO", pcode="BO91")
    ring = [[-69, -18], [-67, -18], [-67, -16], [-69, -16], [-69, -18]]
    feature = {
        "type": "Feature", "properties": {"ADM1_PCODE": "BO91", "ADM1_ES": "Altiplano"},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }  # fmt: skip
    data = json.dumps({"type": "FeatureCollection", "features": [feature]}).encode()
    about = {
        "office": world.office, "country": "BO", "level": 1, "source": "COD-AB",
        "licence": "CC BY-IGO", "dated_on": date(2020, 5, 14),
    }  # fmt: skip
    used, world.boundary_upload = (
        BoundaryUpload.upload(data, by=by, **about) for _time in range(2)
    )
    world.boundary_set = used.import_areas(by=by, code="ADM1_PCODE", name="ADM1_ES")


def add_systems(world: SimpleNamespace) -> None:
    """A partner's system that may call, and one that was told something."""
    from amparo.foundation.core.models import (
        ApiToken,
        Office,
        Organization,
        WebhookDelivery,
        WebhookSubscription,
    )

    shelter = Organization.objects.get(name="Casa Alba")
    office = Office.objects.create(organization=shelter, name="Casa Alba", country="BO")
    world.system_token, world.system_words = ApiToken.make(
        "Intake", office=office, permissions=["help.pass_on"], by=world.administrator
    )
    world.subscription = WebhookSubscription.objects.create(
        organization=shelter, address="https://hooks.partner.example/", events=["referral.sent"],
        secret="whsec_AAAA", made_by=world.administrator,
    )  # fmt: skip
    world.delivery = WebhookDelivery.objects.create(
        subscription=world.subscription, kind="referral.sent", about=shelter.ref, state="failed"
    )


def add_dead_job(world: SimpleNamespace) -> None:
    """Work that failed so often that somebody has to look at it."""
    from amparo.foundation.core.jobs.models import WAITS
    from amparo.foundation.core.models import Job
    from amparo.pillars.assistance.intake.imports.job import check_file

    asked = check_file.asked(by=world.data_officer).enqueue(str(world.register_file.ref))
    job = Job.claim("a worker", ("long",))
    assert str(job.ref) == asked.id
    job.failures = len(WAITS)
    job.fail("builtins.TimeoutError")
    world.dead_job = Job.objects.get(ref=asked.id)


def add_sign_in(world: SimpleNamespace) -> None:
    """Second steps, screens and browsers of some, and one who begins anew."""
    from django.utils import timezone

    from amparo.foundation.core.accounts import two_factor
    from amparo.foundation.core.models import AccountRecovery, KnownBrowser, Session

    for part in ("caseworker", "colleague"):
        two_factor.add_app(getattr(world, part), "JBSWY3DPEHPK3PXP")
    two_factor.new_codes(world.caseworker)
    world.way = two_factor.second_factors_of(world.caseworker).codes
    world.lost_way = two_factor.second_factors_of(world.colleague).app
    world.browser = KnownBrowser.objects.create(
        user=world.caseworker, cookie_hash="0" * 64, label="Firefox, Android"
    )
    world.session = Session.objects.create(
        session_key="0" * 40, user=world.caseworker, browser=world.browser,
        expire_date=timezone.now() + timedelta(hours=1),
    )  # fmt: skip
    world.recovery = AccountRecovery.ask(world.newcomer, by=None)
    world.recovery_token = world.recovery.from_the_machine().rstrip("/").rpartition("/")[2]
