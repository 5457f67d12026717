"""The store of facts: made in memory by the computation, sealed, and opened in memory only.

A fact is written in parts of `PART` rows, each a Parquet file in memory. DuckDB reads no other
file, spills nothing to disk, and is given no setting to change. Persons stand in it by keyed
pseudonyms of this store; two joined files are one person. Birth dates are opened for the age on
the day of each row, and left out.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from itertools import batched
from typing import Any, NamedTuple

import duckdb
from fsspec.implementations.memory import MemoryFileSystem

from amparo.foundation.core.measures import ROW, Fact

PART = 250_000
# Rows that are read or left out together by their days: of a month a tenth of a part is read.
GROUP = 25_000
FOLDER = "/facts"
# Of a fact whose file is smaller, in bytes, the rows are held as well as the file.
SMALL = 200_000
# 1.5 GB for the whole process; the rest is Django and the rows that are being read.
MEMORY = "1000MB"

_TYPES_OF_ROW = (
    "BIGINT", "DATE", "TIMESTAMP", "DATE", "BIGINT", "BIGINT", "VARCHAR", "VARCHAR", "BOOLEAN",
    "BIGINT", "BIGINT",
)  # fmt: skip
_ROW_TYPES = dict(zip(ROW, _TYPES_OF_ROW, strict=True))

# Tables that say more of what a row names, and the types of their columns.
BASE_TABLES = {
    "people": {
        "id": "BIGINT", "root": "BIGINT", "key": "UBIGINT", "sex": "VARCHAR",
        "nationality": "VARCHAR", "migration_status": "VARCHAR", "birth_date": "DATE",
        "birth_year": "INTEGER", "is_age_disputed": "BOOLEAN",
    },
    "functioning": {"person": "BIGINT", "asked_on": "DATE", "disability": "VARCHAR"},
    "places": {"id": "BIGINT", "area1": "BIGINT", "area2": "BIGINT"},
    "offices": {"id": "BIGINT", "head_office": "BIGINT"},
    "budget_lines": {"id": "BIGINT", "fund": "BIGINT", "project": "BIGINT"},
}  # fmt: skip

# Age bands of UNHCR, as in the code list `age_bands` (primeroIMS/primero, age_ranges.unhcr).
# A disputed age counts as a child's until it is resolved.
_AGE = """
    CASE WHEN root.birth_date IS NOT NULL
        THEN year(raw.day) - year(root.birth_date)
            - ((month(raw.day), day(raw.day))
                < (month(root.birth_date), day(root.birth_date)))::INT
        WHEN root.birth_year IS NOT NULL THEN year(raw.day) - root.birth_year
    END
"""
_BAND = """
    CASE WHEN root IS NULL THEN NULL WHEN is_age_disputed THEN 'disputed'
        WHEN age IS NULL OR age < 0 THEN 'unknown'
        WHEN age < 5 THEN '0-4' WHEN age < 12 THEN '5-11'
        WHEN age < 18 THEN '12-17' WHEN age < 60 THEN '18-59' ELSE '60+' END
