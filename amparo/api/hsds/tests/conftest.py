"""A shelter that anybody may know of, and a house that nobody finds."""

from amparo.foundation.directory.tests.conftest import (
    hall,
    harbour,
    provider,
    safe_house,
    shelter,
)

__all__ = ["hall", "harbour", "provider", "safe_house", "shelter"]
