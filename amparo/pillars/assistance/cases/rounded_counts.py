"""Counts of people as many may read them."""

LEAST = 5


def round_small_counts(count: int) -> int:
    """Down to five; fewer than five is never shown, and stands as less than nothing."""
    if not count:
        return 0
    return count // LEAST * LEAST or -1
