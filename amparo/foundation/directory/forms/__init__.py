"""What one writes down about those who help: never more than one knows."""

from .hours import TimetableForm
from .organizations import DutyBearerForm, LocationForm, NewProviderForm, ProviderForm
from .services import ConfirmForm, RoomForm, ServiceForm, SiftForm, StillTrueForm, WordsForm

__all__ = [
    "ConfirmForm",
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
