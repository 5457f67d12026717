"""Urgent needs, and the time that is left for what helps only within a limit. Pure Python."""

from dataclasses import dataclass
from datetime import datetime

# What somebody may need at once, in the order in which it is asked.
URGENT_NEEDS = (
    "danger_now", "medical", "suicide", "sexual_violence", "child_alone", "shelter", "food",
)  # fmt: skip


@dataclass(frozen=True)
class Countdown:
    """Time left for something that helps only within a limit."""

    code: str
    until: datetime

    def hours_left(self, at: datetime) -> int:
        return max(0, int((self.until - at).total_seconds() // 3600))
