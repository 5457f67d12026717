"""What one writes down about those who help: never more than one knows."""

from .details import DetailsForm
from .hours import TimetableForm
from .organizations import DutyBearerForm, LocationForm, NewProviderForm, ProviderForm
from .services import ConfirmForm, RoomForm, ServiceForm, SiftForm, StillTrueForm, WordsForm

__all__ = [
    "ConfirmForm",
    "DetailsForm",
    "DutyBearerForm",
    "LocationForm",
    "NewProviderForm",
    "ProviderForm",
    "RoomForm",
    "ServiceForm",
    "SiftForm",
    "StillTrueForm",
    "TimetableForm",
    "WordsForm",
]