"""
CHILD_BANDS = ("0-4", "5-11", "12-17", "disputed")
NOT_ASKED = "not_asked"

# What every fact can be narrowed by and broken down by, beside its own columns.
DERIVED = (
    "sex", "age_band", "age_group", "disability", "nationality", "migration_status", "office",
    "kind", "risk", "is_restricted", "area1", "area2", "fund", "project",
)  # fmt: skip


# Who is in a row of a fact of people who are no persons of the register.
MEMBER = "member"


def somebody_else(fact: Fact) -> tuple[str, ...]:
    """The column of those people, where the fact has one; nothing can be narrowed by it."""
    return (MEMBER,) if fact.has_members else ()


class Rows(NamedTuple):
    """How many rows a fact has, and how many of them are of offices with others below or above."""

    all: int
    under_head_offices: int


class Held(NamedTuple):
    """What to select from, and the parameters that it needs."""

    source: str
    parameters: Mapping[str, Any]


class FactStore:
    """Facts in memory. Close it, or use it in a `with` statement."""

    def __init__(self, *, memory: str = MEMORY, threads: int = 1):
        # A file system of its own: the class shares one among all its instances.
        self.files = type("_Files", (MemoryFileSystem,), {"store": {}, "pseudo_dirs": [""]})()
        self._rows: dict[str, Rows] = {}
        self._parts: dict[str, list[str]] = {}
        self._code_types: set[str] = set()
        self.connection = duckdb.connect(":memory:")
        self.connection.register_filesystem(self.files)
        for setting in (
            f"threads = {threads}",
            f"memory_limit = '{memory}'",
            "temp_directory = ''",
            "max_temp_directory_size = '0B'",
            f"allowed_directories = ['memory://{FOLDER}/']",
            "enable_external_access = false",
            "lock_configuration = true",
        ):
            self.connection.execute(f"SET {setting}")

    def __enter__(self) -> "FactStore":
        return self

    def __exit__(self, *_fault: object) -> None:
        self.close()

    def close(self) -> None:
        self.connection.close()
        self.files.store.clear()

    # Making it.

    def add_base_table(self, name: str, rows: Iterable[tuple]) -> None:
        """Creates one of `BASE_TABLES` from tuples in the order of its columns."""
        types = BASE_TABLES[name]
        columns = ", ".join(f"{column} {type_}" for column, type_ in types.items())
        self.connection.execute(f"CREATE TABLE {name} ({columns})")
        for part in batched(rows, PART, strict=False):
            self._insert(name, types, part)

    def _insert(self, table: str, types: dict[str, str], rows: Sequence[tuple]) -> None:
        text = io.StringIO()
        csv.writer(text).writerows(rows)
        path = f"{FOLDER}/rows.csv"
        self.files.pipe_file(path, text.getvalue().encode())
        columns = ", ".join(f"'{name}': '{type_}'" for name, type_ in types.items())
        how = "header = false, quote = '\"', escape = '\"', delim = ',', nullstr = ''"
        read = f"read_csv('memory://{path}', {how}, columns = {{{columns}}})"
        self.connection.execute(f"INSERT INTO {table} SELECT * FROM {read}")  # noqa: S608 - ours
        self.files.rm_file(path)

    def add_fact(self, fact: Fact, rows: Iterable[tuple]) -> Iterator[bytes]:
        """Derives a fact from its raw rows and yields each part of it as Parquet, to be sealed.

        The base tables must be there. What is not consumed is not made.
        """
        types = _ROW_TYPES | {name: str(type_) for name, type_ in fact.column_types.items()}
        if fact.has_members:
            types[MEMBER] = "UBIGINT"
        columns = ", ".join(f"{name} {type_}" for name, type_ in types.items())
        self.connection.execute(f"CREATE TABLE raw ({columns})")
        number = -1
        for number, part in enumerate(batched(rows, PART, strict=False)):
            self._insert("raw", types, part)
            path = self._derive(fact, number)
            self.connection.execute("DELETE FROM raw")
            yield self._add_part(fact.name, path)
        if number < 0:  # an empty fact has columns too
            yield self._add_part(fact.name, self._derive(fact, 0))
        self.connection.execute("DROP TABLE raw")

    def _derive(self, fact: Fact, number: int) -> str:
        path = f"{FOLDER}/{fact.name}-{number}.parquet"
        own = "".join(f", {name}" for name in (*fact.column_types, *somebody_else(fact)))
        # Names are declared in code; no value of a record stands in the statement.
        self.connection.execute(f"""
            COPY (
                WITH dated AS (
                    SELECT raw.*, root.id AS root, root.key AS key, root.sex AS sex,
                        root.nationality AS nationality,
                        root.migration_status AS migration_status,
                        root.is_age_disputed AS is_age_disputed, {_AGE} AS age
                    FROM raw LEFT JOIN people ON people.id = raw.person
                    LEFT JOIN people AS root ON root.id = people.root
                )
                SELECT record, day, date_trunc('month', day)::DATE AS month, entered_at,
                    cancelled_on, key AS person, coalesce(sex, 'unknown') AS sex,
                    {_BAND} AS age_band,
                    CASE WHEN age_band IN {CHILD_BANDS} THEN 'child'
                        WHEN age_band = 'unknown' THEN 'unknown'
                        WHEN age_band IS NOT NULL THEN 'adult' END AS age_group,
                    coalesce(functioning.disability, '{NOT_ASKED}') AS disability,
                    coalesce(nationality, 'unknown') AS nationality,
                    coalesce(migration_status, 'unknown') AS migration_status,
                    dated.office, offices.head_office, kind, risk,
                    coalesce(is_restricted, false) AS is_restricted,
                    places.area1, places.area2, budget_lines.fund, budget_lines.project{own}
                FROM dated
                ASOF LEFT JOIN functioning
                    ON functioning.person = dated.root AND dated.day >= functioning.asked_on
                LEFT JOIN places ON places.id = dated.place
                LEFT JOIN offices ON offices.id = dated.office
                LEFT JOIN budget_lines ON budget_lines.id = dated.budget_line
                ORDER BY dated.day
            ) TO 'memory://{path}' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {GROUP})
        """)  # noqa: S608
        return path

    # Opening it again.

    def open_fact(self, name: str, parts: Iterable[bytes]) -> None:
        """Makes a fact readable from the parts that `add_fact` yielded."""
        for number, part in enumerate(parts):
            path = f"{FOLDER}/{name}-{number}.parquet"
            self.files.pipe_file(path, part)
            self._add_part(name, path)

    def _add_part(self, fact: str, path: str) -> bytes:
        """Makes a part readable, together with those before it; returns its content."""
        content = self.files.cat_file(path)
        paths = self._parts.setdefault(fact, [])
        paths.append(path)
        files = ", ".join(f"'memory://{each}'" for each in paths)
        source = f"read_parquet([{files}])"
        if len(paths) == 1 and len(content) < SMALL:
            # Asked some hundred times: to open a file takes longer than to count what is in it.
            source = f"{fact}_rows"
            sql = f"CREATE TABLE {source} AS SELECT * FROM read_parquet([{files}])"  # noqa: S608
            self.connection.execute(sql)
        self.connection.execute(f"CREATE OR REPLACE VIEW {fact} AS SELECT * FROM {source}")  # noqa: S608
        return content

    def rows(self, fact: str) -> "Rows":
        """How many rows a fact has; asked of the store once."""
        if fact not in self._rows:
            sql = f"SELECT count(*), count(head_office) FROM {fact}"  # noqa: S608 - ours
            self._rows[fact] = Rows(*self.query(sql)[0])
        return self._rows[fact]

    def query(self, sql: str, parameters: Mapping[str, Any] | None = None) -> list[tuple]:
        return self.connection.execute(sql, dict(parameters or {})).fetchall()

    def hold(
        self, fact: str, sql: str, parameters: Mapping[str, Any], *, is_large: bool = False
    ) -> AbstractContextManager[Held]:
        """Yields what selects the rows of `sql`, of one fact, for several statements that ask
        them. Large ones are read once and held until the end, their codes as numbers.
        """
        if is_large:
            return self._hold_in_memory(fact, sql, parameters)
        return nullcontext(Held(f"({sql})", parameters))

    @contextmanager
    def _hold_in_memory(
        self, fact: str, sql: str, parameters: Mapping[str, Any]
    ) -> Iterator[Held]:  # fmt: skip
        columns = self.connection.execute(f"DESCRIBE {sql}", dict(parameters)).fetchall()
        numbered = ", ".join(
            f"{name}::{self._code_type(fact, name)} AS {name}" if type_ == "VARCHAR" else name
            for name, type_, *_rest in columns
        )
        made = f"CREATE TEMP TABLE held AS SELECT {numbered} FROM ({sql})"  # noqa: S608 - ours
        try:
            self.connection.execute(made, dict(parameters))
            yield Held("held", {})
        finally:
            self.connection.execute("DROP TABLE IF EXISTS held")

    def _code_type(self, fact: str, name: str) -> str:
        """The type of all codes of a column, which are in their order; made once."""
        type_ = f"codes_{fact}_{name}"
        if type_ not in self._code_types:
            codes = f"SELECT DISTINCT {name} FROM {fact} WHERE {name} IS NOT NULL ORDER BY ALL"  # noqa: S608
            self.connection.execute(f"CREATE TYPE {type_} AS ENUM ({codes})")
            self._code_types.add(type_)
        return type_
