"""Files that mean harm, and honest ones broken in a thousand ways: refused, or made harmless.

`try_hostile_files(count)` takes each through the one door for papers. It is either refused in
words or taken as what it is; whatever else happens is a fault, and is told with its seed.
"""

import io
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from time import perf_counter

from PIL import Image

from amparo.foundation.core.files import file_types
from amparo.foundation.core.files.validation import (
    ATTACHMENT_TYPES,
    ValidatedFile,
    validate_upload,
)
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.core.tests import sample_files

SLOWEST = 10.0  # seconds: more is a fault too

HOSTILE: dict[str, bytes] = {
    "polyglot.jpg": sample_files.picture_with_a_page(),
    "swells.png": sample_files.picture_that_swells(),
    "script.pdf": sample_files.acting_pdf(b"/S /JavaScript /JS (1)"),
    "packed.pdf": sample_files.acting_pdf(b"/S /Launch /F (cmd.exe)", packed=True),
    "macro.docx": sample_files.docx({"word/vbaProject.bin": b"x"}),
    "template.docx": sample_files.docx(
        {
            "word/_rels/s.xml.rels": sample_files.links(
                ("attachedTemplate", "https://x.example", "1")
            )
        }
    ),
    "bomb.docx": sample_files.docx({"word/a.xml": b"\0" * 70_000_000}),
    "nested.odt": sample_files.odf(more={"Pictures/a.zip": sample_files.zipped({"a": b"x"})}),
    "page.txt": b"<script>alert(1)</script>",
    "dde.csv": b"a,b\n=cmd|'/C calc'!A0,1\n",
    "virus.txt": sample_files.EICAR,
    "program.pdf": b"MZ" + b"\0" * 500,
    "drawing.png": b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    "half.jpg": sample_files.picture()[:200],
    "acta.exe.pdf": sample_files.pdf(),
    "acta\u202egpj.pdf": sample_files.pdf(),
}


@dataclass
class Tried:
    """How it went: how many, what became of them, and the slowest."""

    tried: int = 0
    refused: int = 0
    taken: int = 0
    slowest: float = 0.0
    faults: list[str] = field(default_factory=list)


def try_hostile_files(count: int, *, seed: int = 2026) -> Tried:
    """So many files, the same ones for the same seed."""
    found = Tried()
    for at, (name, content) in enumerate(hostile_files(count, seed=seed)):
        before = perf_counter()
        try:
            paper = validate_upload(name, "", len(content), io.BytesIO(content))
            found.taken += 1
            found.faults += [f"{seed}/{at} {name[-12:]}: {fault}" for fault in faults_of(paper)]
        except Refusal:
            found.refused += 1
        except Exception as fault:
            found.faults.append(f"{seed}/{at} {name[-12:]}: {type(fault).__name__}")
        took = perf_counter() - before
        found.tried, found.slowest = found.tried + 1, max(found.slowest, took)
        if took > SLOWEST:
            found.faults.append(f"{seed}/{at} {name[-12:]}: {took:.1f} s")
    return found


def faults_of(paper: ValidatedFile) -> Iterator[str]:
    """What a paper that was taken may not be."""
    content = paper.content.read()
    if not 0 < len(content) == paper.size:
        yield "size"
    if paper.kind not in ATTACHMENT_TYPES.values() or "\u202e" in paper.name:
        yield "name"
    if paper.kind in file_types.IMAGE_FORMATS:
        with Image.open(io.BytesIO(content)) as picture:
            if picture.getexif() or b"<script" in content:
                yield "more than a picture"


def hostile_files(count: int, *, seed: int) -> Iterator[tuple[str, bytes]]:
    """The known ones first, then honest and hostile ones, broken."""
    yield from list(HOSTILE.items())[:count]
    dice = random.Random(seed)
    honest = {name: make() for name, (make, _kind) in sample_files.HONEST.items()}
    known = [each for each in (HOSTILE | honest).items() if len(each[1]) < 10**6]
    for _each in range(count - len(HOSTILE)):
        name, content = dice.choice(known)
        for _again in range(dice.choice((1, 1, 1, 2, 5))):
            content = dice.choice(WAYS)(bytearray(content), dice, known)
        if dice.random() < 0.1:
            name = "paper" + dice.choice(list(ATTACHMENT_TYPES))
        yield name, bytes(content)


def _flip(content: bytearray, dice: random.Random, _known) -> bytearray:
    for _each in range(dice.choice((1, 1, 4, 30))):
        if content:
            content[dice.randrange(len(content))] ^= 1 << dice.randrange(8)
    return content


def _cut(content: bytearray, dice: random.Random, _known) -> bytearray:
    return content[: dice.randrange(len(content) + 1)]


def _drop(content: bytearray, dice: random.Random, _known) -> bytearray:
    start = dice.randrange(len(content) + 1)
    del content[start : start + dice.choice((1, 8, 200))]
    return content


def _insert(content: bytearray, dice: random.Random, _known) -> bytearray:
    at = dice.randrange(len(content) + 1)
    content[at:at] = dice.choice((b"\0" * 4, b"\xff" * 8, b"<script>", b"PK\x03\x04", b"A" * 999))
    return content


def _grow(content: bytearray, dice: random.Random, _known) -> bytearray:
    """Numbers that say how large something is are made as large as they can be."""
    if len(content) > 8:
        at = dice.randrange(len(content) - 8)
        content[at : at + 4] = dice.choice((b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff", b"\0\0\0\0"))
    return content


def _splice(content: bytearray, dice: random.Random, known) -> bytearray:
    _name, other = dice.choice(known)
    return content[: dice.randrange(len(content) + 1)] + other[dice.randrange(len(other)) :]


def _repeat(content: bytearray, dice: random.Random, _known) -> bytearray:
    start = dice.randrange(len(content) + 1)
    piece = content[start : start + 400]
    return content[:start] + piece * dice.choice((2, 50)) + content[start:]


WAYS: tuple[Callable[..., bytearray], ...] = (_flip, _cut, _drop, _insert, _grow, _splice, _repeat)
