"""Known twice: files that may be one person's, some decided, some that wait for a reader."""

from typing import Any

from amparo.foundation.core.audit import log
from amparo.foundation.people.deduplication import optional_dependencies, tasks
from amparo.foundation.people.deduplication.rows import comparison_row
from amparo.foundation.people.deduplication.statistics import trained_weights
from amparo.foundation.people.deduplication.tasks import (
    run_deduplication,
    with_likelihood,
    write_pairs,
)
from amparo.foundation.people.deduplication.weights import Evidence, FoundPair
from amparo.foundation.people.models import DeduplicationRun, DuplicateCandidate, Merge, Person
from amparo_demo.persons import agreement
from amparo_demo.world import Story, World

from . import steps
from .generated_cases import NORTH, SHELTER

# What was answered about each two of them, as it was found with the extra `comparison`.
_ALIKE = ["name_alike", "born_day", "sex_same", "nationality_same"]
_BORN_ALIKE = {"birth": "day", "sex": "same", "nationality": "same"}
FOUND: dict[str, dict[str, Any]] = {
    "noor": {
        "bits": 43.3, "said": [*_ALIKE[:2], "father_same", "mother_same", *_ALIKE[2:]],
        "shared": 5861, "name": "same", "given": "same", "father": "same", "mother": "same",
        **_BORN_ALIKE,
    },
    "apaza": {
        "bits": 34.8, "said": _ALIKE, "shared": 4258, "name": "most", "given": "other",
        **_BORN_ALIKE,
    },
    "sidi": {
        "bits": 30.9, "said": _ALIKE, "shared": 6083, "name": "same", "given": "same",
        **_BORN_ALIKE,
    },
}  # fmt: skip


def tell(world: World) -> None:
    world.tell(_two_files_each(world))


def _two_files_each(world: World) -> Story:
    """Whoever came first to the mobile team was written down there by ear."""
    yield world.at(-48, "10:10")
    files: dict[str, list[Person]] = {}
    for name, (road, _shelter) in _written(world).items():
        files[name] = [_registered(world, "salma", NORTH, road)]
    yield world.at(-20, "16:20")
    for name, (_road, shelter) in _written(world).items():
        files[name].append(_registered(world, "ines", SHELTER, shelter))
    yield world.at(-4, "18:30")
    asked = DeduplicationRun.ask(by=world.users["data"])
    if optional_dependencies.is_installed():
        run_deduplication.call(str(asked.ref))
    else:
        _found_before(asked, files)
    yield world.at(-3, "11:00")
    pairs = {name: _pair_of(*two) for name, two in files.items()}
    by = world.users["maren"]
    pairs["noor"].decide("same", by=by, reason="She still has the mobile team’s card.")
    first, second = files["noor"]
    Merge.make(second, first, by=by, because="She showed the card that the mobile team gave her.")
    pairs["apaza"].decide(
        "different", by=by, reason="Twins: both are at the shelter, I spoke with them together."
    )


def _written(world: World) -> dict[str, tuple[dict, dict]]:
    """As the mobile team wrote each of them, and as the shelter did."""

    def of(*said: Any, **more: str) -> dict:
        return steps.named(world, *said) | more

    parents = {"father_name": "Khalil", "mother_name": "Salwa"}
    return {
        "noor": (
            of("Nour", "Al Masri", "female", 33, "SY", "ar", **parents),
            of("Noor", "Elmasry", "female", 33, "SY", "ar", original_name="نور المصري", **parents),
        ),
        "apaza": (
            of("Rosmery", "Apaza Ticona", "female", 21, "BO", "ay", "es"),
            of("Rosaura", "Apaza Ticona", "female", 21, "BO", "ay", "es"),
        ),
        "sidi": (
            of("Mohamed", "Ould Sidi", "male", 41, "MR", "ar", "fr"),
            of("Muhammad", "Sidi", "male", 41, "MR", "ar", "fr", original_name="محمد ولد سيدي"),
        ),
    }


def _registered(world: World, by: str, team: str, fields: dict) -> Person:
    consent = agreement(fields["languages"][0], until=world.day(200))
    return Person.register(by=world.users[by], team=world.teams[team], consent=consent, **fields)


def _found_before(run: DeduplicationRun, files: dict[str, list[Person]]) -> None:
    """What the comparison finds of them (`FOUND`), where what compares is not installed."""
    marks = {
        number: comparison_row(number, told, tasks.mark_key()).mark
        for some in tasks.decrypted_people()
        for number, told in some
    }
    found = [
        FoundPair(
            one.pk, other.pk, Evidence.from_json(FOUND[name]), marks[one.pk] + marks[other.pk]
        )
        for name, (one, other) in files.items()
    ]
    write_pairs(run, with_likelihood(found, trained_weights()))
    run.people, run.found = len(marks), len(found)
    run.slices = run.slices_done = 1
    run.save()
    run.finish()
    log.log_event(run.asked_by, "comparison.done", run, count=run.found)


def _pair_of(first: Person, second: Person) -> DuplicateCandidate:
    return DuplicateCandidate.objects.get(one=first, other=second)
