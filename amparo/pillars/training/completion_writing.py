"""Writes what a check of an export found: participants, completions, what they prove. In bulk, in
the transaction of the caller.
"""

from collections.abc import Iterable
from itertools import batched

from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.values import cached_keys
from amparo.foundation.core.models import Office, User

from .completion_lists import CompletionPlan, Match, make_plan
from .completion_tables import CompletionLine
from .held_competencies import keep_held_competencies
from .models import CompletionExport, OutsideCompletion, Participant, ParticipantImport
from .participant_list_writing import record_people
from .participant_lists import BATCH, must_be_as_checked
from .participant_tables import Line, guess_institution_type


def record_completions(importing: ParticipantImport, *, by: User) -> None:
    """Records all that the check showed. Refused where it is no longer so."""
    # Of two imports the second sees what the first wrote.
    Office.objects.select_for_update().get(pk=importing.office_id)
    export = CompletionExport.objects.select_related("version__course").get(importing=importing)
    export.importing = importing
    plan = make_plan(export)
    must_be_as_checked(importing, plan.counts)
    with cached_keys():
        touched = _write(export, plan, by=by)
    if export.version.counts_outside:
        for participant in touched:
            keep_held_competencies(participant)
    importing.finish(by=by)


def _write(export: CompletionExport, plan: CompletionPlan, *, by: User) -> list[Participant]:
    lines = {each.identity: _as_line(each.line) for each in plan.new_people}
    made = record_people(export.importing.office, lines)
    new = [(each, each.participant or made[each.identity]) for each in plan.new]
    for batch in batched(new, BATCH, strict=False):
        OutsideCompletion.objects.bulk_create(
            _completion(export, match, participant, by) for match, participant in batch
        )
    _correct(plan.changed, export, by)
    return [participant for _match, participant in new] + _people(plan.changed)


def _completion(
    export: CompletionExport, match: Match, participant: Participant, by: User
) -> OutsideCompletion:
    return OutsideCompletion(
        participant=participant, version=export.version, system=export.system,
        completed_on=match.line.day, identity=match.identity, source=export.importing, by=by,
    )  # fmt: skip


def _correct(changed: Iterable[Match], export: CompletionExport, by: User) -> None:
    """Another day in a later export takes the place of the one before."""
    found = []
    for match in changed:
        if (known := match.known) is not None:
            known.completed_on, known.identity = match.line.day, match.identity
            known.source, known.by, known.at = export.importing, by, now()
            found.append(known)
    names = ["completed_on", "identity", "source", "by", "at"]
    OutsideCompletion.objects.bulk_update(found, names, batch_size=BATCH)


def _people(matches: Iterable[Match]) -> list[Participant]:
    return [each.participant for each in matches if each.participant is not None]


def _as_line(line: CompletionLine) -> Line:
    return Line(
        line.row, name=line.name, emails=line.emails, institution=line.institution,
        institution_type=guess_institution_type(line.institution),
    )  # fmt: skip
