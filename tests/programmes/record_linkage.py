"""Record linkage: sample data, expected permissions and answers of forms."""

from datetime import timedelta
from io import BytesIO
from types import SimpleNamespace

from tests.support.route_kinds import (
    ADMINISTRATOR,
    REGISTER_IMPORTERS,
    action_route,
    form_route,
    page_route,
)

# What a form must be answered besides its words: see `tests/canaries/http_client.py`.
FORM_CHOICES: dict[str, tuple[dict, ...]] = {}


def route_permissions() -> dict:
    """Expected permissions, as `tests/support/route_kinds.py` spells them."""
    seers, keeps = REGISTER_IMPORTERS | ADMINISTRATOR, {"may_not_yet": ADMINISTRATOR}
    return {
        "record_linkage:agreements": page_route(seers),
        "record_linkage:agreement": page_route(seers).of("link_agreement"),
        "record_linkage:agreement-approve": form_route(REGISTER_IMPORTERS, **keeps).of(
            "link_waiting"
        ),
        "record_linkage:agreement-end": action_route(REGISTER_IMPORTERS, **keeps).of(
            "link_agreement"
        ),
        "record_linkage:run": page_route(seers).of("link_run"),
        "record_linkage:run-discard": action_route(REGISTER_IMPORTERS, **keeps).of("link_run"),
    }


def add_sample_data(world: SimpleNamespace) -> None:
    """One record of each kind, made by the verb that makes it in life."""
    from amparo.foundation.record_linkage.models import LinkageMatch, LinkageRun
    from amparo.foundation.record_linkage.models.runs import LinkageStep

    world.link_agreement, world.link_waiting = _agreed(world), _agreed(world)
    agreement = world.link_agreement
    agreement.approve(agreement.number_expected, by=world.supervisor)
    over = _agreed(world)
    over.end(by=world.data_officer)
    tokens = {"0" * 32: ("document", [world.rosa.ref])}

    def begun(side: str) -> LinkageRun:
        return LinkageRun.begin(agreement, tokens, by=world.data_officer, side=side, people=1)

    read = begun(LinkageRun.Side.ASKS)
    read.note(LinkageStep.Step.ASKED, 1, by=world.data_officer)
    people = [(world.rosa, "ABCD-EFGH-IJKL-MNOP", "document")]
    found = read.record_matches(people, by=world.data_officer)
    read.note(LinkageStep.Step.READ, found, by=world.data_officer)
    read.finish()
    world.link_run = begun(LinkageRun.Side.ASKED)
    world.link_run.note(LinkageStep.Step.SET_UP, 1, by=world.data_officer)
    assert LinkageMatch.objects.count() == 1


def _agreed(world: SimpleNamespace):
    """Written down here, with the half of a partner who did as we did."""
    from amparo.foundation.core.models import Organization
    from amparo.foundation.record_linkage import agreement_exchange
    from amparo.foundation.record_linkage.agreement_exchange import AgreementTerms
    from amparo.foundation.record_linkage.models import LinkageAgreement

    partner = Organization.found(by=None, name="Red Puente", kind="ngo")
    terms = AgreementTerms("share_services", 1000, 2, world.office.today() + timedelta(days=90))
    agreement = LinkageAgreement.propose(
        by=world.data_officer, office=world.office, partner=partner, terms=terms,
        legal_basis="Agreement of 3 March, article 4",
    )  # fmt: skip
    theirs = BytesIO()
    agreement_exchange.AgreementFile(agreement.ref, terms, "09" + "00" * 31).write(theirs)
    theirs.seek(0)
    agreement.receive(agreement_exchange.read_agreement(theirs), by=world.data_officer)
    return agreement
