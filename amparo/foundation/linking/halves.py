"""The file with which an agreement is handed over: its terms, and the public part of our half.

It holds no secret. That nobody changed it on its way is seen when both houses read each other the
number of the agreement.
"""

import json
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO
from uuid import UUID

from django.utils.translation import gettext as _

from amparo.foundation.core.refusals import Refusal

from .keys import HALF

LARGEST = 4_000
KIND = "amparo agreement 1"


@dataclass(frozen=True)
class Terms:
    """What both houses agree to, in the same words."""

    purpose: str
    most_tokens: int
    most_runs: int
    until: date

    def as_json(self) -> dict[str, object]:
        return {
            "purpose": self.purpose,
            "tokens": self.most_tokens,
            "runs": self.most_runs,
            "until": self.until.isoformat(),
        }


@dataclass(frozen=True)
class HandedOver:
    """An agreement as it comes from the partner."""

    ref: UUID
    terms: Terms
    half: str

    def write(self, into: BinaryIO) -> None:
        told = {"kind": KIND, "agreement": self.ref.hex, "half": self.half}
        into.write(json.dumps(told | self.terms.as_json(), indent=1).encode() + b"\n")


def read(stream: BinaryIO) -> HandedOver:
    whole = stream.read(LARGEST + 1)
    try:
        if len(whole) > LARGEST:
            raise ValueError
        return _handed_over(json.loads(whole))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise Refusal(_("This is not an agreement of a house that links with ours.")) from None


def _handed_over(told: dict) -> HandedOver:
    half = bytes.fromhex(told["half"])
    if told["kind"] != KIND or len(half) != HALF:
        raise ValueError
    terms = Terms(
        purpose=str(told["purpose"])[:40],
        most_tokens=_number(told["tokens"]),
        most_runs=_number(told["runs"]),
        until=date.fromisoformat(told["until"]),
    )
    return HandedOver(UUID(told["agreement"]), terms, half.hex())


def _number(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise ValueError
    return value
