"""A partner that keeps to the protocol, until a test tells it not to."""

import io
import json
from dataclasses import replace
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from amparo.foundation.core.records import new_reference
from amparo.foundation.record_linkage import agreement_exchange, messages, set_intersection
from amparo.foundation.record_linkage.agreement_exchange import AgreementFile
from amparo.foundation.record_linkage.messages import Message, MessageHeader
from amparo.foundation.record_linkage.tokens import TOKEN_METHOD, ComparisonData, tokens_of


class Partner:
    """The other installation: it has a half of its own, and people of its own."""

    def __init__(self, agreement):
        self.agreement = agreement
        self._half = X25519PrivateKey.generate()
        raw = self._half.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        self.key_part = raw.hex()
        self.secret = agreement_exchange.run_secret(b"theirs")
        self.run: UUID = new_reference()

    def agreement_file(self, **other) -> AgreementFile:
        return replace(
            AgreementFile(self.agreement.ref, self.agreement.terms, self.key_part), **other
        )

    @property
    def key(self) -> bytes:
        ours = bytes.fromhex(self.agreement.our_key_part)
        return agreement_exchange.combine_key_parts(self._half, ours, self.agreement.ref)

    def tokens(self, *people: ComparisonData) -> list[str]:
        key = agreement_exchange.derive_key(self.key, "tokens")
        return sorted({token for each in people for token in tokens_of(each, key)})

    def writes(self, step: str, body: bytes, count: int, **other) -> io.BytesIO:
        """A message under the key of the agreement; `other` is what it says wrongly of itself."""
        head = MessageHeader(
            self.agreement.ref, self.run, step, self.key_part, TOKEN_METHOD, count
        )
        into = io.BytesIO()
        key = agreement_exchange.derive_key(self.key, "messages")
        messages.write_message(into, Message(replace(head, **other), body), key)
        return io.BytesIO(into.getvalue())

    def sets_up(self, *tokens: str, **other) -> io.BytesIO:
        body = set_intersection.set_up(self.secret, sorted(tokens), 1000)
        return self.writes("set-up", body, len(tokens), **other)

    def asks(self, *tokens: str, **other) -> io.BytesIO:
        body = set_intersection.ask(self.secret, sorted(tokens))
        return self.writes("request", body, len(tokens), **other)

    def answers(self, request: bytes, **other) -> io.BytesIO:
        message = self.reads(request)
        body = set_intersection.answer(self.secret, message.body)
        return self.writes("response", body, message.head.tokens, **other)

    def tells(self, *pseudonyms: str, **other) -> io.BytesIO:
        told = json.dumps(pseudonyms).encode()
        return self.writes("result", told, len(pseudonyms), **other)

    def reads(self, whole: bytes) -> Message:
        stream = io.BytesIO(whole)
        key = agreement_exchange.derive_key(self.key, "messages")
        return messages.read_message(stream, messages.read_header(stream), key, most=100_000)
