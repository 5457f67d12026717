"""What people tell about themselves, as forms that take what is known and ask no more."""

from .consents import (
    ConsentDocumentForm,
    ConsentForm,
    ConsentWithDocumentForm,
    ExceptionForm,
    ReviewForm,
    WithdrawalForm,
)
from .families import (
    CommunityForm,
    FamilyForm,
    HouseholdMemberForm,
    MemberForm,
    PersonSearchForm,
    SeparationForm,
)
from .merges import MergeForm, RefuseMergeForm, UnmergeForm
from .persons import ContactForm, DocumentForm, FunctioningForm, PersonForm

__all__ = [
    "CommunityForm",
    "ConsentDocumentForm",
    "ConsentForm",
    "ConsentWithDocumentForm",
    "ContactForm",
    "DocumentForm",
    "ExceptionForm",
    "FamilyForm",
    "FunctioningForm",
    "HouseholdMemberForm",
    "MemberForm",
    "MergeForm",
    "PersonForm",
    "PersonSearchForm",
    "RefuseMergeForm",
    "ReviewForm",
    "SeparationForm",
    "UnmergeForm",
    "WithdrawalForm",
]
