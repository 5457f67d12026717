"""Computations of a few indicators: all of them take a second."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.utils import translation

from amparo.pillars.evidence import computing

FEW = {"OPT-1", "OPT-2", "OPT-3", "OPT-4", "OPT-5", "DQ-1", "PATH"}


@contextmanager
def counting_few() -> Iterator[None]:
    """Inside, or in what it decorates, only `FEW` are computed, and refusals are in English."""
    every = computing.versions_in_force

    def few():
        return [each for each in every() if each.indicator.code in FEW]

    with pytest.MonkeyPatch.context() as patch, translation.override("en"):
        patch.setattr(computing, "versions_in_force", few)
        yield
