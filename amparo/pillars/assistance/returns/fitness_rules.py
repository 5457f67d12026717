"""How long a clinician's decision about fitness to travel holds, and what it asks for.

Pure Python: no database, no clock. The hours are our choice, after the practice of carriers, and
every office sets its own: `docs/handbook/en/returns.md`.
"""

from collections.abc import Collection, Iterable

# Lists of codes; what is decided stands in the first, what must be arranged in the second.
DECISION_LIST, CONDITIONS_LIST = "fit_to_travel", "fitness_condition"
FIT, FIT_WITH_CONDITIONS, UNFIT = "fit", "fit_conditions", "unfit"
# Each condition is the kind of help on the way that meets it.
CONDITIONS = (
    "medical", "oxygen", "wheelchair", "seat", "stretcher", "medicines", "handover",
)  # fmt: skip

# The record on which the check rests.
SOURCE = "fitness_decision"
# Limits that an office sets, and what they are where it has not: our choice.
HOLDS_FOR, HOLDS_HOURS = "return.fitness_valid", 72
LINK_LASTS, LINK_LASTS_DAYS = "return.fitness_link", 7
CHECKED_WITHIN, CHECKED_HOURS = "return.boarding_check", 12


def not_arranged(
    conditions: Iterable[str], provisions: Iterable[tuple[str, int | None]], traveller: int
) -> list[str]:
    """Returns the conditions of a traveller that no help on the way meets, in their order.

    `provisions` are those that stand: the kind of each, and for whom; nobody named is for all.
    """
    met: Collection[str] = {kind for kind, whom in provisions if whom in (None, traveller)}
    return [each for each in conditions if each not in met]
