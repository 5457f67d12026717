"""Training in the sample data: completions of another platform, one recorded and two exports that
wait; a learning record store with what was sent to it.
"""

import io
from types import SimpleNamespace

HEAD = "Name,Email address,Completion date\n"
RECORDED = f"{HEAD}Elena Prado,elena@example.org,2026-03-03\n"
# A name alone, an address alone, one who is nobody of ours, one without a date.
UNDECIDED = f"{HEAD}Bruno Sosa,,2026-03-04\nE. Prado,elena@example.org,2026-03-05\n"
LATER = f"{HEAD}Elena Prado,elena@example.org,2026-03-06\nPaz Rey,paz@example.org,31/31/2026\n"


def add_completions(world: SimpleNamespace) -> None:
    from amparo.pillars.training.completion_lists import check_export, guessed_columns
    from amparo.pillars.training.models import (
        CompletionExport,
        OutsideCompletion,
        ParticipantImport,
    )
    from amparo.pillars.training.participant_lists import apply_list, read_head

    by = world.training_organizer

    def receive(text: str) -> ParticipantImport:
        export = CompletionExport.receive(
            io.BytesIO(text.encode()), by=by, office=world.office, name="completion.csv",
            version=world.course_version, system="e_campus",
        )  # fmt: skip
        mapping = guessed_columns(read_head(export.importing).header)
        check_export(export, by=by, mapping=mapping, encoding="")
        return export.importing

    apply_list(receive(RECORDED), by=by)
    world.completion = OutsideCompletion.objects.get()
    world.completion_list, world.undecided_completions = receive(LATER), receive(UNDECIDED)


def add_record_stores(world: SimpleNamespace) -> None:
    """Paused, so that nothing leaves."""
    from amparo.pillars.training.models import LearningRecordStore, LearningStatement

    about = world.course_version
    world.record_store = LearningRecordStore.objects.create(
        office=world.office, name="National border school", login="key", password="secret",
        address="https://lrs.example.org/xapi", kinds=["attended", "earned"],
        made_by=world.supervisor,
    )  # fmt: skip
    world.record_store.pause(by=world.supervisor)
    for verb, state, status in (("earned", "taken", 204), ("attended", "failed", 400)):
        statement = LearningStatement.create(
            world.record_store, verb=verb, source=about.ref, at=about.published_at, version=about,
            about=about.ref, participant=world.participant, round=len(verb),
        )  # fmt: skip
        statement.state, statement.status, statement.tried_at = state, status, statement.at
        statement.save()
    world.learning_statement = statement
