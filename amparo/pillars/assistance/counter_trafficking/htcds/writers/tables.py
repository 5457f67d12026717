"""Records as rows: one each, and further rows under the same key where a table stands again.

`record` is the key; `local_codes` notes what the standard has no code for. Every other column is a
field of the standard.
"""

from collections.abc import Callable, Iterable, Iterator

from ..fields import LOCAL_CODES, RECORD, REPEATED, Field, place_of
from ..records import HtcdsRecord, Part
from ..wire import as_note, encode_local_codes

type Cells = list[str]


def ordered(keeps: Iterable[Field]) -> list[Field]:
    return sorted(keeps, key=lambda each: place_of(each.name))


def headings(keeps: list[Field], spelt: dict[str, str] | None = None) -> Cells:
    spelt = spelt or {}
    return [RECORD, *(spelt.get(each.name, each.name) for each in keeps), LOCAL_CODES]


def labels(keeps: list[Field]) -> Cells:
    return ["", *(each.label for each in keeps), ""]


def lines(
    records: Iterable[HtcdsRecord],
    keeps: list[Field],
    *,
    joins: str = ";",
    tells_all: bool = True,
    cell: Callable[[Field, str], str] = lambda _field, text: text,
    label: Callable[[Field, str], str] = lambda _field, code: code,
) -> Iterator[Cells]:
    """The rows of each record; one that tells nothing has none. `label` says how a code is
    written, `cell` how what stands in a cell is.
    """
    for number, record in enumerate(records, 1):
        for at in range(record.height):
            part = _row(record, at)
            out, notes = encode_local_codes(part, tells_all=tells_all)
            told = [cell(each, joins.join(_spelt(each, out, label))) for each in keeps]
            yield [record.id or str(number), *told, as_note(notes)]


def _spelt(
    field: Field, out: dict[str, tuple[str, ...]], label: Callable[[Field, str], str]
) -> list[str]:
    return [label(field, code) for code in out.get(field.name, ())]


def _row(record: HtcdsRecord, at: int) -> Part:
    """What the row at this place tells: tables that stand once are in the first one alone."""
    told: Part = {}
    for table, parts in record.tables.items():
        if at < len(parts) and (at == 0 or table in REPEATED):
            told |= parts[at]
    return told
