"""Evidence sheets as they reached a desk: frozen when the ask was put, one in each language."""

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.clock import now
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.records import Record

from .asks import Ask


class EvidenceSheet(Record):
    """What one sheet said, word by word: figures that change later change nothing in it."""

    ask = models.ForeignKey(Ask, models.CASCADE, related_name="sheets")
    language = models.CharField(gettext_lazy("Language"), max_length=3)
    # The whole paper as its page and PDF show it: a document, not data to be asked of.
    content = models.TextField(editable=False)
    digest = models.CharField(pgettext_lazy("report", "Digest"), max_length=64, editable=False)
    at = models.DateTimeField(default=now, editable=False)

    audit_name = "evidencesheet"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Evidence sheet of an ask")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["ask", "language"], name="sheet_once_a_language"),
        ]

    class Privacy:
        no_owner = gettext_lazy("Rounded counts of at least five cases; names nobody.")
        plain_text = {
            "content": "what an institution is asked, rounded counts and published law",
        }

    def __str__(self):
        return f"EvidenceSheet {self.ref}"

    @property
    def file(self) -> Ask:
        return self.ask

    @classmethod
    def freeze(cls, ask: Ask, language: str, said: Mapping[str, Any]) -> "EvidenceSheet":
        content = json.dumps(said, ensure_ascii=False, sort_keys=True)
        return cls.objects.create(
            ask=ask, language=language, content=content, digest=digest_of(content)
        )

    @property
    def said(self) -> dict[str, Any]:
        return json.loads(self.content)

    @property
    def is_unchanged(self) -> bool:
        """Whether it says what it said when it was frozen."""
        return digest_of(self.content) == self.digest


def digest_of(content: str) -> str:
    return sha256(content.encode()).hexdigest()
