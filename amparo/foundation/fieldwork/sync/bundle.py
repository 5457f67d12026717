"""The caseload that a device takes along: what its user may see, and what changed since.

It is sent line by line, a few records at a time, so that neither server nor device ever holds all
of it at once; whatever arrives before a connection breaks is kept there.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from itertools import batched
from typing import Any, Protocol
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation

from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.values import cached_keys
from amparo.foundation.core.models import CodeListEdition, User
from amparo.foundation.core.permissions.rls.context import rls_user

from ..extension_points import bundle_providers, device_attendance, device_guidance
from ..models import Device, FormVersion

BATCH_SIZE = 100


class BundleProvider(Protocol):
    """The app that has files says which of somebody's go along, and what of them."""

    def versions(self, user: User, most: int) -> Mapping[UUID, str]:
        """Their files that go along, each with a word that is another when it has changed."""

    def files(
        self, user: User, refs: list[UUID], forms: list[FormVersion]
    ) -> Iterator[dict[str, Any]]:
        """Those files as they go along; that they were read leaves a line each."""


@dataclass(frozen=True)
class CaseloadBundle:
    """What goes to one telephone now."""

    device: Device
    user: User
    carrier: BundleProvider
    here: Mapping[UUID, str]
    have: Mapping[UUID, str]
    # Of the guidance that the telephone has, and the language in which it reads.
    guidance: str = ""
    language: str = ""
    # Of the lists of attendance that it has.
    attendance: str = ""

    @property
    def changed(self) -> list[UUID]:
        return [ref for ref, version in self.here.items() if self.have.get(ref) != version]

    @property
    def gone(self) -> list[UUID]:
        return [ref for ref in self.have if ref not in self.here]

    def lines(self) -> Iterator[bytes]:
        """The request is over by now: each part stands in a transaction of its own."""
        with _as_user(self.user):
            forms = forms_for(self.user)
            head = _line({"head": self._head(forms)})
            further = [*self._guidance(), *self._attendance()]
        yield head
        yield from further
        for refs in batched(self.changed, BATCH_SIZE, strict=False):
            yield self._part(list(refs), forms)
        yield _line({"gone": [str(ref) for ref in self.gone]})
        yield _line({"end": len(self.changed)})

    def _guidance(self) -> list[bytes]:
        """A line with the guidance where it is another than the telephone has."""
        language = self.language if self.language in dict(settings.LANGUAGES) else ""
        lines = []
        for provide in device_guidance:
            with translation.override(language or translation.get_language()):
                told = provide(user=self.user)
            if told["digest"] != self.guidance and (told["cards"] or self.guidance):
                lines.append(_line({"guidance": told | {"at": now().isoformat()}}))
        return lines

    def _attendance(self) -> list[bytes]:
        """A line with the lists of the holder's trainings where they are others than it has."""
        told = [provide(user=self.user) for provide in device_attendance]
        return [
            _line({"attendance": each})
            for each in told
            if each["digest"] != self.attendance
            and (each["events"] or each["observations"] or self.attendance)
        ]

    def _part(self, refs: list[UUID], forms: list[FormVersion]) -> bytes:
        with _as_user(self.user):
            told = self.carrier.files(self.user, refs, forms)
            return b"".join(_line({"file": self._dated(each)}) for each in told)

    def _dated(self, file: dict[str, Any]) -> dict[str, Any]:
        return {**file, "version": self.here[UUID(file["ref"])]}

    def _head(self, forms: list[FormVersion]) -> dict[str, Any]:
        at = now()
        return {
            "at": at.isoformat(),
            "until": (at + timedelta(days=settings.AMPARO_OFFLINE_DAYS)).isoformat(),
            "cases": len(self.here),
            "lists_version": lists_version(),
            "forms": [
                {
                    "ref": str(each.ref), "code": each.form.code, "version": each.version,
                    "title": each.titles or {"": each.title}, "languages": each.languages,
                    "entities": False,
                }
                for each in forms
            ],
        }  # fmt: skip


@contextmanager
def _as_user(user: User) -> Iterator[None]:
    """Beside the request: as whom it goes, in their words and by the clock of their office."""
    language, zone = user.language or "en", user.office.zone if user.office else None
    with (
        translation.override(language), timezone.override(zone), transaction.atomic(),
        cached_keys(), rls_user(user, by_action=False),
    ):  # fmt: skip
        yield


def bundle_for(
    device: Device, have: Mapping[UUID, str], *, guidance: str = "", language: str = "",
    attendance: str = "",
) -> CaseloadBundle:  # fmt: skip
    """Which files go along with this telephone, by now; that it took them leaves a line."""
    [carrier] = bundle_providers
    here = carrier.versions(device.user, settings.AMPARO_OFFLINE_MAX_CASES)
    device.record_sync(len(here))
    return CaseloadBundle(
        device, device.user, carrier, here, have, guidance, language, attendance
    )  # fmt: skip


def forms_for(user: User) -> list[FormVersion]:
    """The blank forms that may be filled in."""
    rows = FormVersion.objects.in_use().accessible_to(user, "fill").select_related("form")
    return list(rows.defer("source").order_by("title", "pk"))


def lists_version() -> str:
    """Another word as soon as a list has changed."""
    return str(CodeListEdition.in_force() or "shipped")


def _line(told: dict[str, Any]) -> bytes:
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
