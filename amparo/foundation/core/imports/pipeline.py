"""Checks a file and imports it: every row whole or absent, none twice.

A kind of import says how its file is opened, which rows it holds under which keys, which of them
are here already, and what is made of the others. Both steps can be stopped at any moment and begun
again: what was imported is known by its key.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from itertools import batched
from typing import Any, Protocol

from django.db import transaction

from ..clock import now
from ..jobs import checkpoint
from ..models import Job, User
from ..spreadsheets.validation import ImportProblem, UnreadableFile
from .models import ImportFileRecord, ImportIssueRecord, ImportState

CHECKED_AT_ONCE = 500
# Warnings beyond so many say nothing new; what keeps a row out is always kept.
WARNINGS_KEPT = 2000
COUNTS = ("rows", "ready", "to_correct", "known", "doubtful")


class ParsedItem(Protocol):
    """What one row says; with an error it stays out, with a warning it enters."""

    @property
    def problems(self) -> Sequence[ImportProblem]: ...

    @property
    def enters(self) -> bool: ...


class ImportPipeline[File: ImportFileRecord, Source, Item: ParsedItem](ABC):
    """One kind of import. `slice_size` rows enter together: while they are written, nobody else
    writes to SQLite.
    """

    # Its records have a foreign key `of_file` to the file.
    issues: type[ImportIssueRecord]
    slice_size = 40

    @abstractmethod
    def find(self, ref: str) -> File: ...

    @abstractmethod
    def open(self, file: File) -> AbstractContextManager[Source]:
        """The file as rows can be read from it; raises UnreadableFile where none can."""

    @abstractmethod
    def items(self, file: File, source: Source) -> Iterator[tuple[str, Item]]:
        """Yields each row, with the key that is the same whenever it comes again."""

    @abstractmethod
    def problems_of_file(self, source: Source) -> list[ImportProblem]:
        """Returns what is to be said of the whole file, once its rows were read."""

    @abstractmethod
    def known_keys(self, file: File, keys: Sequence[str]) -> set[str]:
        """Returns those keys under which something was imported before."""

    @abstractmethod
    def create(self, file: File, items: dict[str, Item]) -> None:
        """Writes what new rows say, each under its key, within the transaction of their slice."""

    def comparison(self, file: File) -> Callable[[Iterable[Item]], dict[str, int]]:
        """Returns what counts more of new rows as the file is checked: name of a field → count."""
        return lambda _items: {}

    @abstractmethod
    def finish(self, file: File) -> None:
        """Tells others that the file was imported, within the transaction that says so."""

    def check(self, ref: str) -> None:
        """Reads every row and keeps what is wrong with it; nothing is imported."""
        file = self.find(ref)
        if file.state != ImportState.CHECKING:
            return
        self._begin(file)
        counts, compare = dict.fromkeys(COUNTS, 0), self.comparison(file)
        try:
            with self.open(file) as source:
                for chunk in batched(self.items(file, source), CHECKED_AT_ONCE, strict=False):
                    self._check_some(file, chunk, counts, compare)
                problems = self.problems_of_file(source)
        except UnreadableFile as reason:
            self._reject(file, reason)
            return
        with transaction.atomic():
            self._store(file, problems, counts)
            file.state = ImportState.CHECKED
            file.save()
            checkpoint(counts["rows"], of=counts["rows"])

    @transaction.atomic
    def _begin(self, file: File) -> None:
        """What an attempt before this one found is found again."""
        self._issues_of(file).delete()
        checkpoint()

    @transaction.atomic
    def _reject(self, file: File, reason: UnreadableFile) -> None:
        """The file breaks off, or holds no rows: nothing of it is imported."""
        self._issues_of(file).delete()
        self._store(file, [ImportProblem(0, "", "", reason.code, reason.details)], {"doubtful": 0})
        file.state = ImportState.UNREADABLE
        file.count(ready=0, to_correct=0, known=0, doubtful=0)
        file.save()
        checkpoint()

    @transaction.atomic
    def _check_some(
        self, file: File, chunk: Sequence[tuple[str, Item]], counts: dict[str, int],
        compare: Callable[[Iterable[Item]], dict[str, int]],
    ) -> None:  # fmt: skip
        known = self.known_keys(file, [key for key, each in chunk if key and each.enters])
        problems: list[ImportProblem] = []
        for key, each in chunk:
            counts["rows"] += 1
            counts["known"] += each.enters and key in known
            counts["ready"] += each.enters and key not in known
            counts["to_correct"] += not each.enters
            counts["doubtful"] += each.enters and bool(each.problems)
            problems += each.problems
        more = compare([each for key, each in chunk if each.enters and key not in known])
        self._store(file, problems, counts)
        file.count(**counts, **more, row_now=counts["rows"])
        checkpoint(counts["rows"])

    def _store(
        self, file: File, problems: Iterable[ImportProblem], counts: dict[str, int]
    ) -> None:
        few = counts["doubtful"] <= WARNINGS_KEPT
        issue: Any = self.issues
        issue.objects.bulk_create(
            issue(
                of_file=file, row=each.row, code=each.code, keeps_out=each.keeps_out,
                message_data=each.as_json(),
            )
            for each in problems
            if each.keeps_out or few
        )  # fmt: skip

    def _issues_of(self, file: File) -> Any:
        issue: Any = self.issues
        return issue.objects.filter(of_file=file)

    def import_file(self, ref: str) -> None:
        """Imports every sound row that was not imported before."""
        file = self.find(ref)
        if file.state == ImportState.IMPORTING:
            for _rows in self.import_slices(file):
                pass

    def import_slices(self, file: File) -> Iterator[int]:
        """Imports the file, slice by slice; yields after each how many rows were passed."""
        passed = 0
        with self.open(file) as source:
            for chunk in batched(self.items(file, source), self.slice_size, strict=False):
                passed += len(chunk)
                self._import_some(file, chunk, passed)
                yield passed
        with transaction.atomic():
            file.state, file.done_at = ImportState.DONE, now()
            file.save()
            self.finish(file)
            checkpoint(file.rows, of=file.rows)

    @transaction.atomic
    def _import_some(self, file: File, chunk: Sequence[tuple[str, Item]], passed: int) -> None:
        """One slice, whole or not at all, with its audit entries and the count of what entered."""
        sound = {key: each for key, each in chunk if each.enters}
        known = self.known_keys(file, list(sound))
        fresh = {key: each for key, each in sound.items() if key not in known}
        self.create(file, fresh)
        file.count(row_now=passed, entered=file.entered + len(fresh))
        checkpoint(passed, of=file.rows)


def current_job(file: ImportFileRecord) -> Job | None:
    """Returns the job that was last asked for on this file."""
    return Job.objects.about(file.ref).first()


def resume(file: ImportFileRecord, *, by: User, check: Any, import_file: Any) -> bool:
    """Continues where a job that gave up has left the file; returns whether it did.

    A job that only lost its worker continues by itself, and is left alone.
    """
    job = current_job(file)
    if not file.is_running or (job and job.is_unfinished):
        return False
    if job and job.is_dead:
        job.retry(by=by)
    else:
        task = check if file.state == ImportState.CHECKING else import_file
        task.asked(by=by).enqueue(str(file.ref))
    return True
