"""The engine of deduplication: DuckDB, in memory alone. Nothing decrypted touches the disk.

Splink and Arrow come with the extra `comparison`: `optional_dependencies.py` alone imports this
module.
"""

from collections.abc import Iterable, Iterator
from concurrent.futures import Future
from itertools import batched

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
from splink import Linker
from splink.backends.duckdb import DuckDBAPI
from splink.internals.splink_dataframe import SplinkDataFrame

from ..matching.name_comparison import MAX_NAME_BITS, NameWeights, bits_of
from .classifier import PairClassifier, splink_settings
from .columns import SCHEMA
from .evidence import DUCKDB, blocks_sql, pairs_sql
from .process_pool import ProcessPool
from .rows import PHONETIC_COLUMNS
from .weights import NAMES, Evidence, FoundPair, Seen, score_pairs

TOKEN_SCHEMA = pa.schema([("key", pa.int64()), ("year", pa.int16()), ("person", pa.int64())])
# Pairs whose answers speak so much against them are not looked at more closely.
MIN_MATCH_WEIGHT = -6.0
ROWS_AT_ONCE = 4_000
# Pairs of one slice as they were read, and what will be seen in them.
type PendingSlice = list[tuple[list[tuple], Future[list[Seen]]]]


class Engine:
    """One comparison: people and their tokens in memory, then slice after slice of pairs."""

    def __init__(
        self,
        judge: PairClassifier,
        helpers: ProcessPool,
        *,
        memory: str = "4GB",
        threads: int = 2,
        hopeless: float = MIN_MATCH_WEIGHT,
    ):
        self.judge, self._helpers, self._hopeless = judge, helpers, hopeless
        self._con = duckdb.connect(":memory:")
        # Where memory does not suffice it fails: what is sealed is not spilled to a disk.
        self._con.execute("SET temp_directory = ''")
        self._con.execute("SET max_temp_directory_size = '0B'")
        self._con.execute(f"SET memory_limit = '{memory}'")
        self._con.execute(f"SET threads = {threads:d}")
        self._con.execute("SET enable_external_access = false")
        self._con.execute("SET lock_configuration = true")
        self._rarity = NameWeights()
        # Pairs of all slices so far, the hopeless ones too.
        self.compared = 0

    def close(self) -> None:
        self._con.close()

    def take(self, people: Iterable[pa.RecordBatch], keys: Iterable[tuple[int, int, int]]) -> int:
        """Take everybody in, and find who is compared with whom."""
        everybody = pa.Table.from_batches(people, schema=SCHEMA)
        self._rarity = _name_weights_in(everybody)
        self._keep("people", everybody, _numbered())
        del everybody  # it is in the engine now, and need not be held twice
        self._con.execute("CREATE VIEW compared AS SELECT * EXCLUDE (features, mark) FROM people")
        self._keep("keys", pa.Table.from_batches(_key_batches(keys), schema=TOKEN_SCHEMA))
        self._con.execute(f"CREATE TABLE blocks AS {blocks_sql(DUCKDB)}")
        self._con.execute("DROP TABLE keys")
        return self._rarity.total

    def _keep(self, name: str, table: pa.Table, columns: str = "*") -> None:
        self._con.register("arrived", table)
        self._con.execute(f"CREATE TABLE {name} AS SELECT {columns} FROM arrived")  # noqa: S608
        self._con.unregister("arrived")

    def slices(self, those: Iterable[int], *, of: int) -> Iterator[list[FoundPair]]:
        """Slice after slice, the pairs that are worth a closer look, with what was answered.

        While helpers look at those of one slice, the next is sought.
        """
        before: PendingSlice | None = None
        for at in those:
            asked = self._ask(at, of)
            if before is not None:
                yield list(_found_pairs(before))
            before = asked
        if before is not None:
            yield list(_found_pairs(before))

    def _ask(self, at: int, of: int) -> "PendingSlice":
        self._con.execute(f"CREATE OR REPLACE TABLE pairs AS {pairs_sql(at, of)}")
        ((count,),) = self._con.execute("SELECT count(*) FROM pairs").fetchall()
        self.compared += count
        predicted = self._predicted()
        try:
            return [
                (rows, self._helpers.ask(score_pairs, [row[3:5] for row in rows], self._rarity))
                for rows in self._read(predicted.physical_name)
            ]
        finally:
            # Splink keeps its tables: a register's worth of them would fill the memory.
            predicted.drop_table_from_database_and_remove_from_cache()

    def _read(self, table: str) -> Iterator[list[tuple]]:
        levels = ", ".join(f"gamma_{name}" for name in NAMES)
        rows = self._con.cursor().execute(
            "SELECT person_l, person_r, l.mark || r.mark, l.features, r.features,"  # noqa: S608
            f" shared, {levels}"
            f" FROM {table} JOIN people l ON l.person = person_l"
            " JOIN people r ON r.person = person_r"
            " JOIN pairs ON join_key_l = person_l AND join_key_r = person_r"
            " ORDER BY person_l, person_r"
        )
        while some := rows.fetchmany(ROWS_AT_ONCE):
            yield some

    def _predicted(self) -> SplinkDataFrame:
        api = DuckDBAPI(self._con)
        # Its own log tells how long each step took: of no use to whoever reads ours.
        linker = Linker(
            api.register("compared"), splink_settings(self.judge, DUCKDB), log_level=None
        )
        linker.table_management.register_blocked_pairs_for_predict(api.register("pairs"))
        return linker.inference.predict(
            threshold_match_weight=self._hopeless, warning_mode="never"
        )


def _found_pairs(asked: "PendingSlice") -> Iterator[FoundPair]:
    for rows, seen in asked:
        for (one, other, mark, _ours, _theirs, shared, *levels), saw in zip(
            rows, seen.result(), strict=True
        ):
            yield FoundPair(one, other, Evidence(tuple(levels), *saw, int(shared)), mark)


def _name_weights_in(people: pa.Table) -> NameWeights:
    """How many bear each name; those that tell all that a name can tell need no counting."""
    counts = pc.value_counts(pc.list_flatten(people["phonetic_keys"]).combine_chunks())
    bearers = zip(*(each.to_pylist() for each in counts.flatten()), strict=True)
    total = people.num_rows
    return NameWeights(
        total,
        {phonetic_key: n for phonetic_key, n in bearers if bits_of(n, total) < MAX_NAME_BITS},
    )


def _numbered() -> str:
    """All columns, with numbers in place of phonetic keys: what only has to be the same or not."""
    numbers = (f"list_transform({name}, lambda x: hash(x)) AS {name}" for name in PHONETIC_COLUMNS)
    return f"* REPLACE ({', '.join(numbers)})"


def _key_batches(keys: Iterable[tuple[int, int, int]]) -> Iterator[pa.RecordBatch]:
    for some in batched(keys, 50_000, strict=False):
        columns = [pa.array(column, field.type) for column, field in zip(zip(*some), TOKEN_SCHEMA)]  # noqa: B905
        yield pa.RecordBatch.from_arrays(columns, schema=TOKEN_SCHEMA)
