"""Shipped law in the database, and small files of the shape in which others publish theirs."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.utils import translation
from django.utils.timezone import localdate

from amparo.foundation.law import shipped
from amparo.foundation.law.imports import LawDetails, Origin, import_law
from amparo.foundation.law.law_files import parse_law
from amparo.foundation.law.models import Instrument, LawImport

LAW = """---
title: "Ley 4/2000 sobre personas extranjeras (inventada)"
identifier: "EJ-2000-4"
country: "bo"
rank: "ley"
publication_date: "2000-01-12"
last_updated: "2007-12-10"
status: "in_force"
source: "https://leyes.example/eli/bo/l/2000/4"
subjects: ["Extranjería", "Trabajo"]
references_subsequent: "SE MODIFICA EJ-2009-7; SE MODIFICA EJ-2015-3; SE MODIFICA EJ-2007-1"
---
# Ley 4/2000 sobre personas extranjeras (inventada)

##### EL CONGRESO

A quienes la presente vean.

## TÍTULO I. Derechos

### CAPÍTULO I. Libertades

###### Artículo 1. Derecho a la documentación.

1. Toda persona tiene derecho a conservar sus documentos.

2. Nadie se los retiene.

Reglamentariamente se dirá cómo.

> <small>Se declara inconstitucional el apartado 2 por Sentencia 236/2007. [Ref. EJ-T-2007-1](https://leyes.example/1).</small>

> <small>Se modifica por la Ley 8/2000.</small>

###### Artículo 2 bis. Educación.

Niñas y niños van a la escuela:

a) sin documentos;

b) sin pagar.

###### Disposición adicional sexta. Acuerdos.

Los acuerdos respetan los derechos humanos.
"""


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def shipped_law(db) -> None:
    shipped.install()


@pytest.fixture
def icrmw(shipped_law) -> Instrument:
    return Instrument.objects.get(code="ICRMW")


@pytest.fixture
def origin() -> Origin:
    return Origin(
        "Depositary, list of participants", localdate() - timedelta(days=20), "CC BY 4.0"
    )


@pytest.fixture
def details() -> LawDetails:
    return LawDetails("law", "BO", "es")


@pytest.fixture
def national_law(shipped_law, supervisor, details) -> LawImport:
    origin = Origin("Gaceta de ejemplo", date(2007, 12, 10))
    return import_law(parse_law(LAW), details, origin, by=supervisor)


def csv_file(*lines: str) -> BytesIO:
    return BytesIO("\n".join(lines).encode())
