"""The export of a subject access: a letter to read, the same for a machine, and the papers.

docs/subject-access.md says what each part of `data.json` means.
"""

import io
import json
import zipfile
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import translation
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amparo.foundation.core.files.stored_files import StoredFile
from amparo.foundation.core.jobs import background_task, checkpoint
from amparo.foundation.core.models import Notification
from amparo.foundation.core.pdf import NoPaper, paper_of
from amparo.ui import formats

from .disclosure import DisclosedRecord, DisclosureSection, disclosed_sections
from .models import DataExport

LETTER = Path(__file__).parent / "templates" / "privacy" / "data_export.typ"
FORMAT = "amparo-subject-access/1"


@background_task(
    name="prepare-subject-access",
    title=gettext_lazy("Prepare data disclosure"),
    in_slices=True,
)
def build_export(ref: str) -> None:
    """Make an export whole; made already, it stays as it is."""
    waiting = DataExport.objects.select_related("request__person", "by").filter(
        ref=ref, storage_key="", deleted_at=None
    )
    if (export := waiting.first()) is None:
        return
    with translation.override(export.request.language):
        stream = zip_export(export)
    # Gathering may take long, and others save meanwhile: only keeping it is a transaction.
    with stream, transaction.atomic():
        if waiting.select_for_update(of=("self",)).first() is not None:
            export.keep(stream)
            url = export.request.get_absolute_url()
            Notification.notify([export.by], event="rights.ready", about="", url=url, by=None)
        checkpoint()


def zip_export(export: DataExport):
    """The export as a file, in the language of the person. In clear only in this process."""
    sections = disclosed_sections(export.request, export.by)
    stream = io.BytesIO()  # never on the disk in clear, not even for a moment
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as whole:
        try:
            whole.writestr("letter.pdf", paper_of(LETTER, letter_of(export, sections)))
        except NoPaper:
            whole.writestr("letter.txt", as_text(export, sections))
        data = json.dumps(data_of(export, sections), ensure_ascii=False, indent=1)
        whole.writestr("data.json", data)
        for name, attachment in papers_of(sections):
            with attachment.open() as paper, whole.open(name, "w") as copy:
                while piece := paper.read(1024 * 1024):
                    copy.write(piece)
    return stream


def papers_of(sections: list[DisclosureSection]) -> list[tuple[str, StoredFile]]:
    """Papers that are told, under names that two papers never share."""
    told = [item.record for section in sections if section.stored for item in section.disclosed]
    papers = [each for each in told if isinstance(each, StoredFile) and each.may_be_opened]
    return [(_paper_name(paper), paper) for paper in papers]


def _paper_name(paper: StoredFile) -> str:
    return f"papers/{paper.export_prefix}{paper.pk}{Path(paper.name).suffix[:10].lower()}"


# To read.


def letter_of(export: DataExport, sections: list[DisclosureSection]) -> dict[str, Any]:
    request = export.request
    return {
        "title": _("What we hold about you"),
        "name": request.person.name,
        "office": request.office.name,
        "printed": formats.with_year(localtime(export.at).date()),
        "opening": _opening(export),
        "sections": [
            *(_section_data(section) for section in sections if not section.withheld),
            _never_disclosed(sections),
        ],
        "not_told": _("Not disclosed"),
    }


def _opening(export: DataExport) -> list[str]:
    return [
        _("You asked on %(day)s what we hold about you. This is all of it that we may tell you.")
        % {"day": formats.with_year(export.request.heard_on)},
        _(
            "Where something is not told, the reason stands beside it. What belongs to others of "
            "your family is theirs: each may ask for their own file."
        ),
        _(
            "You may ask us to correct anything, withdraw your consent at any time without "
            "giving a reason, and complain. Your assistance does not end because of it."
        ),
        _("Keep these pages where nobody finds them who could harm you."),
    ]


def _never_disclosed(sections: list[DisclosureSection]) -> dict[str, Any]:
    """Kinds of records of which nothing is told, each reason once, at the end."""
    reasons = dict.fromkeys(section.withheld for section in sections if section.withheld)
    title = _("Never disclosed, with reasons")
    return {"title": title, "records": [], "papers": [], "withheld": list(reasons)}


def _section_data(section: DisclosureSection) -> dict[str, Any]:
    return {
        "title": section.title,
        "records": [item.facts for item in section.disclosed if item.facts],
        "papers": [name for name, _paper in papers_of([section])],
        "withheld": _reasons(section.kept_back),
    }  # fmt: skip


def _reasons(items: list[DisclosedRecord]) -> list[str]:
    """Each reason once, with how many records it keeps back."""
    counts: dict[str, int] = {}
    for item in items:
        counts[item.said_why] = counts.get(item.said_why, 0) + 1
    return [f"{why}: {formats.number(count)}" for why, count in counts.items()]


def as_text(export: DataExport, sections: list[DisclosureSection]) -> str:
    """The same letter where no PDF can be made."""
    letter = letter_of(export, sections)
    lines = [letter["title"], letter["name"], letter["office"], "", *letter["opening"]]
    for section in letter["sections"]:
        lines += ["", section["title"]]
        for facts in section["records"]:
            lines += ["", *(f"{name}: {value}" for name, value in facts)]
        lines += [f"{letter['not_told']}: {why}" for why in section["withheld"]]
    return "\n".join(lines)


# For a machine.


def data_of(export: DataExport, sections: list[DisclosureSection]) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "made_at": export.at.isoformat(),
        "asked_on": export.request.heard_on.isoformat(),
        "language": export.request.language,
        "controller": export.request.office.name,
        "sections": [
            {
                "kind": section.kind,
                "file": section.file,
                "records": [_record(item, section) for item in section.disclosed],
                "withheld": [item.why for item in section.kept_back],
                "withheld_all": section.withheld,
            }
            for section in sections
        ],
    }


def _record(item: DisclosedRecord, section: DisclosureSection) -> dict[str, Any]:
    told = {name: _raw(getattr(item.record, name)) for name in item.fields}
    if item.ref:
        told["ref"] = str(item.ref)
    if isinstance(item.record, StoredFile) and item.record.may_be_opened:
        told["paper"] = _paper_name(item.record)
    return told


def _raw(value: Any) -> Any:
    """Codes as they are, days as ISO 8601, records by their ref."""
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Decimal | UUID):
        return str(value)
    if isinstance(value, list | tuple):
        return [_raw(each) for each in value]
    if hasattr(value, "_meta"):
        return str(getattr(value, "ref", value))
    return value
