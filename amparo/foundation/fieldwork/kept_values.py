"""What evaluation made of the answers, written down: numbers, days, places, choices, as JSON.

It is kept beside the answers, so that a table of a hundred thousand of them is made without
working out the rules of the form a hundred thousand times.
"""

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any


def as_kept(answer: Any) -> Any:
    """The same, as nested as the form; what JSON has no word for, as it is written (ISO 8601)."""
    if isinstance(answer, dict):
        return {name: as_kept(each) for name, each in answer.items()}
    if isinstance(answer, list):
        return [as_kept(each) for each in answer]
    if isinstance(answer, Decimal):
        return str(answer)  # to the last digit that was answered
    if isinstance(answer, date | datetime | time):
        return answer.isoformat()
    return answer
