"""Forms filled in through the page: the standard ones, and those that a test makes up."""

import csv
import io
from uuid import uuid4

from amparo.foundation.core.models import AuditEntry
from amparo.foundation.fieldwork import standard_forms
from amparo.foundation.fieldwork.models import Form, FormVersion
from amparo.pillars.assistance.case_forms.models import CaseForm

LANDS, WHEN = "bind::amparo:target", "bind::amparo:target_when"
HEADER = (
    "survey", "type", "name", "label", "bind::amparo:purpose", "bind::amparo:sensitivity", LANDS,
    WHEN,
)  # fmt: skip
NAMESPACES = 'amparo="https://amparo.example/xforms"'


def standard_form(code: str) -> FormVersion:
    """In use; `f02` is enough of its name."""
    [there] = [each for each in standard_forms.form_files() if each.stem.startswith(code)]
    version = Form.upload(io.BytesIO(standard_forms.workbook(there)), by=None)
    version.publish(by=None)
    return version


def made_up(questions, choices=()) -> FormVersion:
    """Of one page, with questions of (type, name, target, target_when)."""
    sheet = io.StringIO()
    rows = csv.writer(sheet)
    rows.writerow(HEADER)
    for kind, name, to, *when in questions:
        rows.writerow(["", kind, name, f"The {name}?", "case_management", "plain", to, *when])
    rows.writerow(["choices", "list_name", "name", "label"])
    for listed, *names in (("yn", "yes", "no", "unknown"), *choices):
        rows.writerows([["", listed, each, each.title()] for each in names])
    rows.writerow(["settings", "form_title", "form_id", "version", "namespaces"])
    rows.writerow(["", "Asked", f"asked_{uuid4().hex[:8]}", "1", NAMESPACES])
    version = Form.upload(io.BytesIO(sheet.getvalue().encode()), by=None)
    version.publish(by=None)
    return version


def send(client, case, version: FormVersion, given: dict) -> tuple[CaseForm, str]:
    """By the names of its questions; `member[2]/relation` is in the second row of a group."""
    named = {each.name: each.path for each in version.opened.questions()}
    told = {_path(named, name): value for name, value in given.items()}
    url = f"/cases/{case.ref}/forms/{version.ref}/"
    page = client.post(url, {"once": str(uuid4()), "save": "1"} | told, follow=True)
    assert page.status_code == 200, page.context["form"].errors
    return CaseForm.objects.order_by("pk").last(), page.content.decode()


def _path(named: dict[str, str], name: str) -> str:
    group, _slash, last = name.rpartition("/")
    return f"{named[group[:-3]]}{group[-3:]}/{last}" if group else named[name]


def events_of(record) -> list[str]:
    """What the ledger says was done in a file."""
    return list(AuditEntry.objects.of_file(record.ref).values_list("event", flat=True))
