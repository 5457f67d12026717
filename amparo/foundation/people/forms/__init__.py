"""What people tell about themselves, as forms that take what is known and ask no more."""

from .consents import ConsentForm, ExceptionForm, ReviewForm, WithdrawalForm
from .families import CommunityForm, FamilyForm, MemberForm, SeekForm, SeparationForm
from .functioning import FunctioningForm
from .households import TogetherForm
from .merges import DoubtForm, JoinForm, PartForm
from .persons import ContactForm, DocumentForm, PersonForm

__all__ = [
    "CommunityForm",
    "ConsentForm",
    "ContactForm",
    "DocumentForm",
    "DoubtForm",
    "ExceptionForm",
    "FamilyForm",
    "FunctioningForm",
    "JoinForm",
    "MemberForm",
    "PartForm",
    "PersonForm",
    "ReviewForm",
    "SeekForm",
    "SeparationForm",
    "TogetherForm",
    "WithdrawalForm",
]
