"""Until when somebody who moved up from the waiting list says whether they come."""

from datetime import datetime, timedelta

# Two days to answer, and half a day left to give the seat to the next one.
TIME_TO_ANSWER, BEFORE_IT_BEGINS = timedelta(days=2), timedelta(hours=12)
# Never less than this, where it begins soon; and never after it has begun.
AT_LEAST = timedelta(hours=2)


def answer_by(given_at: datetime, starts_at: datetime | None) -> datetime:
    """Returns until when the seat that was given at that moment is to be confirmed."""
    usual = given_at + TIME_TO_ANSWER
    if starts_at is None:
        return usual
    last = max(starts_at - BEFORE_IT_BEGINS, given_at + AT_LEAST)
    return max(min(usual, last, starts_at), given_at)
