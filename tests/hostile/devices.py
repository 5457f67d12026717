"""What no telephone would send, sent in the name of one: bombs, cuts, floods, strange letters.

Each post must be answered as the protocol wants: in its own XML, with its headers, by a status
that a telephone understands, and never by a fault. What is answered as kept must be there, and
must land or wait for a person without a fault. A sign in all that is sent may stand in no log.
"""

import io
import logging
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from types import SimpleNamespace
from uuid import uuid4

from tests.hostile.requests import HOSTILE_VALUES, MARKUP
from tests.support.openrosa_client import OpenRosaClient, Wrong, filled, picture

SIGN = "Zq7Kanarienvogel"
ANSWERED = frozenset((201, 202, 400, 404, 405, 411, 413))
KEPT = frozenset((201, 202))


@dataclass
class Found:
    """What was tried, and what should not have happened."""

    tried: int = 0
    answers: Counter = field(default_factory=Counter)
    crashed: list[str] = field(default_factory=list)
    against_the_protocol: list[str] = field(default_factory=list)
    in_logs: int = 0

    def figures(self) -> dict[str, int]:
        return {
            "tried": self.tried, "crashes": len(self.crashed), "signs in logs": self.in_logs,
            "against the protocol": len(self.against_the_protocol),
            "kept": sum(self.answers[each] for each in KEPT),
        }  # fmt: skip


def send_hostile_posts(count: int, house: SimpleNamespace, *, seed: int = 0) -> Found:
    """Post so many times to the form that this world has in use; undo each."""
    found, sender = Found(), Sender(random.Random(seed), house)
    with _listening() as heard:
        for _ in range(count):
            _try(sender, found)
            found.tried += 1
    found.in_logs = heard.getvalue().count(SIGN)
    return found


def _try(sender: "Sender", found: Found) -> None:
    from django.db import transaction

    told = sender.what()
    try:
        with transaction.atomic():
            response = sender.send(told)
            found.answers[response.status_code] += 1
            if response.status_code >= 500:
                found.crashed.append(f"{told.name}: {response.exc_info}")
            elif response.status_code not in ANSWERED:
                found.against_the_protocol.append(f"{told.name}: {response.status_code}")
            else:
                sender.phone.answer(response)
                if response.status_code in KEPT:
                    _land(told, found)
            transaction.set_rollback(True)
    except Wrong as wrong:
        found.against_the_protocol.append(f"{told.name}: {wrong}")
    except Exception as fault:  # a crash is what is looked for, whichever it is
        found.crashed.append(f"{told.name}: {type(fault).__name__}: {fault}"[:300])


def _land(told: "Shot", found: Found) -> None:
    from amparo.foundation.fieldwork.models import Submission

    kept = Submission.objects.order_by("-pk").first()
    if kept is None:
        found.against_the_protocol.append(f"{told.name}: answered as kept, and is not")
    else:
        kept.process()


@dataclass
class Shot:
    name: str
    body: bytes
    kind: str
    headers: dict = field(default_factory=dict)


