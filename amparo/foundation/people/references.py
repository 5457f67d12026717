"""How whatever names a person is read once their file is joined to another: said once, here.

Joining moves nothing, so that parting is exact. A record goes on lying in the file in which it was
written; each app says in its `privacy.py` what that means for a reader of the kept file:

- `read_along`: it is shown with the kept file too, to whoever may open it where it lies;
- `stays`: it decides for its own file alone, or is kept by the house; it says why;
- `leads_on`: it is how people are found, and leads on to the kept file.
"""

from dataclasses import dataclass
from enum import Enum

from django.db import models
from django.utils.functional import Promise


class Read(Enum):
    ALONG = "along"
    ITS_OWN = "its own"
    LEADS_ON = "leads on"


@dataclass(frozen=True)
class Reference:
    """One field that names a person, and how it is read when their file is joined."""

    model: type[models.Model]
    field: str
    read: Read
    why: str | Promise = ""


# In the order in which they are told.
references: dict[tuple[type[models.Model], str], Reference] = {}


def read_along(model: type[models.Model], field: str = "person") -> None:
    """Shown with the kept file, to whoever may open it where it lies."""
    _declare(Reference(model, field, Read.ALONG))


def stays(model: type[models.Model], field: str = "person", *, why: str | Promise) -> None:
    """For its own file alone, whatever that is joined to."""
    _declare(Reference(model, field, Read.ITS_OWN, why))


def leads_on(model: type[models.Model], field: str = "person") -> None:
    """By it a person is found: whoever finds a joined file is shown the kept one."""
    _declare(Reference(model, field, Read.LEADS_ON))


def _declare(reference: Reference) -> None:
    references[reference.model, reference.field] = reference


def read_with_the_kept_file() -> list[Reference]:
    return [each for each in references.values() if each.read is Read.ALONG]
