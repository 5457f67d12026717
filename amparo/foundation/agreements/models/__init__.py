"""Models: agreements with their periods, parties, obligations, contacts and annexes."""

from .agreements import Agreement, AgreementRole, AgreementState
from .annexes import AgreementAnnex
from .contacts import AgreementContact
from .obligations import AgreementObligation
from .parties import AgreementParty
from .periods import AgreementPeriod

__all__ = [
    "Agreement",
    "AgreementAnnex",
    "AgreementContact",
    "AgreementObligation",
    "AgreementParty",
    "AgreementPeriod",
    "AgreementRole",
    "AgreementState",
]
