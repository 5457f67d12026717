"""The functions that the rules of a form may call: these, and no others."""

from . import (
    choices as choosing,
)
from . import (
    dates,
    numbers,
)
from . import (
    numbers as geography,
)
from . import (
    text as seals,
)
from . import (
    text as texts,
)
from .registry import FUNCTIONS, Function

__all__ = ["FUNCTIONS", "Function"]
