"""The same definitions counted by a ClickHouse server, where one machine no longer suffices.

Facts are derived here as always, part by part; each part is sent to temporary tables of one
session, which ClickHouse holds in memory and drops with the session. The statements are those of
`engine`, in ClickHouse's dialect. Parts reach the server unsealed: it has to be the office's own
(docs/operations.md). The packages are an extra, and are imported here alone.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from .store import FactStore, Held

if TYPE_CHECKING:
    from clickhouse_connect.driver.client import Client
    from sqlglot.expressions import Expr

PACKAGES = ("clickhouse_connect", "sqlglot")
_TYPES = {bool: "Bool", str: "String", int: "Int64", date: "Date32"}
# Nothing is spilled to the server's disk, and no statement written into its log of queries.
# A session that was left without an end is over after an hour.
SETTINGS = {
    "session_timeout": 3600,
    "log_queries": 0,
    "max_bytes_before_external_group_by": 0,
    "max_bytes_ratio_before_external_group_by": 0,
    "max_bytes_before_external_sort": 0,
    "max_bytes_ratio_before_external_sort": 0,
}


def new_store() -> FactStore:
    """The store of this installation: in memory here, or on the server that settings name."""
    if not settings.AMPARO_CLICKHOUSE_URL:
        return FactStore()
    return ServerStore(connect())


def connect() -> "Client":
    """Opens a session on the server of the settings; its certificate is verified.

    Raises ImproperlyConfigured where the extra is missing, ConnectionError where it is silent.
    """
    if any(find_spec(name) is None for name in PACKAGES):
        raise ImproperlyConfigured("AMPARO_CLICKHOUSE_URL needs the extra: make clickhouse")
    import clickhouse_connect
    from clickhouse_connect.driver.exceptions import Error

    address = urlsplit(settings.AMPARO_CLICKHOUSE_URL)
    try:
        return clickhouse_connect.get_client(
            interface=address.scheme,
            host=address.hostname,
            port=address.port or 0,
            username=unquote(address.username or ""),
            password=settings.AMPARO_CLICKHOUSE_PASSWORD,
            database=address.path.strip("/") or None,
            ca_cert=settings.AMPARO_CA_FILE or None,
            settings=SETTINGS,
            autogenerate_session_id=True,
            query_retries=0,
            show_clickhouse_errors=False,
        )
    except Error as fault:
        raise ConnectionError(type(fault).__name__) from None


class ServerStore(FactStore):
    """Facts on a ClickHouse server, for as long as the session of `client` lasts."""

    def __init__(self, client: "Client", **how: Any):
        super().__init__(**how)
        self._client = client
        self._sent: dict[str, int] = {}

    def close(self) -> None:
        for fact in self._sent:
            self._client.command(f"DROP TEMPORARY TABLE IF EXISTS {fact}")
        self._client.close()
        super().close()

    def _add_part(self, fact: str, path: str) -> bytes:
        """Sends a part, and forgets it here. Raises ValueError where it did not arrive once."""
        content = self.files.cat_file(path)
        part = f"SELECT * FROM read_parquet('memory://{path}')"  # noqa: S608 - ours
        if fact not in self._sent:
            described = self.connection.execute(f"DESCRIBE {part}").fetchall()
            columns = ", ".join(f"{name} {_column_type(type_)}" for name, type_, *_ in described)
            self._client.command(f"CREATE TEMPORARY TABLE {fact} ({columns}) ENGINE = Memory")
        self._client.raw_insert(fact, insert_block=content, fmt="Parquet")
        (rows,) = self.connection.execute(f"SELECT count(*) FROM ({part})").fetchone() or (0,)  # noqa: S608
        self._sent[fact] = self._sent.get(fact, 0) + rows
        self.files.rm_file(path)
        if self.rows(fact).all != self._sent[fact]:
            raise ValueError(f"A part of {fact} did not arrive once.")
        del self._rows[fact]
        return content

    @contextmanager
    def hold(
        self, fact: str, sql: str, parameters: Mapping[str, Any], *, is_large: bool = False
    ) -> Iterator[Held]:
        """The server holds all facts in memory anyhow."""
        with super().hold(fact, sql, parameters) as held:
            yield held

    def query(self, sql: str, parameters: Mapping[str, Any] | None = None) -> list[tuple]:
        values = dict(parameters or {})
        types = tuple(sorted((name, _parameter_type(value)) for name, value in values.items()))
        found = self._client.query(translate(sql, types), parameters=values)
        return list(found.result_rows)


def _parameter_type(value: Any) -> str:
    if isinstance(value, list):
        return f"Array({_parameter_type(value[0])})"
    return _TYPES[type(value)]


def _column_type(type_: str) -> str:
    """The type of ClickHouse that holds every value of a type of DuckDB, and nothing."""
    from sqlglot import exp

    if type_ == "TIMESTAMP":  # sqlglot leaves out fractions of a second
        return "Nullable(DateTime64(6, 'UTC'))"
    return _adapt(exp.DataType.build(type_, dialect="duckdb"), {}).sql("clickhouse")


@cache
def translate(sql: str, types: tuple[tuple[str, str], ...] = ()) -> str:
    """A statement of `engine` in ClickHouse's dialect; `types` are those of its parameters."""
    from sqlglot import parse_one

    return _adapt(parse_one(sql, read="duckdb"), dict(types)).sql("clickhouse")


def _adapt(tree: "Expr", types: Mapping[str, str]) -> "Expr":
    """Changes what sqlglot would leave as it is, and ClickHouse lacks or answers otherwise."""
    from sqlglot import exp

    for node in list(tree.walk()):
        if isinstance(node, exp.Placeholder):
            node.set("kind", types[node.name])
        elif isinstance(node, exp.LogicalOr):  # it has no bool_or
            node.replace(exp.Max(this=node.this))
        elif isinstance(node, exp.Median):  # its own is drawn from a sample
            name = exp.to_identifier("quantileExactInclusive")
            half = exp.Literal.number("0.5")
            node.replace(exp.ParameterizedAgg(this=name, expressions=[half], params=[node.this]))
        elif isinstance(node, exp.DataType) and node.is_type(exp.DataType.Type.DATE):
            # Its dates of 16 bits begin in 1970: a year that somebody mistyped was refused.
            node.set("this", exp.DataType.Type.DATE32)
    return tree
