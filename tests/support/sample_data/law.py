"""A made-up law, linked to a right, and what two States did about a treaty."""

from datetime import timedelta
from types import SimpleNamespace

TEXT = """---
title: "Ley de ejemplo (inventada)"
identifier: "EJ-1"
country: "bo"
---
## Título I. Derechos

###### Artículo 1. Documentos.

1. Toda persona conserva sus documentos.

> Nota inventada de un tribunal.
"""


def add_law(world: SimpleNamespace) -> None:
    """As a supervisor imported it: the law last week, the ratifications two years ago."""
    from amparo.foundation.law.imports import LawDetails, Origin, import_law, import_statuses
    from amparo.foundation.law.law_files import parse_law
    from amparo.foundation.law.models import Instrument
    from amparo.foundation.law.tables import ReadRows

    today = world.office.today()
    treaty = Instrument.objects.get(code="ICRMW")
    rows = [
        (2, {"country": country, "instrument": treaty, "act": act, "on": None, "year": 2001,
             "statement": statement})
        for country, act, statement in (
            ("BO", "ratified", ""), ("PE", "signed", "A declaration, made up."),
        )
    ]  # fmt: skip
    long_ago = Origin("A made-up list", today - timedelta(days=730))
    import_statuses(ReadRows(rows), long_ago, by=world.supervisor)
    world.law_import = import_law(
        parse_law(TEXT), LawDetails("law", "BO", "es"),
        Origin("Made up", today - timedelta(days=7)), by=world.supervisor,
    )  # fmt: skip
    world.law_instrument = Instrument.objects.get(code="EJ-1")
    world.law_provision = world.law_import.provisions.get(eid="art_1")
    world.law_provision.set_rights(by=world.supervisor, rights=["documents"])
