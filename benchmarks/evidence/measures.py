"""The measures of `make evidence`: what is counted, how much of it, and what we aim at."""

from collections.abc import Callable
from dataclasses import dataclass

from . import runners
from .large_installation import measure_large_installation

SQLITE, POSTGRESQL, NEITHER = "SQLite", "PostgreSQL", ""


@dataclass(frozen=True)
class Row:
    """One line of the table: what is counted, what we aim at, and what was seen."""

    what: str
    target: str
    seen: str  # a sentence with the figures in it


@dataclass(frozen=True)
class Measure:
    """One of them, on one database. `quick` only shows that it works; `size` is enough.

    The sizes are those that two quiet cores manage in about an hour and a half, all together;
    larger ones are welcome: `--only hostile --size 20000`.
    """

    name: str
    database: str
    size: int
    quick: int
    run: Callable[[int], dict]
    how: str
    rows: tuple[Row, ...]
    faults: tuple[str, ...] = ()  # figures that must be nought

    @property
    def title(self) -> str:
        return f"{self.name}, {self.database}" if self.database else self.name

    def is_well(self, figures: dict) -> bool:
        return not any(figures[name] for name in self.faults)


def _on_both(name: str, sizes: tuple[int, int], quick: int, run, **more) -> tuple[Measure, ...]:
    each = zip((SQLITE, POSTGRESQL), sizes, strict=True)
    return tuple(Measure(name, database, size, quick, run, **more) for database, size in each)


