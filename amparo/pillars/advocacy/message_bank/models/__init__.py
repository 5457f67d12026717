"""Records of the message bank."""

from .approval import MATERIAL_CHANNELS, KeyMessageState
from .key_messages import KeyMessage, KeyMessagePlace
from .links import LinkVisitCount, MessageLink
from .material_rules import MaterialRules
from .pretests import MEASURED, Pretest, PretestWaiver
from .recordings import Recording
from .risk_checks import HARM, HARM_GROUP, RiskCheck, RiskCheckPart
from .wordings import LANGUAGES, ChannelWording, Wording

__all__ = [
    "HARM", "HARM_GROUP", "LANGUAGES", "MATERIAL_CHANNELS", "MEASURED", "ChannelWording",
    "KeyMessage", "KeyMessagePlace", "KeyMessageState", "LinkVisitCount", "MaterialRules",
    "MessageLink", "Pretest", "PretestWaiver", "Recording", "RiskCheck", "RiskCheckPart",
    "Wording",
]  # fmt: skip
