"""Guidance beside the answer to each protection flag, and under the question that raises it."""

from functools import partial
from typing import Any

from django.utils.functional import lazy

from amparo.foundation.core.code_lists import codes
from amparo.foundation.standards.extension_points import GuidanceStep
from amparo.foundation.standards.step_guidance import register_steps

from .flag_kinds import flag_kinds

FLAG_STEPS = tuple(f"flag.{code}" for code in flag_kinds())


def steps_of_need(need: str) -> list[str]:
    """Returns the steps of the flags that an urgent need of a screening raises."""
    return [f"flag.{code}" for code, kind in flag_kinds().items() if need in kind.raised_by.urgent]


def steps_raised_by(screening: Any) -> list[str]:
    """Returns the steps of the flags that the answers of a screening raise."""
    steps = [step for need in screening.needs for step in steps_of_need(need)]
    steps += ["flag.asylum_wish"] if screening.asylum_wish else []
    return steps + (["flag.trafficking_signs"] if screening.trafficking_signs else [])


def register() -> None:
    register_steps(*(GuidanceStep(f"flag.{code}", _label_of(code)) for code in flag_kinds()))


def _label_of(code: str) -> Any:
    """Returns what the code list calls this flag, in the language of whoever reads it."""
    return lazy(partial(codes.label, "protection_flag", code), str)()
