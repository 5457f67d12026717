"""A dataset for all processes of one run: the first that asks for it makes it, all get copies.

To make it takes a process twenty seconds, to copy it less than one. With it go the files of the
store that its records name, and the checkpoint of its audit log.
"""

import fcntl
import functools
import hashlib
import pickle
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from inspect import getattr_static
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import django.utils.functional
import pytest
from django.conf import settings
from django.db import connection
from django.db.models import Model

from amparo.foundation.core.audit import checkpoint
from tests.support import template_database
from tests.support.fixtures import folder_of_run

COMPUTED = functools.cached_property, django.utils.functional.cached_property
type Build = Callable[[], SimpleNamespace]


@contextmanager
def copy_for_process(
    build: Build, temporary: pytest.TempPathFactory
) -> Iterator[tuple[Path | str, SimpleNamespace]]:
    """Yields where this process has its copy, and the records in it."""
    made = _Made(folder_of_run(temporary) / f"dataset-{_digest_of_keys()}")
    with made.locked():
        if not made.is_there:
            made.make(build)
        place = made.copy(temporary)
    try:
        yield place, made.records()
    finally:
        template_database.remove(place)


def _digest_of_keys() -> str:
    """What is sealed under other keys would not open: such a process makes its own."""
    return hashlib.sha256(Path(settings.AMPARO_KEY_RING_FILE).read_bytes()).hexdigest()[:12]


class _Made:
    """What was made once, in a folder of the run."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._records, self._files = folder / "records", folder / "files"
        self._checkpoint, self._name = folder / "checkpoint", folder / "name"

    @contextmanager
    def locked(self) -> Iterator[None]:
        with (self._folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    @property
    def is_there(self) -> bool:
        return self._name.exists()

    def make(self, build: Build) -> None:
        """Fills a database; it counts as made when its name is written, which comes last."""
        name = f"dataset_{uuid4().hex[:12]}"
        place = self._place(self._folder, name)
        before = set(_stored_files())
        template_database.copy_template(place)
        with template_database.use(place):
            records = build()
            if checkpoint.path().exists():
                shutil.copyfile(checkpoint.path(), self._checkpoint)
        for path in set(_stored_files()) - before:
            kept = self._files / path.relative_to(settings.AMPARO_FILE_STORAGE)
            kept.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, kept)
        with self._records.open("wb") as file:
            _Pickler(file).dump(records)
        self._name.write_text(name)

    def copy(self, temporary: pytest.TempPathFactory) -> Path | str:
        """Copies the database, the files and the checkpoint for this process."""
        made = self._name.read_text()
        place = self._place(temporary.mktemp("dataset"), f"copy_{uuid4().hex[:12]}")
        template_database.copy_database(self._place(self._folder, made), place)
        if self._files.exists():
            shutil.copytree(self._files, settings.AMPARO_FILE_STORAGE, dirs_exist_ok=True)
        if self._checkpoint.exists():
            with template_database.use(place):
                shutil.copyfile(self._checkpoint, checkpoint.path())
        return place

    def records(self) -> SimpleNamespace:
        return pickle.loads(self._records.read_bytes())  # noqa: S301 - we wrote it

    def _place(self, folder: Path, name: str) -> Path | str:
        return folder / f"{name}.sqlite3" if connection.vendor == "sqlite" else name


class _Pickler(pickle.Pickler):
    """Keeps of a record what it was given, and nothing that it computed and may compute again."""

    def reducer_override(self, record: Any) -> Any:
        if not isinstance(record, Model):
            return NotImplemented
        unpickle, of, state = record.__reduce__()
        computed = {name for name in state if _is_computed(type(record), name)}
        return unpickle, of, {name: state[name] for name in state if name not in computed}


def _is_computed(model: type[Model], name: str) -> bool:
    return isinstance(getattr_static(model, name, None), COMPUTED)


def _stored_files() -> Iterator[Path]:
    return (path for path in Path(settings.AMPARO_FILE_STORAGE).rglob("*") if path.is_file())
