"""Who brings a text to a telephone: a folder that something else reads, RapidPro, or a gateway
that takes e-mail. Each is handed the same key again when an attempt is repeated: one text to one
telephone (`send`), or the same text to as many as a hundred (`hand_over_many`).
"""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Protocol
from urllib.parse import urlencode
from uuid import UUID, uuid5

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMessage, mailers

from amparo.foundation.core import http_client

from .templates import message_size

# RapidPro and TextIt take no more in one call.
MANY = 100
# How many pages of its list are read to learn whether it has a text already.
PAGES_ASKED = 4


class TelephoneService(StrEnum):
    """By what a text reaches a telephone."""

    SMS = "tel"
    WHATSAPP = "whatsapp"


@dataclass(frozen=True)
class OutgoingText:
    """What leaves the house, and no more: a number, a few words, a key."""

    key: UUID
    number: str
    text: str
    # When an earlier attempt began of which nobody knows how it ended.
    tried_at: datetime | None = None


@dataclass(frozen=True)
class OutgoingTexts:
    """The same text to many numbers, under one key."""

    key: UUID
    numbers: tuple[str, ...]
    text: str
    language: str = ""
    service: TelephoneService = TelephoneService.SMS
    # When an earlier attempt began of which nobody knows how it ended.
    tried_at: datetime | None = None

    def __post_init__(self) -> None:
        if not 0 < len(self.numbers) <= MANY:
            raise ValueError(f"From 1 to {MANY} numbers are handed over at once.")


class ProviderUnavailable(Exception):  # noqa: N818 - their silence, not an error of ours
    """It did not answer: try again later."""


class MessageRejected(Exception):  # noqa: N818 - their answer, not an error of ours
    """It answered, and will not take this text."""


class OutcomeUnknown(Exception):  # noqa: N818 - their answer, not an error of ours
    """An attempt was cut off, and it does not say whether it has the text: a person decides."""


class Provider(Protocol):
    name: str

    def send(self, text: OutgoingText) -> str:
        """It has the text; what it calls it, where it says so."""

    def hand_over_many(self, texts: OutgoingTexts) -> str:
        """It has the text for all of them; what it calls it, where it says so."""


class Folder:
    """One file a text, for whatever sends them: it moves each into `done` once it has sent it.

    A text lies there in the clear. A file is whole or not there, and is not written twice. The
    same text to many is one file in `broadcasts`, with all numbers.
    """

    name = "file"

    def __init__(self, where: str):
        self.path = Path(where)

    def send(self, text: OutgoingText) -> str:
        try:
            self._keep(text)
        except OSError as fault:
            raise ProviderUnavailable(type(fault).__name__) from None
        return str(text.key)

    def hand_over_many(self, texts: OutgoingTexts) -> str:
        if texts.service != TelephoneService.SMS:
            raise MessageRejected(texts.service)
        try:
            self._keep_many(texts)
        except OSError as fault:
            raise ProviderUnavailable(type(fault).__name__) from None
        return str(texts.key)

    def _keep_many(self, texts: OutgoingTexts) -> None:
        for folder in (self._many, self._many / "done"):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if any(path.exists() for path in self._paths_of_many(texts.key)):
            return
        payload = {
            "id": str(texts.key), "to": list(texts.numbers), "text": texts.text,
            "language": texts.language, "parts": message_size(texts.text).parts,
        }  # fmt: skip
        path, _done = self._paths_of_many(texts.key)
        self._write(path, json.dumps(payload, ensure_ascii=False).encode())

    def remove_many(self, key: UUID) -> bool:
        """Nobody is to send these any more; whether they still lay there."""
        path, done = self._paths_of_many(key)
        done.unlink(missing_ok=True)
        was_there = path.exists()
        path.unlink(missing_ok=True)
        return was_there

    @property
    def _many(self) -> Path:
        return self.path / "broadcasts"

    def _paths_of_many(self, key: UUID) -> tuple[Path, Path]:
        return self._many / f"{key}.json", self._many / "done" / f"{key}.json"

    def _keep(self, text: OutgoingText) -> None:
        for folder in (self.path, self._done):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if self.is_fetched(text.key) or self._path_of(text.key).exists():
            return
        payload = {
            "id": str(text.key), "to": text.number, "text": text.text,
            "parts": message_size(text.text).parts,
        }  # fmt: skip
        self._write(self._path_of(text.key), json.dumps(payload, ensure_ascii=False).encode())

    def _write(self, path: Path, content: bytes) -> None:
        unfinished = path.with_suffix(f".{os.urandom(4).hex()}.part")
        descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            unfinished.replace(path)
            _sync(path.parent)
        finally:
            unfinished.unlink(missing_ok=True)

    def is_fetched(self, key: UUID) -> bool:
        return (self._done / f"{key}.json").exists()

    def remove(self, key: UUID) -> bool:
        """Nobody is to send it any more; whether it still lay there."""
        (self._done / f"{key}.json").unlink(missing_ok=True)
        try:
            self._path_of(key).unlink()
        except FileNotFoundError:
            return False
        return True

    @property
    def _done(self) -> Path:
        return self.path / "done"

    def _path_of(self, key: UUID) -> Path:
        return self.path / f"{key}.json"


