"""People as they describe themselves: persons, families, communities, and what they agreed to."""

from .bases import SharedBasis
from .communities import Community
from .comparisons import Comparison, LikelyPair, PairDecision
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
from .keys import NameCount, PersonKey, PersonTraits
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
    "Comparison",
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
    "LikelyPair",
    "Merge",
    "MergeAnswer",
    "MergeParted",
    "Message",
    "MessageReply",
    "MessageStep",
    "NameCount",
    "NotOneHousehold",
    "Owner",
    "PairDecision",
    "Person",
    "PersonKey",
    "PersonReach",
    "PersonTraits",
    "Place",
    "Separation",
    "Shared",
    "SharedBasis",
    "Stopped",
    "Withdrawal",
]
