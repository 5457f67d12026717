"""People as they describe themselves: persons, families, communities, and what they agreed to."""

from .communities import Community, Place
from .consents import (
    BasisReview,
    Consent,
    ConsentException,
    ConsentGiven,
    ExceptionAsked,
    SharedBasis,
    Withdrawal,
)
from .deduplication import Comparison, LikelyPair, PairDecision
from .disclosures import Shared
from .families import Family, FamilyMember, HouseholdKey, NotOneHousehold, Separation
from .merges import Merge, MergeAnswer, MergeParted
from .messages import Message, MessageOwner, MessageReply, MessageStep, Stopped
from .persons import Contact, Document, Functioning, Person, PersonReach
from .search_index import NameCount, PersonKey, PersonTraits

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
    "MessageOwner",
    "MessageReply",
    "MessageStep",
    "NameCount",
    "NotOneHousehold",
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
