"""What one writes down about those who help: never more than one knows."""

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
    "ConfirmForm",
    "DecideForm",
    "DetailsForm",
    "DutyBearerForm",
    "FeedForm",
    "JoinForm",
    "LocationForm",
    "MechanismForm",
    "NewProviderForm",
    "ProviderForm",
    "RoomForm",
    "ServiceForm",
    "SiftForm",
    "StillTrueForm",
    "TimetableForm",
    "WordsForm",
]
