"""Looks for canaries in raw bytes: in every way of writing them, packed or not.

A canary counts as found when the beginning that all of its kind share is there: in UTF-8 and
UTF-16, in JSON, percent, HTML and Python escapes, quoted-printable, hexadecimal and base64 at each
of its three alignments; in small and capital letters, and as the search for names spells it; and
again inside of whatever zlib, gzip, zip or base64 lies in those bytes.
"""

import base64
import re
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from urllib.parse import quote

from anyascii import anyascii

from amparo.foundation.people.matching import phonetic_key

# Canaries: names, numbers and files that exist nowhere else. All of a kind begin alike, so one
# look through the bytes finds any of them; what follows tells which one it is, and so through
# which form it came. They end alike too: base64 blurs the last sign.

LATIN, ARABIC, DOCUMENT, PHONE = "Qanarizomel", "قنارظفمل", "QZNRX7", "70913"
_LETTERS, _ARABIC_LETTERS = "bdfgklmnprstv", "بتجدرسشصكلمنه"


@dataclass(frozen=True)
class Canary:
    """What was entered at one question of one route; in two alphabets where it takes text."""

    number: int
    route: str
    question: str

    @property
    def latin(self) -> str:
        return f"{LATIN}{self._written(_LETTERS)}o"

    @property
    def arabic(self) -> str:
        return f"{ARABIC}{self._written(_ARABIC_LETTERS)}و"

    @property
    def text(self) -> str:
        return f"{self.latin} {self.arabic}"

    @property
    def document(self) -> str:
        return f"{DOCUMENT}{self.number:04d}"

    @property
    def local(self) -> str:
        return f"{PHONE}{self.number:03d}"

    @property
    def phone(self) -> str:
        return f"+591 {self.local}"

    @property
    def email(self) -> str:
        return f"{self.latin.lower()}@example.org"

    def is_on(self, page: str) -> bool:
        """Whether a page shows it, however it sets numbers and letters."""
        lowered = page.lower()
        digits = re.sub(r"[\s\u200e\u200f\u2066-\u2069-]", "", page)
        return any(
            (self.latin.lower() in lowered, self.arabic in page, self.document in page,
             self.local in digits)
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.route} · {self.question}"

    def _written(self, letters: str) -> str:
        base = len(letters)
        places = (self.number // base**2 % base, self.number // base % base, self.number % base)
        return "".join(letters[place] for place in places)


class CanaryRegistry:
    """Every canary that was set free, and where."""

    def __init__(self) -> None:
        self.canaries: list[Canary] = []

    def __len__(self) -> int:
        return len(self.canaries)

    def new(self, door: str, question: str) -> Canary:
        canary = Canary(len(self.canaries) + 1, door, question)
        self.canaries.append(canary)
        return canary


DEEP = 4  # a zip in base64 in a gzip is still opened
LARGEST = 64 * 1024 * 1024
AROUND = 400
_PHONE_PATTERN = re.compile(
    rb"(?<![0-9a-fA-F])(?:591[ ]?)?" + PHONE.encode() + rb"\d{3}(?![0-9a-fA-F])"
)
_BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{24,}={0,2}")
_ZLIB = re.compile(rb"\x78[\x01\x5e\x9c\xda]")
_GZIP = re.compile(rb"\x1f\x8b\x08")
_ZIP = re.compile(rb"PK\x03\x04")
_PACKED = (b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\x78\xda", b"\x1f\x8b", b"PK")


@dataclass(frozen=True)
class Hit:
    """One place where a canary can be read."""

    where: str
    form: str
    canary: Canary | None

    def __str__(self) -> str:
        return f"{self.where} ({self.form}): {self.canary or 'one of them'}"


def search(where: str, data: bytes, canaries: list[Canary], *, deep: int = 0) -> Iterator[Hit]:
    """Every canary that can be read in these bytes."""
    for form, marker, whole in _markers():
        at = data.find(marker)
        while at >= 0:
            near = data[at : at + AROUND]
            yield Hit(where, form, _which(near, canaries, whole))
            at = data.find(marker, at + len(marker))
    for found in _PHONE_PATTERN.finditer(data):
        if canary := _which(found[0][-8:], canaries, lambda c: c.local.encode()):
            yield Hit(where, "digits", canary)
    if deep < DEEP:
        for how, inner in _unpacked(data):
            yield from search(f"{where} > {how}", inner, canaries, deep=deep + 1)


def _which(near: bytes, canaries: list[Canary], whole: Callable[[Canary], bytes]):
    exact = (canary for canary in canaries if near.startswith(whole(canary)))
    lowered = near.lower()  # figures that begin a canary are the same in both cases
    alike = (canary for canary in canaries if lowered.startswith(whole(canary).lower()))
    return next(exact, None) or next(alike, None)


@cache
def _markers() -> list[tuple[str, bytes, Callable[[Canary], bytes]]]:
    """How a beginning is written, and how a whole canary is written in the same way."""
    found: dict[bytes, tuple[str, bytes, Callable[[Canary], bytes]]] = {}
    for part, beginning in BEGINNINGS.items():
        for spelling, spelt in SPELLINGS.items():
            if not has_spelling(part, spelling):
                continue
            for form, write in FORMS.items():

                def whole(canary, part=part, spelt=spelt, write=write) -> bytes:
                    return write(spelt(getattr(canary, part)))

                marker = write(spelt(beginning))
                found.setdefault(marker, (f"{spelling}, {form}", marker, whole))
    found.pop(PHONE.encode(), None)  # figures in a row are looked for with what stands around
    return list(found.values())


def _as_searched(text: str) -> str:
    return phonetic_key(anyascii(text).lower())


BEGINNINGS = {"latin": LATIN, "arabic": ARABIC, "document": DOCUMENT, "local": PHONE}


def has_spelling(part: str, spelling: str) -> bool:
    """Figures are written in one way."""
    return part != "local" or spelling == "as told"


SPELLINGS: dict[str, Callable[[str], str]] = {
    "as told": str,
    "small letters": str.lower,
    "capitals": str.upper,
    "plain letters": anyascii,
    "small plain letters": lambda text: anyascii(text).lower(),
    "as searched": _as_searched,
}


def _inner_base64(raw: bytes, shift: int) -> bytes:
    """What base64 makes of it wherever it stands, without the signs that its neighbours share."""
    whole = base64.b64encode(b"\0" * shift + raw)
    start = (0, 2, 3)[shift]
    return whole[start : (len(raw) + shift) * 8 // 6]


def _escaped(each: Callable[[str], str]) -> Callable[[str], bytes]:
    return lambda text: "".join(c if c.isascii() else each(c) for c in text).encode()


def _hex(encoding: str, *, capital: bool = False) -> Callable[[str], bytes]:
    def write(text: str) -> bytes:
        digits = text.encode(encoding).hex()
        return (digits.upper() if capital else digits).encode()

    return write


def _bytes_escaped(before: str) -> Callable[[str], str]:
    return lambda sign: "".join(f"{before}{byte:02x}" for byte in sign.encode())


FORMS: dict[str, Callable[[str], bytes]] = {
    "UTF-8": str.encode,
    "UTF-16 LE": lambda text: text.encode("utf-16-le"),
    "UTF-16 BE": lambda text: text.encode("utf-16-be"),
    "JSON": _escaped(lambda sign: f"\\u{ord(sign):04x}"),
    "JSON, capitals": _escaped(lambda sign: f"\\u{ord(sign):04X}"),
    "HTML, decimal": _escaped(lambda sign: f"&#{ord(sign)};"),
    "HTML, hexadecimal": _escaped(lambda sign: f"&#x{ord(sign):x};"),
    "percent": lambda text: quote(text).encode(),
    "percent, small": _escaped(_bytes_escaped("%")),
    "quoted-printable": _escaped(lambda sign: _bytes_escaped("=")(sign).upper()),
    "Python": _escaped(_bytes_escaped("\\x")),
    "hexadecimal": _hex("utf-8"),
    "hexadecimal, capitals": _hex("utf-8", capital=True),
    "hexadecimal of UTF-16": _hex("utf-16-le"),
    "hexadecimal of UTF-16, capitals": _hex("utf-16-le", capital=True),
    **{
        f"base64 of {encoding}, {shift}": lambda text, e=encoding, s=shift: _inner_base64(
            text.encode(e), s
        )
        for encoding in ("utf-8", "utf-16-le")
        for shift in (0, 1, 2)
    },
}


# What lies packed in other bytes.


def _unpacked(data: bytes) -> Iterator[tuple[str, bytes]]:
    view = memoryview(data)
    for found in _ZLIB.finditer(data):
        yield from _inflated("zlib", view, found.start(), zlib.MAX_WBITS)
    for found in _GZIP.finditer(data):
        yield from _inflated("gzip", view, found.start(), 16 + zlib.MAX_WBITS)
    for found in _ZIP.finditer(data):
        head = data[found.start() : found.start() + 30]
        names = int.from_bytes(head[26:28], "little") + int.from_bytes(head[28:30], "little")
        yield from _inflated("zip", view, found.start() + 30 + names, -zlib.MAX_WBITS)
    for found in _BASE64.finditer(data):
        yield from _decoded(found[0])


def _inflated(how: str, view: memoryview, start: int, bits: int) -> Iterator[tuple[str, bytes]]:
    """As far as it can be unpacked: what is cut off later may have named somebody before."""
    opener, out, step = zlib.decompressobj(bits), bytearray(), 16_384
    while start < len(view) and not opener.eof and len(out) < LARGEST:
        before = opener.copy()
        try:
            out += opener.decompress(view[start : start + step])
        except zlib.error:
            out += _up_to_the_fault(before, view[start : start + step])
            break
        start += step
    if len(out) >= len(DOCUMENT):
        yield how, bytes(out)


def _up_to_the_fault(opener, piece: memoryview) -> bytes:
    out = bytearray()
    with suppress(zlib.error):
        for at in range(len(piece)):
            out += opener.decompress(piece[at : at + 1])
    return bytes(out)


def _decoded(run: bytes) -> Iterator[tuple[str, bytes]]:
    """Only what is packed inside: base64 of words themselves is seen without opening it."""
    plain = run.translate(bytes.maketrans(b"-_", b"+/")).rstrip(b"=")
    for skip in (0, 1):  # a dot or a sign may stand before it, as in a signed session
        piece = plain[skip:]
        with_ends = piece[: len(piece) - (len(piece) % 4 == 1)]
        opened = base64.b64decode(with_ends + b"=" * (-len(with_ends) % 4))
        if opened.startswith(_PACKED):
            yield "base64", opened
