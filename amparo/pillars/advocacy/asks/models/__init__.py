"""Records of advocacy asks."""

from .asks import Ask, AskState
from .documents import AskDocument
from .parts import AskBearer, AskGrant, AskRisk, AskText
from .sheets import EvidenceSheet
from .steps import AskStep

__all__ = [
    "Ask", "AskBearer", "AskDocument", "AskGrant", "AskRisk", "AskState", "AskStep", "AskText",
    "EvidenceSheet",
]  # fmt: skip
