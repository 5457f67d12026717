"""The engine that compares: DuckDB, in memory alone. Nothing that was opened touches the disk."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import batched

import duckdb
import pyarrow as pa
from splink import Linker
from splink.backends.duckdb import DuckDBAPI
from splink.internals.splink_dataframe import SplinkDataFrame

from ..likeness import Scale
from .aligned import look
from .blocking import blocks_sql, pairs_sql
from .dialects import DUCKDB
from .judgement import NAMES, Evidence, Judge
from .rows import Row, table_of
from .splinking import settings_of

KEYS = pa.schema([("key", pa.int64()), ("year", pa.int16()), ("person", pa.int64())])
# Pairs whose answers speak so much against them are not looked at more closely.
HOPELESS = -10.0
AT_ONCE = 20_000


@dataclass(frozen=True)
class Found:
    """Two people and what was answered about them."""

    one: int
    other: int
    evidence: Evidence
    # What both were when they were compared (`rows.Row.mark`).
    mark: str


class Engine:
    """One comparison: people and their tokens in memory, then slice after slice of pairs."""

    def __init__(
        self, judge: Judge, *, memory: str = "4GB", threads: int = 2, hopeless: float = HOPELESS
    ):
        self.judge, self._hopeless = judge, hopeless
        self._con = duckdb.connect(":memory:")
        # Where memory does not suffice it fails: what is sealed is not spilled to a disk.
        self._con.execute("SET temp_directory = ''")
        self._con.execute("SET max_temp_directory_size = '0B'")
        self._con.execute(f"SET memory_limit = '{memory}'")
        self._con.execute(f"SET threads = {threads:d}")
        self._con.execute("SET enable_external_access = false")
        self._con.execute("SET lock_configuration = true")
        self._rarity = Scale()
        # Pairs of the last slice, the hopeless ones too.
        self.compared = 0

    def close(self) -> None:
        self._con.close()

    def take(self, rows: Iterable[Row], keys: Iterable[tuple[int, int, int]]) -> int:
        """Take everybody in, and find who is compared with whom."""
        self._keep("people", people := table_of(rows))
        self._keep("keys", pa.Table.from_batches(_key_batches(keys), schema=KEYS))
        self._con.execute(f"CREATE TABLE blocks AS {blocks_sql(DUCKDB)}")
        self._con.execute("DROP TABLE keys")
        bearers = self._con.execute(
            "SELECT bone, count(*) FROM (SELECT unnest(bones) AS bone FROM people) GROUP BY bone"
        )
        self._rarity = Scale(people.num_rows, dict(bearers.fetchall()))
        return people.num_rows

    def _keep(self, name: str, table: pa.Table) -> None:
        self._con.register("arrived", table)
        self._con.execute(f"CREATE TABLE {name} AS SELECT * FROM arrived")  # noqa: S608
        self._con.unregister("arrived")

    def slice(self, at: int, of: int) -> Iterator[Found]:
        """The pairs of one slice that are worth a closer look, with what was answered."""
        self._con.execute(f"CREATE OR REPLACE TABLE pairs AS {pairs_sql(at, of)}")
        ((self.compared,),) = self._con.execute("SELECT count(*) FROM pairs").fetchall()
        predicted = self._predicted()
        try:
            for one, other, mark, ours, theirs, *levels in self._read(predicted.physical_name):
                evidence = Evidence(tuple(levels), *look(ours, theirs, self._rarity))
                yield Found(one, other, evidence, mark)
        finally:
            # Splink keeps its tables: a register's worth of them would fill the memory.
            predicted.drop_table_from_database_and_remove_from_cache()

    def _read(self, table: str) -> Iterator[tuple]:
        levels = ", ".join(f"gamma_{name}" for name in NAMES)
        rows = self._con.cursor().execute(
            f"SELECT person_l, person_r, mark_l || mark_r, told_l, told_r, {levels} FROM {table}"  # noqa: S608
        )
        while some := rows.fetchmany(AT_ONCE):
            yield from some

    def _predicted(self) -> SplinkDataFrame:
        api = DuckDBAPI(self._con)
        # Its own log tells how long each step took: of no use to whoever reads ours.
        linker = Linker(api.register("people"), settings_of(self.judge, DUCKDB), log_level=None)
        linker.table_management.register_blocked_pairs_for_predict(api.register("pairs"))
        return linker.inference.predict(
            threshold_match_weight=self._hopeless, warning_mode="never"
        )


def _key_batches(keys: Iterable[tuple[int, int, int]]) -> Iterator[pa.RecordBatch]:
    for some in batched(keys, 50_000, strict=False):
        columns = [pa.array(column, field.type) for column, field in zip(zip(*some), KEYS)]  # noqa: B905
        yield pa.RecordBatch.from_arrays(columns, schema=KEYS)
