"""Forms of the directory."""

from .feeds import FeedDecisionForm, FeedForm
from .organizations import (
    DutyBearerForm,
    LocationForm,
    MechanismForm,
    MechanismMemberForm,
    NewProviderForm,
    ProviderForm,
)
from .services import (
    CapacityForm,
    ConfirmationForm,
    DetailsForm,
    ServiceFilterForm,
    ServiceForm,
    ServiceTranslationForm,
    TimetableForm,
    VerificationForm,
)

__all__ = [
    "CapacityForm",
    "ConfirmationForm",
    "DetailsForm",
    "DutyBearerForm",
    "FeedDecisionForm",
    "FeedForm",
    "LocationForm",
    "MechanismForm",
    "MechanismMemberForm",
    "NewProviderForm",
    "ProviderForm",
    "ServiceFilterForm",
    "ServiceForm",
    "ServiceTranslationForm",
    "TimetableForm",
    "VerificationForm",
]
