"""Records of the message bank."""

from .key_messages import KeyMessage, KeyMessagePlace, KeyMessageState
from .wordings import Wording

__all__ = ["KeyMessage", "KeyMessagePlace", "KeyMessageState", "Wording"]