class RapidPro:
    """RapidPro or TextIt, API v2: a broadcast to one telephone. It knows no keys of ours, so a
    repeated attempt first asks for what it already has.
    """

    name = "rapidpro"

    def __init__(self, where: str):
        self.url = f"{where.rstrip('/')}/broadcasts.json"

    def send(self, text: OutgoingText) -> str:
        if text.tried_at and (known := self._known(text)):
            return known
        payload = {"urns": [f"tel:{text.number}"], "text": text.text}
        return str(self._ask("POST", self.url, json.dumps(payload).encode()).get("id", ""))

    def _known(self, text: OutgoingText) -> str:
        """The broadcast of an attempt that was cut off, if it got there."""
        since = text.tried_at.isoformat() if text.tried_at else ""
        found = self._ask("GET", f"{self.url}?{urlencode({'after': since})}")
        for each in found.get("results", ()):
            content = each.get("text")
            texts = list(content.values()) if isinstance(content, dict) else [content]
            if f"tel:{text.number}" in (each.get("urns") or ()) and text.text in texts:
                return str(each.get("id", ""))
        return ""

    def hand_over_many(self, texts: OutgoingTexts) -> str:
        """One call for all; raises OutcomeUnknown where an attempt was cut off and it hides to
        whom the text went.
        """
        urns = [_urn(number, texts.service) for number in texts.numbers]
        if texts.tried_at and (known := self._known_many(texts, set(urns))):
            return known
        payload = {"urns": urns, "text": texts.text}
        answer = self._ask("POST", self.url, json.dumps(payload).encode())
        if not answer.get("id"):
            raise ProviderUnavailable("no id")
        return str(answer["id"])

    def _known_many(self, texts: OutgoingTexts, urns: set[str]) -> str:
        """The broadcast of an attempt that was cut off. Who answered STOP since was in it: to be
        known, it need not be to the very same numbers.
        """
        is_hidden = False
        for each in self._since(texts.tried_at):
            content = each.get("text")
            said = list(content.values()) if isinstance(content, dict) else [content]
            if texts.text not in said:
                continue
            theirs = {urn for urn in each.get("urns") or () if isinstance(urn, str)}
            if urns <= theirs:
                return str(each.get("id", ""))
            is_hidden |= not theirs
        if is_hidden:
            raise OutcomeUnknown
        return ""

    def _since(self, moment: datetime | None) -> Iterator[dict]:
        """Their broadcasts since then, the first pages of them."""
        url = f"{self.url}?{urlencode({'after': moment.isoformat() if moment else ''})}"
        for _page in range(PAGES_ASKED):
            found = self._ask("GET", url)
            results = found.get("results")
            if not isinstance(results, list):
                raise ProviderUnavailable("no list")
            yield from (each for each in results if isinstance(each, dict))
            url = found.get("next") or ""
            if not isinstance(url, str) or not url.startswith(self.url):
                return

    def _ask(self, method: str, url: str, body: bytes = b"") -> dict:
        headers = {
            "Authorization": f"Token {settings.AMPARO_SMS_TOKEN}",
            "Content-Type": "application/json",
        }
        try:
            answer = http_client.send(url, body, method=method, headers=headers)
            found = json.loads(answer.body or b"{}")
        except (http_client.HostUnreachable, ValueError) as silent:
            raise ProviderUnavailable(type(silent).__name__) from None
        if answer.status in (400, 422):
            raise MessageRejected(str(answer.status))
        if not answer.is_good or not isinstance(found, dict):
            raise ProviderUnavailable(str(answer.status))
        return found


class Mail:
    """A gateway that turns e-mail into texts: `{number}@gateway.example.org`."""

    name = "mail"

    def __init__(self, where: str):
        self.address = where

    def send(self, text: OutgoingText) -> str:
        key = f"<{text.key}@amparo>"
        mail = EmailMessage(
            "", text.text, None, [self.address.replace("{number}", text.number)],
            headers={"Message-ID": key},
        )  # fmt: skip
        try:
            mail.send()
        except OSError as fault:  # what a mail server says, too, is one
            raise ProviderUnavailable(type(fault).__name__) from None
        return key

    def hand_over_many(self, texts: OutgoingTexts) -> str:
        """A mail for each number over one connection; repeated, each has the same Message-ID."""
        if texts.service != TelephoneService.SMS:
            raise MessageRejected(texts.service)
        mails = [
            EmailMessage(
                "", texts.text, None, [self.address.replace("{number}", number)],
                headers={"Message-ID": f"<{uuid5(texts.key, number)}@amparo>"},
            )
            for number in texts.numbers
        ]  # fmt: skip
        try:
            mailers.default.send_messages(mails)
        except OSError as fault:
            raise ProviderUnavailable(type(fault).__name__) from None
        return str(texts.key)


def _urn(number: str, service: TelephoneService) -> str:
    """How RapidPro names a telephone; WhatsApp knows no plus sign."""
    if service == TelephoneService.WHATSAPP:
        return f"whatsapp:{number.removeprefix('+')}"
    return f"tel:{number}"


_KINDS: dict[str, type[Folder] | type[RapidPro] | type[Mail]] = {
    "file": Folder,
    "rapidpro": RapidPro,
    "mailto": Mail,
}


def provider() -> Folder | RapidPro | Mail:
    """The one that this house has chosen (AMPARO_SMS_PROVIDER)."""
    kind, _, where = settings.AMPARO_SMS_PROVIDER.partition(":")
    if kind not in _KINDS or not where:
        raise ImproperlyConfigured(
            "AMPARO_SMS_PROVIDER is file:FOLDER, rapidpro:https://…/api/v2 or "
            "mailto:{number}@GATEWAY."
        )
    return _KINDS[kind](where)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
