"""Names that people give to their files: kept readable, with nothing in them that deceives.

A name is shown, kept and given back. What turns writing around, breaks lines or leads into
folders is taken out: with such signs "exe.pdf" can be made to look like anything else.
"""

import unicodedata
from pathlib import PurePath
from urllib.parse import quote

LONGEST = 200
# Signs that turn the direction of what follows, or stand between letters unseen. The two joiners
# stay: Persian, Urdu and the languages of India cannot be written without them.
_TURNS = frozenset("\u061c\u200b\u200e\u200f\u2028\u2029\u2060\ufeff\ufffc") | frozenset(
    chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))
)
_NOWHERE = str.maketrans(dict.fromkeys('/\\:*?"<>|%;', "-"))


def tidy(name: str) -> str:
    """The name as it may be kept: one line, no folder, no sign that nobody sees."""
    name = name.replace("\\", "/").rsplit("/", 1)[-1]
    name = "".join(sign for sign in unicodedata.normalize("NFC", name) if _is_seen(sign))
    return " ".join(name.translate(_NOWHERE).split()).strip(". ")


def cut(name: str, most: int = LONGEST) -> str:
    """The name at most so long, its ending kept."""
    ending = PurePath(name).suffix[:10]
    return name if len(name) <= most else name[: most - len(ending)].rstrip(". ") + ending


def disposition(name: str, ending: str = "") -> str:
    """The header that gives a file out under its name, to be saved and never shown (RFC 6266).

    Old readers take a plain name; all others the real one, in every writing (RFC 8187).
    """
    told = cut(tidy(name)) or "file" + ending
    if ending and not told.lower().endswith(ending):
        told = cut(told, LONGEST - len(ending)) + ending
    plain = unicodedata.normalize("NFKD", told).encode("ascii", "ignore").decode()
    plain = "".join(sign for sign in plain if sign.isprintable() and sign not in '"\\').strip()
    stem = plain.rpartition(".")[0] if "." in plain else plain
    if not stem.strip(" .-"):
        plain = "file" + PurePath(told).suffix.encode("ascii", "ignore").decode()
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(told, safe='')}"


def _is_seen(sign: str) -> bool:
    return sign not in _TURNS and unicodedata.category(sign) not in ("Cc", "Cs", "Co", "Cn")
