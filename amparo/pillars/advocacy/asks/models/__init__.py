"""Records of advocacy asks."""

from .asks import Ask, AskState
from .documents import AskDocument
from .parts import AskBearer, AskReach, AskRisk, AskText
from .sheets import EvidenceSheet
from .steps import AskStep

__all__ = [
    "Ask", "AskBearer", "AskDocument", "AskReach", "AskRisk", "AskState", "AskStep", "AskText",
    "EvidenceSheet",
]  # fmt: skip
