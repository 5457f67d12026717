"""What only an import of boundaries needs: shapely and NumPy, an extra of the installation
(`boundaries`), because they weigh 64 MB and most offices import boundaries once or never.

`drawing` uses them, and is imported here alone, when it is used. Maps that were drawn are shown
without them.
"""

from importlib.util import find_spec
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from amparo.foundation.core.refusals import Refusal

if TYPE_CHECKING:
    from types import ModuleType

PACKAGES = ("numpy", "shapely")


def is_installed() -> bool:
    """Whether boundaries can be imported on this machine."""
    try:
        return all(find_spec(name) is not None for name in PACKAGES)
    except ValueError:  # a package that stands in the way of its own name
        return False


def installation_hint() -> str:
    """What to say where they cannot be imported; "" where they can."""
    if is_installed():
        return ""
    return _(
        "What draws boundaries is not installed on this machine. Ask whoever looks after it for"
        " the extra “boundaries” (make boundaries). Maps imported before stay as they are."
    )


def require_installed() -> None:
    """Refuses in words, before anything is done, where the extra is not installed."""
    if hint := installation_hint():
        raise Refusal(hint)


def drawing() -> "ModuleType":
    """The module that draws; refuses in words where the extra is not installed."""
    require_installed()
    from . import drawing as found

    return found
