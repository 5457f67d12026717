"""The records of this app."""

from .agreements import LinkAgreement, LinkEnd, LinkStart
from .runs import Linked, LinkRun, LinkStep

__all__ = ["LinkAgreement", "LinkEnd", "LinkRun", "LinkStart", "LinkStep", "Linked"]
