"""The parcel of a subject access: a letter to read, the same for a machine, and the papers.

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

from .disclosure import Chapter, Item, chapters_of
from .models import Parcel

LETTER = Path(__file__).parent / "templates" / "privacy" / "data_export.typ"
FORMAT = "amparo-subject-access/1"


@background_task(
    name="prepare-subject-access",
    title=gettext_lazy("Prepare data disclosure"),
    in_slices=True,
)
def make(ref: str) -> None:
    """Make a parcel whole; made already, it stays as it is."""
    waiting = Parcel.objects.select_related("request__person", "by").filter(
        ref=ref, stored_as="", gone_at=None
    )
    if (parcel := waiting.first()) is None:
        return
    with translation.override(parcel.request.language):
        stream = packed(parcel)
    # Gathering may take long, and others save meanwhile: only keeping it is a transaction.
    with stream, transaction.atomic():
        if waiting.select_for_update(of=("self",)).first() is not None:
            parcel.keep(stream)
            url = parcel.request.get_absolute_url()
            Notification.notify([parcel.by], event="rights.ready", about="", url=url, by=None)
        checkpoint()


def packed(parcel: Parcel):
    """The parcel as a file, in the language of the person. In clear only in this process."""
    chapters = chapters_of(parcel.request, parcel.by)
    stream = io.BytesIO()  # never on the disk in clear, not even for a moment
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as whole:
        try:
            whole.writestr("letter.pdf", paper_of(LETTER, letter_of(parcel, chapters)))
        except NoPaper:
            whole.writestr("letter.txt", as_text(parcel, chapters))
        data = json.dumps(data_of(parcel, chapters), ensure_ascii=False, indent=1)
        whole.writestr("data.json", data)
        for name, attachment in papers_of(chapters):
            with attachment.open() as paper, whole.open(name, "w") as copy:
                while piece := paper.read(1024 * 1024):
                    copy.write(piece)
    return stream


def papers_of(chapters: list[Chapter]) -> list[tuple[str, StoredFile]]:
    """Papers that are told, under names that two papers never share."""
    told = [item.record for chapter in chapters if chapter.stored for item in chapter.disclosed]
    papers = [each for each in told if isinstance(each, StoredFile) and each.may_be_opened]
    return [(_paper_name(paper), paper) for paper in papers]


def _paper_name(paper: StoredFile) -> str:
    return f"papers/{paper.export_prefix}{paper.pk}{Path(paper.name).suffix[:10].lower()}"


# To read.


def letter_of(parcel: Parcel, chapters: list[Chapter]) -> dict[str, Any]:
    request = parcel.request
    return {
        "title": _("What we hold about you"),
        "name": request.person.name,
        "office": request.office.name,
        "printed": formats.with_year(localtime(parcel.at).date()),
        "opening": _opening(parcel),
        "chapters": [
            *(_chapter(chapter) for chapter in chapters if not chapter.withheld),
            _never_disclosed(chapters),
        ],
        "not_told": _("Not disclosed"),
    }


def _opening(parcel: Parcel) -> list[str]:
    return [
        _("You asked on %(day)s what we hold about you. This is all of it that we may tell you.")
        % {"day": formats.with_year(parcel.request.heard_on)},
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


def _never_disclosed(chapters: list[Chapter]) -> dict[str, Any]:
    """Kinds of records of which nothing is told, each reason once, at the end."""
    reasons = dict.fromkeys(chapter.withheld for chapter in chapters if chapter.withheld)
    title = _("Never disclosed, with reasons")
    return {"title": title, "records": [], "papers": [], "withheld": list(reasons)}


def _chapter(chapter: Chapter) -> dict[str, Any]:
    return {
        "title": chapter.title,
        "records": [item.facts for item in chapter.disclosed if item.facts],
        "papers": [name for name, _paper in papers_of([chapter])],
        "withheld": _reasons(chapter.kept_back),
    }  # fmt: skip


def _reasons(items: list[Item]) -> list[str]:
    """Each reason once, with how many records it keeps back."""
    counts: dict[str, int] = {}
    for item in items:
        counts[item.said_why] = counts.get(item.said_why, 0) + 1
    return [f"{why}: {formats.number(count)}" for why, count in counts.items()]


def as_text(parcel: Parcel, chapters: list[Chapter]) -> str:
    """The same letter where no PDF can be made."""
    letter = letter_of(parcel, chapters)
    lines = [letter["title"], letter["name"], letter["office"], "", *letter["opening"]]
    for chapter in letter["chapters"]:
        lines += ["", chapter["title"]]
        for facts in chapter["records"]:
            lines += ["", *(f"{name}: {value}" for name, value in facts)]
        lines += [f"{letter['not_told']}: {why}" for why in chapter["withheld"]]
    return "\n".join(lines)


# For a machine.


def data_of(parcel: Parcel, chapters: list[Chapter]) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "made_at": parcel.at.isoformat(),
        "asked_on": parcel.request.heard_on.isoformat(),
        "language": parcel.request.language,
        "controller": parcel.request.office.name,
        "chapters": [
            {
                "kind": chapter.kind,
                "file": chapter.file,
                "records": [_record(item, chapter) for item in chapter.disclosed],
                "withheld": [item.why for item in chapter.kept_back],
                "withheld_all": chapter.withheld,
            }
            for chapter in chapters
        ],
    }


def _record(item: Item, chapter: Chapter) -> dict[str, Any]:
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
