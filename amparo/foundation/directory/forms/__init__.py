"""What one writes down about those who help: never more than one knows."""

from .details import DetailsForm
from .feeds import DecideForm, FeedForm
from .hours import TimetableForm
from .mechanisms import JoinForm, MechanismForm
from .organizations import DutyBearerForm, LocationForm, NewProviderForm, ProviderForm
from .services import ConfirmForm, RoomForm, ServiceForm, SiftForm, StillTrueForm, WordsForm

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
