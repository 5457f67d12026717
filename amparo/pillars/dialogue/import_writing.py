"""Writes what a check of a list found: new commitments in bulk, changes with the old wording."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import batched

from amparo.foundation.core.models import User
from amparo.foundation.law.models import FrameworkItem

from .import_comparison import Answer, Change, Comparison
from .models import (
    Commitment,
    CommitmentAuthor,
    CommitmentTag,
    FormerWording,
    ImportedItem,
    Position,
    RecommendationImport,
)
from .recommendations import SUPPORTED, Author, Recommendation

BATCH = 1000


def write(importing: RecommendationImport, compared: Comparison, *, by: User) -> None:
    """Writes new ones and changes, and marks what the file no longer has. In the transaction of
    the caller; one line in the audit log is the caller's too.
    """
    writer = _Writer(importing, by)
    writer.add(compared.new)
    writer.change(compared.changed)
    writer.mark_missing(compared)


class _Writer:
    def __init__(self, importing: RecommendationImport, by: User) -> None:
        self.importing, self.by = importing, by
        self.document = importing.document
        self.source = self.document.symbol or ""
        goals = FrameworkItem.objects.filter(framework__code="SDG", code__in=_GOALS)
        self.goals = dict(goals.values_list("code", "pk"))

    def add(self, items: Sequence[Recommendation]) -> None:
        if not items:
            return
        year = self.importing.office.today().year
        serial = Commitment.next_serial(year, count=len(items))
        for batch in batched(enumerate(items, serial), BATCH, strict=False):
            made = [self._commitment(item, year, number) for number, item in batch]
            Commitment.objects.bulk_create(made, batch_size=500)
            pairs = [(each, item) for each, (_n, item) in zip(made, batch, strict=True)]
            CommitmentAuthor.objects.bulk_create(
                (self._author(each.pk, author) for each, item in pairs for author in item.authors),
                batch_size=BATCH,
            )
            Position.objects.bulk_create(
                (self._position(each.pk, said) for each, item in pairs for said in item.positions),
                batch_size=BATCH,
            )
            CommitmentTag.objects.bulk_create(
                CommitmentTag(commitment=each, item_id=self.goals[goal])
                for each, item in pairs for goal in item.goals if goal in self.goals
            )  # fmt: skip
            self._know(((each.pk, item.key) for each, item in pairs), is_new=True)

    def _commitment(self, item: Recommendation, year: int, serial: int) -> Commitment:
        adopted_on = self._adopted_on(item)
        made = Commitment(
            year=year, serial=serial, by=self.by, office=self.importing.office,
            origin=Commitment.Origin.PLEDGE if item.is_pledge else self.importing.origin,
            document=self.document, reference=item.reference, language=self.importing.language,
            text=item.text, country=item.country or self.importing.country, theme=item.theme,
            deadline=item.deadline, adopted_on=adopted_on,
            state=Commitment.State.ADOPTED if adopted_on else Commitment.State.PROPOSED,
        )  # fmt: skip
        made.search_text = made.folded()
        return made

    def _adopted_on(self, item: Recommendation) -> date | None:
        """Since when the State undertakes it: the day on which it supported all of it."""
        if item.is_pledge:
            return self.importing.stated_on or self.document.adopted_on
        if item.answer_codes != {SUPPORTED}:
            return None
        return item.positions[0][1] or self.importing.stated_on

    def _author(self, pk: int, author: Author) -> CommitmentAuthor:
        return CommitmentAuthor(commitment_id=pk, country=author.country, name=author.name)

    def _position(self, pk: int, answer: Answer) -> Position:
        code, on, source = answer
        return Position(
            commitment_id=pk, answer=code, stated_on=on or self.importing.stated_on,
            source=(source or self.source)[:200], by=self.by,
        )  # fmt: skip

    def change(self, changes: Sequence[Change]) -> None:
        for batch in batched(changes, BATCH, strict=False):
            rows = Commitment.objects.in_bulk([each.known.pk for each in batch])
            FormerWording.objects.bulk_create(self._former(batch, rows))
            for each in batch:
                self._change_one(rows[each.known.pk], each)
            Commitment.objects.bulk_update(
                rows.values(),
                ["text", "theme", "language", "deadline", "has_no_deadline", "search_text",
                 "state", "adopted_on"],
                batch_size=200,
            )  # fmt: skip
            CommitmentAuthor.objects.bulk_create(
                self._author(each.known.pk, author)
                for each in batch for author in each.new_authors
            )  # fmt: skip
            Position.objects.bulk_create(
                self._position(each.known.pk, answer)
                for each in batch for answer in each.new_answers
            )  # fmt: skip
            self._know((each.known.pk, each.item.key) for each in batch)

    def _former(
        self, changes: Iterable[Change], rows: dict[int, Commitment]
    ) -> Iterator[FormerWording]:
        for each in changes:
            if each.has_other_words or each.has_other_theme:
                row = rows[each.known.pk]
                yield FormerWording(
                    commitment=row, language=row.language, text=row.text, theme=row.theme,
                    replaced_in=self.importing,
                )  # fmt: skip

    def _change_one(self, row: Commitment, change: Change) -> None:
        item = change.item
        if change.has_other_words:
            row.text, row.language = item.text, self.importing.language
        row.theme = item.theme or row.theme
        if change.has_deadline:
            row.deadline, row.has_no_deadline = item.deadline, False
        if row.state == Commitment.State.PROPOSED and change.new_answers:
            row.adopted_on = self._adopted_on(item) or row.adopted_on
            if row.adopted_on:
                row.state = Commitment.State.ADOPTED
        row.search_text = row.folded()

    def _know(self, pairs: Iterable[tuple[int, str]], *, is_new: bool = False) -> None:
        """Keeps by what each is found again; under its new key where its words changed."""
        rows = [
            ImportedItem(commitment_id=pk, document=self.document, key=key) for pk, key in pairs
        ]
        if is_new:
            ImportedItem.objects.bulk_create(rows, batch_size=BATCH)
            return
        ImportedItem.objects.filter(commitment__in=[each.commitment_id for each in rows]).delete()
        ImportedItem.objects.bulk_create(rows, batch_size=BATCH)

    def mark_missing(self, compared: Comparison) -> None:
        ImportedItem.objects.filter(document=self.document).exclude(missing_in=None).update(
            missing_in=None
        )
        for batch in batched(compared.gone, BATCH, strict=False):
            ImportedItem.objects.filter(commitment__in=[each.pk for each in batch]).update(
                missing_in=self.importing
            )


_GOALS = [str(number) for number in range(1, 18)]
