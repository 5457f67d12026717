"""People as they describe themselves: persons, families, communities, and what they agreed to."""

from .boundaries import BoundarySet, BoundaryUpload
from .communities import Community, Place
from .consent_documents import ConsentDocument
from .consent_exceptions import ConsentException, ConsentExceptionReview, ExceptionAsked
from .consents import Consent, ConsentGiven, ConsentWithdrawal, RegisterBasis
from .deduplication import DeduplicationRun, DuplicateCandidate, DuplicateDecision
from .disclosures import Disclosure
from .families import (
    Family,
    FamilyMember,
    FamilySeparation,
    HouseholdToken,
    RejectedHouseholdSuggestion,
)
from .merges import Merge, MergeConfirmation, Unmerge
from .messages import Message, MessageOwner, MessageReply, MessageStatusChange
from .opted_out_numbers import OptedOutNumber
from .persons import Contact, IdentityDocument, Person, PersonAccessGrant
from .search_index import NameFrequency, SearchToken, StoredFeatures
from .washington_group import WashingtonGroupAnswers

__all__ = [
    "BoundarySet",
    "BoundaryUpload",
    "Community",
    "Consent",
    "ConsentDocument",
    "ConsentException",
    "ConsentExceptionReview",
    "ConsentGiven",
    "ConsentWithdrawal",
    "Contact",
    "DeduplicationRun",
    "Disclosure",
    "DuplicateCandidate",
    "DuplicateDecision",
    "ExceptionAsked",
    "Family",
    "FamilyMember",
    "FamilySeparation",
    "HouseholdToken",
    "IdentityDocument",
    "Merge",
    "MergeConfirmation",
    "Message",
    "MessageOwner",
    "MessageReply",
    "MessageStatusChange",
    "NameFrequency",
    "OptedOutNumber",
    "Person",
    "PersonAccessGrant",
    "Place",
    "RegisterBasis",
    "RejectedHouseholdSuggestion",
    "SearchToken",
    "StoredFeatures",
    "Unmerge",
    "WashingtonGroupAnswers",
]
