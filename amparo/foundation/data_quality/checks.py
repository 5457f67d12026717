"""Data quality checks, declared by each app in its `data_checks.py`.

A check finds records in which something is missing, and says whom to ask. What it finds holds keys
and days, never a name: the data officer, who opens no file, counts it; the colleague who may open
the record answers it with the record's own verb.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.functional import Promise

from amparo.foundation.core.models import User
from amparo.foundation.core.records import Record

from .extension_points import data_checks

if TYPE_CHECKING:
    from .forms import AnswerForm
    from .models import DataIssue


A_YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Finding:
    """One record in which something is missing.

    `record` and `file` are refs: of the record, and of the file that it lies in. `colleague` is
    the key of who can tell, None where nobody holds the file. It matters for the figures of the
    days from `since` to `until`; None where it goes on.
    """

    record: UUID
    file: UUID
    office: int
    colleague: int | None
    is_restricted: bool
    since: date
    until: date | None = None


@dataclass(frozen=True)
class Subject:
    """What the colleague who is asked sees of a record: a name, a number, where to read on, the
    record whose name it is, and what more there is to say.
    """

    name: str
    number: str
    url: str
    record: Record
    detail: str = ""


@dataclass(frozen=True)
class DataCheck:
    """What may be missing in a record, and how it is completed.

    `find` reads all records that matter from a day on, few at a time, in a fixed number of
    queries. `get_subjects` returns what the user may open of some issues, by the key of the issue;
    checks that share it are asked together. `get_record` returns the record that the user may
    change, or raises Http404. `is_missing` tells whether it is missing still. `answer` is called
    with the record, `by=` the user, and the fields of the form.
    """

    code: str
    label: str | Promise
    reasons: tuple[str, ...]
    find: Callable[[date], Iterable[Finding]]
    get_subjects: Callable[["Sequence[DataIssue]", User], Mapping[int, Subject]]
    get_record: Callable[[HttpRequest, "DataIssue"], Any]
    is_missing: Callable[[Any], bool]
    form_class: "type[AnswerForm]"
    answer: Callable[..., object]
    # A page on which it is completed instead, and what the link to it says.
    get_link: Callable[[Any, "DataIssue"], tuple[str, str | Promise]] | None = None
    # When what nobody could say is asked again; None for never.
    asked_again_after: timedelta | None = A_YEAR


def register_check(check: DataCheck) -> DataCheck:
    """Lets records be checked each night; two of one code are refused."""
    data_checks.register(check.code, check)
    return check
