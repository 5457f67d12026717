"""The lists that advocacy comes with: of feedback, and of messages to many people.

Pure Python: reads `data/`, where each line keeps its source.
"""

from functools import cache
from pathlib import Path

from amparo.foundation.core.code_lists.bundled import BundledCode, read_codes

DATA = Path(__file__).parent / "data"


@cache
def shipped() -> tuple[BundledCode, ...]:
    return tuple(read_codes(sorted(DATA.glob("*_codelists.csv"))))


@cache
def sensitive_kinds() -> frozenset[str]:
    """What is kept to a closed circle: said by the house, and no edited list changes it."""
    return frozenset(
        line.code
        for line in shipped()
        if line.list == "feedback_type" and line.extra.get("sensitive")
    )
