"""Imports that register people, each with a case where the file opens cases."""

from abc import abstractmethod
from typing import Any

from amparo.foundation.core.imports.pipeline import ImportPipeline, ParsedItem
from amparo.foundation.people.models import Person
from amparo.pillars.assistance.cases.extension_points import list_imported, people_registered
from amparo.pillars.assistance.cases.models import Case

from ..bulk_create import NewRecord, create_records


class PeopleImport[File: Any, Source, Item: ParsedItem](ImportPipeline[File, Source, Item]):
    """Of a file that knows its `team` and the `basis` on which people were handed over."""

    files: type[File]

    @abstractmethod
    def build(self, file: File, item: Item) -> NewRecord:
        """Returns the person and the case that a row makes."""

    @abstractmethod
    def store(
        self, file: File, items: dict[str, Item], people: list[tuple[Person, Case | None]]
    ) -> None:
        """Writes under which key each was imported, and what else their row says."""

    def create(self, file: File, items: dict[str, Item]) -> None:
        records = [self.build(file, each) for each in items.values()]
        people = create_records(records, by=file.by, team=file.team, basis=file.basis)
        self.store(file, items, people)
        people_registered.send(
            Person, people=[person for person, _case in people],
            cases={person.pk: case for person, case in people if case}, team=file.team,
            by=file.by, import_ref=file.ref,
        )  # fmt: skip

    def finish(self, file: File) -> None:
        list_imported.send(self.files, import_ref=file.ref, team=file.team)
