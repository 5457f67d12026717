"""A data sharing agreement in force, with one of everything, and a party that has not signed."""

from datetime import timedelta
from io import BytesIO
from types import SimpleNamespace


def add_agreements(world: SimpleNamespace) -> None:
    """As the policy officer keeps it; an obligation is past due."""
    from amparo.foundation.agreements.models import (
        Agreement,
        AgreementAnnex,
        AgreementContact,
        AgreementObligation,
        AgreementParty,
    )
    from amparo.foundation.core.files.validation import validate_upload
    from amparo.foundation.core.models import Organization

    today, by = world.office.today(), world.policy_officer
    own = world.cast.organization
    registry = Organization.found(by=by, name="Registro Civil de ejemplo", kind="government")
    council = Organization.found(by=by, name="Consejo de ejemplo", kind="government")
    world.agreement = Agreement.record(
        by=by, office=world.office, parties=[own, registry], kind=Agreement.Kind.DATA_SHARING,
        title="Acuerdo de ejemplo", reference="EJ-1/2026",
        starts_on=today - timedelta(days=200), ends_on=today + timedelta(days=40),
        renewal=Agreement.Renewal.DECISION, notice_days=60, country="BO",
    )  # fmt: skip
    for party in world.agreement.parties.all():
        party.sign(by=by, on=today - timedelta(days=199))
    world.agreement_party = AgreementParty.add(world.agreement, by=by, organization=council)
    first = world.agreement.parties.earliest("pk")
    world.agreement_obligation = AgreementObligation.add(
        world.agreement, by=by, party=first, text="Enviar la lista de enlaces.",
        due_on=today - timedelta(days=3),
    )  # fmt: skip
    world.agreement_contact = AgreementContact.add(
        world.agreement, by=by, party=first, function=AgreementContact.Function.FOCAL_POINT,
        name="Nora Contacto", phone="+59170000001",
    )  # fmt: skip
    paper = validate_upload("acuerdo.txt", "text/plain", 5, BytesIO(b"Hello"))
    world.agreement_annex = AgreementAnnex.keep(
        world.agreement, by=by, paper=paper, part=AgreementAnnex.Part.TEXT,
        language="es",
    )  # fmt: skip
