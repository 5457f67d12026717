"""Local codes on their way out and in: "Other" stands in the field, a note beside it says which.

Pure Python. Whoever does not know the note reads "Other", as the standard means it; whoever knows
it has the code again, field by field the same. A note may hold what somebody wrote freely: from a
file that names nobody all notes are left out but those on codes that HTCDS itself defines.
"""

from collections.abc import Mapping

from .codes import DEFINED_BUT_NOT_LISTED, OTHER, has_other, ordered, parse_code
from .fields import Field, Kind, fields
from .records import Part, several

Notes = dict[str, list[str]]
_CODED = (Kind.CODE, Kind.COUNTRY, Kind.LANGUAGE)


def encode_local_codes(
    part: Part, *, tells_all: bool = True
) -> tuple[dict[str, tuple[str, ...]], Notes]:
    """The part as the standard can say it, and what has to be noted beside it."""
    out: dict[str, tuple[str, ...]] = {}
    notes: Notes = {}
    for name, value in part.items():
        field, codes = fields()[name], several(value)
        local = [each for each in codes if _is_local(field, each)]
        if local:
            codes, noted = _with_other(field, codes, local)
            notes |= _kept(name, noted, tells_all)
        if codes:
            out[name] = codes
    return out, notes


def decode_local_codes(part: Mapping[str, tuple[str, ...]], notes: Notes) -> Part:
    """The part with its local codes again."""
    found: Part = {}
    for name in dict.fromkeys([*part, *notes]):
        if name not in fields():
            continue
        field, codes = fields()[name], list(part.get(name, ()))
        if local := notes.get(name):
            codes = [*(each for each in codes if each != OTHER), *local]
        if codes:
            found[name] = ordered(field, codes) if field.is_many else codes[0]
    return found


def as_note(notes: Notes) -> str:
    """Notes in one cell: a line each."""
    return "\n".join(f"{name}: {code}" for name in sorted(notes) for code in notes[name])


def from_note(text: str) -> Notes:
    notes: Notes = {}
    for line in text.split("\n"):
        name, sign, code = line.partition(":")
        if sign and name.strip() in fields() and code.strip():
            notes.setdefault(name.strip(), []).append(" ".join(code.split()))
    return notes


def _is_local(field: Field, code: str) -> bool:
    return field.kind in _CODED and parse_code(field, code) != code


def _with_other(
    field: Field, codes: tuple[str, ...], local: list[str]
) -> tuple[tuple[str, ...], list[str]]:
    known = [each for each in codes if each not in local]
    if not has_other(field):
        return tuple(known), local
    # That "Other" was chosen besides is noted too: else it would be lost on the way back.
    noted = [*local, OTHER] if OTHER in known else local
    return ordered(field, [*known, OTHER]), noted


def _kept(name: str, noted: list[str], tells_all: bool) -> Notes:
    defined = (*DEFINED_BUT_NOT_LISTED.get(name, ()), OTHER)
    kept = [each for each in noted if tells_all or each in defined]
    return {name: kept} if any(each != OTHER for each in kept) else {}
