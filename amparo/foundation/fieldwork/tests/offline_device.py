"""A simulated offline device: it makes refs and keys, encrypts what it writes, keeps what is
not answered, and relies on receipts alone.
"""

import base64
import json
import os
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.test import Client

# A receipt after which the telephone lets an entry go.
LETS_GO = ("done", "conflict", "review")


def box(public: bytes, what: object) -> str:
    """Sealed for the house alone, as docs/field-protocol.md says it, with no code of the house."""
    theirs = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), public)
    fresh = ec.generate_private_key(ec.SECP256R1())
    shared = fresh.exchange(ec.ECDH(), theirs)
    stretch = HKDF(algorithm=SHA256(), length=32, salt=b"\0" * 32, info=b"amparo box 1")
    closed = AESGCM(stretch.derive(shared)).encrypt(b"\0" * 12, json.dumps(what).encode(), None)
    point = fresh.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return base64.b64encode(b"\x01" + point + closed).decode()


@dataclass
class Phone:
    """One telephone of one colleague, with its outbox and its caseload."""

    user: object
    name: str = "the old Samsung"
    device: str = ""
    secret: str = ""
    public: bytes = b""
    sequence: int = 0
    clock: timedelta = timedelta()
    outbox: dict[str, dict] = field(default_factory=dict)
    answers: dict[str, dict] = field(default_factory=dict)
    files: dict[str, dict] = field(default_factory=dict)
    head: dict = field(default_factory=dict)

    def __post_init__(self):
        if self.public:
            return  # it was set up before, and speaks through others now
        self.client = Client()
        self.client.force_login(self.user)
        self.public = base64.b64decode(self.state()["box"]["public"])

    # With the house.

    def state(self) -> dict:
        return self.client.get("/campo/state/", headers=self._headers).json()

    def register(self) -> "Phone":
        answer = self.post("devices", {"name": self.name})
        assert answer.status_code == 201, answer.content
        told = answer.json()
        self.device, self.secret = told["device"], told["secret"]
        return self

    def take(self) -> list[dict]:
        """What came along now, line by line."""
        have = {ref: file["version"] for ref, file in self.files.items()}
        answer = self.post("caseload", {"have": have})
        assert answer.status_code == 200, answer.content
        lines = [json.loads(line) for line in b"".join(answer.streaming_content).splitlines()]
        for line in lines:
            if "file" in line:
                self.files[line["file"]["ref"]] = line["file"]
            for ref in line.get("gone", ()):
                self.files.pop(ref, None)
        self.head = lines[0]["head"]
        return lines

    def post(self, where: str, what: object, **more):
        return self.client.post(
            f"/campo/{where}/", json.dumps(what), content_type="application/json",
            headers=self._headers, **more,
        )  # fmt: skip

    @property
    def _headers(self) -> dict:
        return {"X-Device": self.secret} if self.secret else {}

    # In the field.

    def write(self, verb: str, about=None, *, ref=None, after=None, **fields) -> str:
        """An entry in the outbox; its key."""
        key, self.sequence = str(uuid4()), self.sequence + 1
        self.outbox[key] = {
            "key": key, "seq": self.sequence, "after": after, "verb": verb,
            "made_at": (datetime.now(UTC) + self.clock).isoformat(),
            "ref": str(ref or uuid4()), "about": str(about) if about else None, "fields": fields,
        }  # fmt: skip
        return key

    def boxed(self, *keys: str) -> list[str]:
        return [self.box_of(self.outbox[key]) for key in keys or self.outbox]

    def box_of(self, entry: object) -> str:
        return box(self.public, {"device": self.device, "secret": self.secret, "entry": entry})

    def send(self, *keys: str) -> list[dict]:
        """Deliver, and note what the house says."""
        keys = keys or tuple(self.outbox)
        told = deliver(self.boxed(*keys))
        for receipt in told:
            self.hear(receipt)
        return told

    def ask(self, *keys: str) -> list[dict]:
        """What became of what was held."""
        what = {"device": self.device, "secret": self.secret, "keys": list(keys or self.outbox)}
        told = post_openly("receipts", {"box": box(self.public, what)}).json()["receipts"]
        for receipt in told:
            if receipt["key"] in self.outbox:
                self.hear(receipt)
        return told

    def hear(self, receipt: dict) -> None:
        self.answers[receipt["key"]] = receipt
        if receipt["state"] in LETS_GO:
            self.outbox.pop(receipt["key"], None)


def deliver(boxes: list) -> list[dict]:
    """By anybody, with nothing but the boxes in hand."""
    answer = post_openly("deliver", {"boxes": boxes})
    assert answer.status_code == 200, answer.content
    return answer.json()["receipts"]


def post_openly(where: str, what: object):
    return Client(enforce_csrf_checks=True).post(
        f"/campo/{where}/", json.dumps(what), content_type="application/json"
    )


def ref() -> str:
    return str(UUID(bytes=os.urandom(16), version=4))
