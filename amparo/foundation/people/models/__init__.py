"""People as they describe themselves: persons, families, communities, and what they agreed to."""

from .bases import SharedBasis
from .communities import Community
from .consents import (
    BasisReview,
    Consent,
    ConsentException,
    ConsentGiven,
    ExceptionAsked,
    Withdrawal,
)
from .families import Family, FamilyMember, Separation
from .functioning import Functioning
from .households import HouseholdKey, NotOneHousehold
from .keys import PersonKey
from .merges import Merge, MergeAnswer, MergeParted
from .messages import Message, MessageStep, Owner
from .particulars import Contact, Document
from .persons import Person, PersonReach
from .places import Place
from .replies import MessageReply, Stopped
from .shared import Shared

__all__ = [
    "BasisReview",
    "Community",
    "Consent",
    "ConsentException",
    "ConsentGiven",
    "Contact",
    "Document",
    "ExceptionAsked",
    "Family",
    "FamilyMember",
    "Functioning",
    "HouseholdKey",
    "Merge",
    "MergeAnswer",
    "MergeParted",
    "Message",
    "MessageReply",
    "MessageStep",
    "NotOneHousehold",
    "Owner",
    "Person",
    "PersonKey",
    "PersonReach",
    "Place",
    "Separation",
    "Shared",
    "SharedBasis",
    "Stopped",
    "Withdrawal",
]
