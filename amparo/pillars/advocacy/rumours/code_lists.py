"""The code lists of rumours."""

from functools import cache
from pathlib import Path

from amparo.foundation.core.code_lists.bundled import BundledCode, read_codes

DATA = Path(__file__).parent / "data"


@cache
def shipped_lists() -> tuple[BundledCode, ...]:
    return tuple(read_codes(sorted(DATA.glob("*_codelists.csv"))))
