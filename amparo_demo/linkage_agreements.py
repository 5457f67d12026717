"""Linking in the demo: an agreement in force with one comparison done, and one that waits.

The partner has no house here: its half is made up, and what it would have answered is written as
the last step of a run writes it.
"""

from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from amparo.foundation.record_linkage.agreement_exchange import AgreementFile, AgreementTerms
from amparo.foundation.record_linkage.models import LinkageAgreement, LinkageRun, LinkageStep
from amparo.foundation.record_linkage.participants import (
    collect_tokens,
    pseudonym_maker,
    resolve_pseudonyms,
)
from amparo_demo.world import Story, World

HERE = "Puerto Alto"
PURPOSE = "share_services"
THEIR_TOKENS, BOTH_KNOW = 212, 6


def fill(world: World) -> None:
    world.tell(_one_in_force(world))
    world.tell(_one_that_waits(world))


def _one_in_force(world: World) -> Story:
    data, maren = world.users["data"], world.users["maren"]
    yield world.at(-40, "11:00")
    agreement = _proposed(world, "Cruz del Sur", "Convenio 14/2026, cláusula 5")
    yield world.at(-39, "09:30")
    agreement.receive(
        AgreementFile(agreement.ref, agreement.terms, _their_key_part(world)), by=data
    )
    yield world.at(-38, "16:00")
    agreement.refresh_from_db()
    agreement.approve(agreement.number_expected, by=maren)
    yield world.at(-9, "10:00")
    tokens, people = collect_tokens(agreement)
    run = LinkageRun.begin(agreement, tokens, by=data, side=LinkageRun.Side.ASKED, people=people)
    run.note(LinkageStep.Step.SET_UP, len(tokens), by=data)
    yield world.at(-8, "09:15")
    run.note(LinkageStep.Step.ANSWERED, THEIR_TOKENS, by=data)
    yield world.at(-8, "15:40")
    first: dict[UUID, str] = {}
    for token, (_sort, whose) in tokens.items():
        first |= {ref: token for ref in whose if ref not in first}
    name, both_know = pseudonym_maker(run), world.dice("linking").sample([*first], BOTH_KNOW)
    told = {name(first[ref]) for ref in both_know}
    found = run.record_matches(resolve_pseudonyms(run, tokens, told), by=data)
    run.note(LinkageStep.Step.RESOLVED, found, by=data)
    run.finish()


def _one_that_waits(world: World) -> Story:
    yield world.at(-3, "12:20")
    _proposed(world, "Casa Alba", "Carta de entendimiento del 3 de noviembre")


def _proposed(world: World, partner: str, basis: str) -> LinkageAgreement:
    terms = AgreementTerms(purpose=PURPOSE, most_tokens=20_000, most_runs=2, until=world.day(300))
    return LinkageAgreement.propose(
        by=world.users["data"], office=world.offices[HERE],
        partner=world.organizations[partner], terms=terms, legal_basis=basis,
    )  # fmt: skip


def _their_key_part(world: World) -> str:
    secret = X25519PrivateKey.from_private_bytes(world.dice("their half").randbytes(32))
    return secret.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex()
