"""Which case a reference stands for, bound into the ledger.

Lines name a case by its reference. Who exchanges the references of two cases makes all lines of
the one tell of the other, without touching a line: so the line that opens a case carries a keyed
hash of its row, reference and number, and `amparo audit verify` compares. Cases that were opened
by an earlier version carry none.
"""

from collections.abc import Iterator
from itertools import batched
from typing import TYPE_CHECKING

from django.apps import apps

from amparo.foundation.core.audit import entry_format
from amparo.foundation.core.models import AuditEntry

if TYPE_CHECKING:
    from uuid import UUID

    from .models import Case

PURPOSE = "ledger cases"
OPENED = "case.opened"
_TOGETHER = 500


def fingerprint(case: "Case") -> str:
    """Returns a hash that only this installation can make; it tells nobody the number."""
    return _fingerprint(case.pk, case.ref, case.number)


def faults() -> Iterator[str]:
    """Yields a sentence for each case that is not the one that its line opened."""
    opened = AuditEntry.objects.filter(event=OPENED, details__has_key="code").order_by("pk")
    told = opened.values_list("pk", "record_ref", "details").iterator(chunk_size=_TOGETHER)
    for some in batched(told, _TOGETHER, strict=False):
        here = _cases({ref for _line, ref, _details in some if ref})
        for line, ref, details in some:
            if ref in here and _fingerprint(*here[ref]) != details["code"]:
                number = here[ref][2]
                yield f"Case {number}: its reference is not the one that line {line} gave it."


def _cases(refs: "set[UUID]") -> "dict[UUID, tuple[int, UUID, str]]":
    rows = (
        apps.get_model("cases", "Case")
        .objects.filter(ref__in=refs)
        .values_list("pk", "ref", "number")
    )
    return {ref: (pk, ref, number) for pk, ref, number in rows}


def _fingerprint(pk: int, ref: "UUID", number: str) -> str:
    return entry_format.keyed_hash(PURPOSE, [pk, ref.hex, number])
