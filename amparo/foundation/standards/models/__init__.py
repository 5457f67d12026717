"""Records of standards: endorsements by a body, adoptions by institutions."""

from .adoptions import Adoption
from .endorsements import Endorsement

__all__ = ["Adoption", "Endorsement"]
