"""What somebody may need, in their words, and the kinds of help that answer it."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .finding import of_group


@dataclass(frozen=True)
class Need:
    """One door of the first page. Its number is all that an address says of it."""

    number: int
    label: Promise
    sign: str
    groups: tuple[str, ...] = ()
    # The title in the history of the telephone, where the need itself would put them at risk.
    title: Promise | None = None

    @property
    def types(self) -> frozenset[str]:
        return frozenset().union(*map(of_group, self.groups))

    @property
    def is_danger(self) -> bool:
        return self.title is not None


NEEDS = (
    Need(1, _("Food"), "soup", ("food",)),
    Need(2, _("A place to sleep"), "bed", ("shelter",)),
    Need(3, _("A doctor or medicine"), "stethoscope", ("health",)),
    Need(4, _("Documents or a lawyer"), "id", ("legal",)),
    Need(5, _("Find my family"), "users", ("family",)),
    Need(
        6,
        _("Go back to my country safely"),
        "home-heart",
        ("return", "reintegration", "counselling.return"),
    ),
    Need(
        7,
        _("I am forced to work, held or hurt"),
        "hand-stop",
        (
            "safety", "shelter.safehouse", "health.cmr", "counselling.pfa", "legal.criminal",
            "livelihood.labour_rights",
        ),
        title=_("Help nearby"),
    ),
    # Whatever else: every kind of help.
    Need(8, _("Something else"), "list-search"),
)  # fmt: skip


def find(number: int) -> Need | None:
    return next((need for need in NEEDS if need.number == number), None)


def read(number: str) -> Need | None:
    return next((need for need in NEEDS if str(need.number) == number), None)
