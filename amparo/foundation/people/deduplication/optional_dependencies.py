"""What only deduplication needs: Splink, Arrow and NumPy, an extra of the installation
(`comparison`), because they weigh nearly half of what an office runs.

`engine`, `classifier` and `rows` use them, and are imported here alone, when they are used.
"""

from importlib.util import find_spec
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from amparo.foundation.core.refusals import Refusal

if TYPE_CHECKING:
    from types import ModuleType

PACKAGES = ("numpy", "pyarrow", "splink")


class ComparisonNotInstalled(Refusal):
    """The register cannot be compared on this machine; its words say what to install."""


def is_installed() -> bool:
    """Whether the register can be compared on this machine."""
    try:
        return all(find_spec(name) is not None for name in PACKAGES)
    except ValueError:  # a package that stands in the way of its own name
        return False


def installation_hint() -> str:
    """What to say where it cannot be compared."""
    return _(
        "What compares the register is not installed on this machine. Ask whoever looks after it"
        " for the extra “comparison” (make comparison)."
    )


def require_installed() -> None:
    """Refuses, before anything is done, where the extra is not installed."""
    if not is_installed():
        raise ComparisonNotInstalled(installation_hint())


def engine() -> "ModuleType":
    """The module of the engine; refuses in words where the extra is not installed."""
    require_installed()
    from . import engine as found

    return found


def classifier() -> "ModuleType":
    """The module that weighs many pairs and learns; refuses in words, as `engine` does."""
    require_installed()
    from . import classifier as found

    return found


def columns() -> "ModuleType":
    """The module that lays people out as columns; refuses in words, as `engine` does."""
    require_installed()
    from . import columns as found

    return found