class Sender:
    """Makes up posts, most of them nearly right."""

    def __init__(self, chance: random.Random, house: SimpleNamespace):
        self.chance, self.house = chance, house
        version = house.published_version
        self.form, self.version = version.form.code, version.version
        self.phone = OpenRosaClient(house.device_secret, house.device.short_name)
        self.ways: list[Callable[[], bytes]] = [
            self.honest, self.tampered, self.cut_record, self.spoilt_record, self.bomb, self.deep,
            self.wide, self.huge, self.other_letters, self.nulls, self.another_form, self.no_xml,
            self.entities, self.encrypted, self.namespaces, self.included,
        ]  # fmt: skip

    def what(self) -> Shot:
        way = self.chance.choice(self.ways)
        body = self.multipart(way())
        shot = Shot(way.__name__, body, "multipart/form-data; boundary=amparo")
        if self.chance.random() < 0.15:
            cut = self.chance.randrange(len(body))
            shot.name, shot.body = f"{shot.name}, cut", body[:cut]
        if self.chance.random() < 0.06:
            shot.kind = self.chance.choice(
                ("multipart/form-data", "text/xml", "multipart/form-data; boundary=",
                 "multipart/mixed; boundary=amparo", "application/x-www-form-urlencoded",
                 "multipart/form-data; boundary=\u00e9", "multipart/form-data; charset=utf-7;"
                 " boundary=amparo")
            )  # fmt: skip
        if self.chance.random() < 0.04:
            shot.headers["Content-Length"] = self.chance.choice(("0", "-5", "x", "999999999999"))
        return shot

    def send(self, shot: Shot):
        more = {}
        if "Content-Length" in shot.headers:
            more["CONTENT_LENGTH"] = shot.headers["Content-Length"]
        return self.phone.post(shot.body, shot.kind, **more)

    # Records.

    def honest(self) -> bytes:
        return self.record(f"<story>{SIGN}</story>")

    def record(self, inside: str, **more) -> bytes:
        return filled(self.form, self.version, inside, **more)

    def tampered(self) -> bytes:
        inside = "".join(
            f"<{name}>{self.letters()}</{name}>"
            for name in self.chance.choices(("story", "made_up", "meta", "case", "agrees"), k=4)
        )
        return self.record(inside)

    def cut_record(self) -> bytes:
        whole = self.honest()
        return whole[: self.chance.randrange(len(whole))]

    def spoilt_record(self) -> bytes:
        whole = bytearray(self.honest())
        for _ in range(self.chance.randrange(1, 12)):
            whole[self.chance.randrange(len(whole))] = self.chance.randrange(256)
        return bytes(whole)

    def bomb(self) -> bytes:
        levels = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 9))
        head = f'<!DOCTYPE data [<!ENTITY a0 "{SIGN}">{levels}]>'
        return head.encode() + self.record("<story>&a8;</story>")

    def included(self) -> bytes:
        head = b'<!DOCTYPE data [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
        return head + self.record("<story>&x;</story>")

    def deep(self) -> bytes:
        depth = self.chance.choice((30, 60, 300, 5_000))
        return self.record("<a>" * depth + SIGN + "</a>" * depth)

    def wide(self) -> bytes:
        return self.record("<story/>" * self.chance.choice((3, 3_000, 60_000)))

    def huge(self) -> bytes:
        return self.record(f"<story>{SIGN * self.chance.choice((20_000, 400_000))}</story>")

    def other_letters(self) -> bytes:
        name = self.chance.choice(("utf-16", "latin-1", "utf-7", "cp1256", "utf-8-sig", "utf-32"))
        said = f'<?xml version="1.0" encoding="{name}"?>'
        return (said + self.honest().decode()).encode(name, "replace")

    def nulls(self) -> bytes:
        return self.honest().replace(SIGN.encode(), SIGN.encode() + b"\0\0")

    def another_form(self) -> bytes:
        name = self.chance.choice((SIGN, "", "x" * 5_000, "../forms", "%00", "a|b"))
        return filled(name, self.letters(), "<story/>")

    def no_xml(self) -> bytes:
        return self.chance.choice((b"", b"{}", b"\xff\xfe", b"<", SIGN.encode(), picture()))

    def entities(self) -> bytes:
        told = " ".join(
            f'{name}="{self.letters()}"'
            for name in ("dataset", "id", "create", "update", "baseVersion", "trunkVersion")
            if self.chance.random() < 0.7
        )
        return self.record("<story/>", entity=f"<entities:entity {told}/>")

    def encrypted(self) -> bytes:
        return self.record(f"<base64EncryptedKey>{SIGN}</base64EncryptedKey>").replace(
            b"<data ", b'<data encrypted="yes" ', 1
        )

    def namespaces(self) -> bytes:
        return self.honest().replace(b"<data ", b'<x:data xmlns:x="urn:x" ', 1)

    def letters(self) -> str:
        """Something nasty that XML can hold, mostly."""
        words = self.chance.choice(
            (*MARKUP, *HOSTILE_VALUES, SIGN, "2026-13-45", "9" * 400, "-1e999")
        )
        if self.chance.random() < 0.9:
            words = "".join(each for each in words if each.isprintable())
            for sign, name in (("&", "&amp;"), ("<", "&lt;"), ('"', "&quot;")):
                words = words.replace(sign, name)
        return words[:2_000]

    # The post around it.

    def multipart(self, record: bytes) -> bytes:
        name = "xml_submission_file"
        if self.chance.random() < 0.05:
            name = self.chance.choice(("xml_submission_file[]", "", SIGN, "once"))
        parts = [self.part(name, "answers.xml", "text/xml", record)]
        for _ in range(self.chance.choice((0, 0, 0, 1, 2, 7))):
            names = ("a.jpg", f"{SIGN}.jpg", "../../x", "a" * 400, "\u202egpj.exe", "")
            content = self.chance.choice((picture(), b"", self.chance.randbytes(2_000)))
            kind = self.chance.choice(("image/jpeg", "", "x" * 300, "text/html"))
            parts.append(self.part(str(uuid4()), self.chance.choice(names), kind, content))
        if self.chance.random() < 0.03:
            parts += [self.part(f"f{n}", f"{n}.jpg", "image/jpeg", b"x") for n in range(150)]
        if self.chance.random() < 0.2:
            parts.append(self.part("*isIncomplete*", "", "", b"yes"))
        self.chance.shuffle(parts)
        return b"".join(parts) + b"--amparo--\r\n"

    def part(self, name: str, file: str, kind: str, content: bytes) -> bytes:
        head = f'Content-Disposition: form-data; name="{name}"'
        head += f'; filename="{file}"' if file else ""
        head += f"\r\nContent-Type: {kind}" if kind else ""
        return f"--amparo\r\n{head}\r\n\r\n".encode() + content + b"\r\n"


class _listening:  # noqa: N801 - used as a word
    """All that any logger writes meanwhile, as the house writes it."""

    def __enter__(self) -> io.StringIO:
        from amparo.ops.logging import RedactingFormatter

        self.kept = io.StringIO()
        self.handler = logging.StreamHandler(self.kept)
        self.handler.setFormatter(RedactingFormatter())
        root = logging.getLogger()
        self.level = root.level
        root.setLevel(logging.DEBUG)
        root.addHandler(self.handler)
        return self.kept

    def __exit__(self, *_told) -> None:
        root = logging.getLogger()
        root.removeHandler(self.handler)
        root.setLevel(self.level)