ACKNOWLEDGED = (
    "{kills} kills, {acknowledged} notes acknowledged: {lost} lost, {doubled} doubled, "
    "{refused} told that it cannot be done"
)
MEASURES: tuple[Measure, ...] = (
    *_on_both(
        "web", (50, 25), 3, runners.kill_the_web,
        how="`kill -9` of a process of the web or of the whole house, at random moments, while "
        "four people save notes as browsers do (the same form again with the same key until it is "
        "answered). Afterwards every note that was answered “done” is counted in the database.",
        rows=(Row("Web killed while people save", "1,000 kills, 0 lost, 0 doubled",
                  ACKNOWLEDGED),),
        faults=("lost", "doubled", "without_a_line", "refused"),
    ),
    *_on_both(
        "slow", (240, 240), 24, runners.hold_unfinished_requests,
        how="Requests that are begun and never ended (half of them in their headers, half in "
        "their body) are held from eight addresses, and taken up again when they are closed, "
        "while two people open a page and save notes; three times each, beside the same work "
        "without them. Named are medians of the 95th percentile.",
        rows=(
            Row("Work while 1, 8, 40 unfinished requests are held", "0 fail",
                "{requests} requests with 1, 8, 40 and 400 held: {failed} failed"),
            Row("Waiting while 400 are held", "at most 3 times",
                "p95 {p95 with 400} ms, {ratio with 400} times {p95 beside 400} ms without"),
        ),
        faults=("failed",),
    ),
    Measure(
        "database", POSTGRESQL, 20, 2, runners.kill_the_database,
        how="`kill -9` of PostgreSQL and all its processes under the same four people; it is "
        "started again a moment later. One machine: neither a standby nor a switch-over is tried.",
        rows=(Row("Database killed while people save", "0 of 2,000,000 lost, 50 faults",
                  ACKNOWLEDGED),),
        faults=("lost", "doubled", "without_a_line", "refused"),
    ),
    *_on_both(
        "workers", (80, 80), 6, runners.kill_workers_in_mid_job,
        how="Three workers do jobs whose effects are counted; each round hits one in mid-job: "
        "most are killed, every fourth is frozen until its lease has ended. The same work without "
        "its lease is doubled, so the count sees what it should.",
        rows=(Row("Workers killed in mid-job", "500 kills, 0 lost, 0 done twice",
                  "{killed} killed, {frozen} frozen, {jobs} jobs: {lost} lost, "
                  "{doubled} doubled"),),
        faults=("lost", "doubled", "dead"),
    ),
    *_on_both(
        "tampering", (1_000, 1_000), 25, runners.tamper_with_the_ledger,
        how="Random edits of lines and blocks by a hand that owns the database and has taken its "
        "bolt off, each verified and then undone; and nine thought-out ways to cheat.",
        rows=(Row("Tries to change the ledger unseen", "1,000 tries, all seen",
                  "{tries} random edits and {cheats} ways to cheat: {unseen} unseen"),),
        faults=("unseen",),
    ),
    *_on_both(
        "canaries", (1, 1), 0, runners.hunt_for_canaries,
        how="Names in two alphabets, numbers, stories, papers and reasons that exist nowhere else "
        "are told to a served house at every form, through its web and its worker; then every "
        "file of its database (also the write-ahead log and a dump), folders, copies, logs and "
        "temporary files is searched byte by byte in some 140 ways of writing, unpacked too. Swap "
        "and the memory of processes are not looked at.",
        rows=(Row("Personal data in raw bytes", "0 found",
                  "{canaries} canaries at {doors} doors, {megabytes} MB in {places} files: "
                  "{leaks} found; of {hidden on purpose} hidden on purpose, {of these found}"),),
        faults=("leaks", "not kept", "not seen"),
    ),
    *_on_both(
        "hostile", (6_000, 1_500), 200, runners.send_hostile_inputs,
        how="Forms of every page are read and sent back spoilt: nulls, floods, wrong kinds, "
        "markup, broken multipart, as every role and as nobody. A crash is an answer of 500; "
        "a script “ran” where what was sent stands in a page as something a browser would run.",
        rows=(Row("Hostile requests", "5,000,000 tried, 0 crashes, 0 scripts run",
                  "{tried} tried: {crashes} crashes, {scripts run} scripts run"),),
        faults=("crashes", "scripts run"),
    ),
    *_on_both(
        "telephones", (2_000, 1_000), 100, runners.send_as_a_hostile_device,
        how="Posts in the name of a telephone, most of them nearly right: bombs, cuts, floods, "
        "tampered answers, strange letters, nulls, broken multipart. Each must be answered in the "
        "protocol (OpenRosa) and never by a fault; what is answered as kept must be there, and "
        "land or wait for a person.",
        rows=(Row("Hostile posts of telephones", "2,000 tried, 0 crashes",
                  "{tried} tried, {kept} kept: {crashes} crashes, {against the protocol} against "
                  "the protocol, {signs in logs} signs in logs"),),
        faults=("crashes", "against the protocol", "signs in logs"),
    ),
    Measure(
        "files", NEITHER, 50_000, 200, runners.try_hostile_uploads,
        how="Known harmful files, and honest ones broken in random ways, go through the one door "
        "for papers. Each must be refused in words or taken as what it is, within ten seconds.",
        rows=(Row("Hostile files", "part of the 5,000,000",
                  "{tried} tried: {refused} refused, {taken} taken, {faults} faults"),),
        faults=("faults",),
    ),
    *_on_both(
        "matrix", (1, 1), 0, runners.open_every_route,
        how="Every address of the house, opened and sent to by everybody of the cast and by "
        "nobody, against the one written table of who is answered what; and restricted files, "
        "which are not there but for those with leave. On PostgreSQL behind its second wall too.",
        rows=(Row("Who may open what", "100 % of addresses, 0 leaks",
                  "{doors} addresses, {people} people, {answers} answers: {failed} failed"),),
        faults=("failed",),
    ),
    Measure(
        "walk", SQLITE, 100_000, 200, runners.walk_the_policy,
        how="Hypothesis changes hands, grants, leaves and restrictions of a house at random, and "
        "after each step somebody looks through pages, lists, counts, search, exports, papers, "
        "print and the ledger for what is not theirs.",
        rows=(Row("Random steps of the policy", "100,000 steps, 0 leaks",
                  "{steps} steps: {leaks} leaks"),),
        faults=("leaks",),
    ),
    Measure(
        "journeys", SQLITE, 50_000, 90, runners.walk_the_journeys,
        how="Three walks in stretches of 250 steps: a family prepares to go home, and bookings, "
        "departures, decisions, papers and second thoughts come in any order; grants are asked "
        "for, approved, paid, sent twice and cancelled by whoever is there, against a model of "
        "plain sums; consents of a relative and of a child come and go while matches are "
        "proposed, verified and told. After each step it is asked whether anything stands that "
        "must not: a booking behind a failed check, a line overspent, somebody shown or handed "
        "over against a word. What panels and safety plans decide is tried in tests of their own, "
        "and races by others: here one hand does one thing at a time.",
        rows=(Row("Random steps of return, money and tracing", "50,000 steps, 0 forbidden",
                  "{checks} steps at the checks of returns, {payments} with money, {consents} of "
                  "searches, {refused} refused: {forbidden} forbidden"),),
        faults=("forbidden",),
    ),
    Measure(
        "htcds", NEITHER, 20_000, 40, runners.walk_out_and_in_again,
        how="Hypothesis writes records of the human-trafficking case data standard with any of "
        "its fields, codes, local codes and texts, and they leave, come in and leave again as "
        "CSV, spreadsheet, survey and JSON; then every code of every list does. The same means "
        "every field of every table, and the second file byte for byte.",
        rows=(Row("HTCDS out, in and out again", "every field and code the same",
                  "{records} records of {values} values and {codes} codes in {shapes} shapes: "
                  "{different} different"),),
        faults=("different",),
    ),
    *_on_both(
        "field", (10_000, 2_000), 20, runners.try_field_schedules,
        how="Hypothesis plays random schedules of three telephones: edits, wrong clocks, messages "
        "lost there or back, doubled, out of turn, telephones lost before their words arrive. "
        "A model made from the words of the protocol alone says what must have become of it; "
        "then a person accepts what waits and chooses between values, and nothing may be left.",
        rows=(Row("Telephones that come back in any order",
                  "10,000 schedules, 0 lost, 0 doubled, every conflict seen",
                  "{schedules} schedules, {entries} entries, {conflicts} conflicts, "
                  "{telephones lost} telephones lost: {wrong} wrong"),),
        faults=("wrong",),
    ),
    Measure(
        "joins", SQLITE, 2_000, 10, runners.try_joins,
        how="Hypothesis joins, confirms and parts files of one person in any order, also in "
        "chains, while they are written in, agreed to, given to other offices and groups, and "
        "erased. A model that knows only what was written where, and who holds it, says what each "
        "reader must find; at the end all is parted, and each file must be as if never joined.",
        rows=(Row("Files joined and parted in any order",
                  "2,000 walks, nobody sees more, nothing is changed",
                  "{walks} walks, {joined} joined at once, {confirmed} by two, {parted} parted, "
                  "{pages} pages read: {wrong} wrong"),),
        faults=("wrong",),
    ),
    Measure(
        "large", POSTGRESQL, 180_000, 600, measure_large_installation,
        how="A made-up country is built, served, and moved to a new key while two people write "
        "and two read over HTTP. Then its ledger is verified, a sealed copy is taken, and brought "
        "back into an empty database on the same machine, where it is verified.",
        rows=(
            Row("A new key for {people} people while they work",
                "15 minutes for 1,800,000, 0 errors",
                "{rotated} data keys in {rotation minutes} min; meanwhile {writes} writes and "
                "{reads} reads: {errors} errors, {lost} lost"),
            Row("The ledger verified", "50,000 lines a second",
                "{ledger lines} lines, {lines a second} a second"),
            Row("A copy taken of {people} people", "–", "{copy MB} MB in {copy minutes} min"),
            Row("Brought back and verified", "10 minutes for 1,800,000", "{restore minutes} min"),
        ),
        faults=("errors", "lost", "not restored"),
    ),
    Measure(
        "asvs", POSTGRESQL, 1, 0, runners.run_the_asvs_checks,
        how="The tests that carry the number of a requirement are run; what is not kept, or in "
        "part, is said in `docs/asvs.md`. It is a self-assessment of 79 chosen requirements.",
        rows=(Row("OWASP ASVS 5.0, chosen requirements", "79 kept",
                  "{kept} kept, {in part} in part, {missing} not; "
                  "{tests} tests: {failed} failed"),),
        faults=("failed",),
    ),
)  # fmt: skip
