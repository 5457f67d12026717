"""A register brought in at once leaves the very rows that people leave one by one."""

import re
from datetime import date

import pytest

from amparo.foundation.core.audit import append_only
from amparo.foundation.core.models import AuditEntry, Sequence
from amparo.foundation.people.models import (
    Contact,
    IdentityDocument,
    Person,
    PersonAccessGrant,
    RegisterBasis,
    SearchToken,
)
from amparo.pillars.assistance.cases.models import Case, CaseAccessGrant, Task
from amparo.pillars.assistance.intake.bulk_create import NewRecord, create_records

pytestmark = pytest.mark.django_db
WRITTEN = (
    AuditEntry,
    Task,
    CaseAccessGrant,
    Case,
    PersonAccessGrant,
    SearchToken,
    IdentityDocument,
    Contact,
    Person,
)
MINTED = {"id", "ref", "person", "record", "record_ref", "file_ref", "case", "number"}
MINTED_REF = re.compile(r"case:[0-9a-f]{32}|'code': '[0-9a-f]{64}'|'sealed': '[^']+'")
TIMES = {"at", "hmac", "created_at", "updated_at", "opened_at", "made_at"}


def world(count):
    files = []
    for i in range(count):
        case = {"kind": "general", "confidentiality": "ordinary" if i % 7 else "gbv"}
        files.append(
            NewRecord(
                person={
                    "given_names": f"Ana {i}",
                    "family_names": "Flores",
                    "sex": "female",
                    "birth_date": date(1980 + i % 40, 1 + i % 12, 1),
                    "birth_precision": "exact",
                },
                documents=[{"kind": "passport", "number": f"P{i:06d}"}] if i % 2 else [],
                contacts=[{"kind": "phone", "value": f"+5917{i:07d}"}],
                case=case if i % 3 else None,
            )
        )
    return files


def written():
    """Every row that was written, without what is minted anew each time."""
    rows = {}
    for model in WRITTEN:
        fields = [f for f in model._meta.concrete_fields if f.name not in MINTED | TIMES]
        rows[model.__name__] = sorted(
            MINTED_REF.sub("case:…", repr([getattr(row, field.attname) for field in fields]))
            for row in model.objects.all()
        )
    return rows


def clear():
    with append_only.allow_audit_deletion():
        for model in (*WRITTEN, Sequence):
            model.objects.all().delete()


@pytest.mark.usefixtures("at_scale")
def test_the_rows_are_the_same(team, caseworker, organization):
    basis = RegisterBasis.objects.create(
        title="Register",
        basis="agreement",
        signed_on=date(2026, 1, 1),
        by=caseworker,
        purposes=["case_management"],
    )
    clear()
    for file in world(1000):
        person = Person.register(
            by=caseworker, team=team, basis=basis, documents=file.documents,
            contacts=file.contacts, **file.person,
        )  # fmt: skip
        if file.case:
            Case.open(by=caseworker, team=team, owner=caseworker, person=person, **file.case)
    one_by_one = written()
    clear()
    files = world(1000)
    for file in files:
        if file.case:
            file.case["owner"] = caseworker
    create_records(files, by=caseworker, team=team, basis=basis)
    at_once = written()
    for name, rows in one_by_one.items():
        assert rows == at_once[name], name
