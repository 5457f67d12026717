"""How each engine says what is asked of two people: DuckDB here, Spark beyond one machine.

One place for all that differs between their SQL; what is compared is the same on both.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Dialect:
    """The few phrases in which engines differ."""

    name: str

    def count(self, column: str) -> str:
        """How many signs of a kind somebody has."""
        return f"len({column})"

    def shared(self, left: str, right: str) -> str:
        """How many of them two people share."""
        return f"len(list_intersect({left}, {right}))"

    def alike(self, left: str, right: str, least: float) -> str:
        """Whether two spellings are that close (Jaro-Winkler)."""
        return f"jaro_winkler_similarity({left}, {right}) >= {least}"

    def apart(self, left: str, right: str) -> str:
        """By how many slips of the finger two numbers differ."""
        return f"damerau_levenshtein({left}, {right})"

    def text(self, column: str) -> str:
        return f"CAST({column} AS VARCHAR)"

    def a_slip_apart(self, left: str, right: str) -> str:
        """Whether a number of one is a number of the other with one slip."""
        near = f"lambda y: {self.apart('x', 'y')} <= 1"
        return f"len(list_filter({left}, lambda x: len(list_filter({right}, {near})) > 0)) > 0"

    def whole(self, number: str, by: int | str) -> str:
        """Whole division."""
        return f"({number} // {by})"

    def rows_of(self, values: str) -> str:
        """One row for each of several values."""
        return f"unnest([{values}])"

    def hashed(self, *columns: str) -> str:
        return f"hash({', '.join(columns)})"


class Spark(Dialect):
    """Spark's words for the same; its similarity comes with Splink's own archive."""

    def count(self, column: str) -> str:
        return f"size({column})"

    def shared(self, left: str, right: str) -> str:
        return f"size(array_intersect({left}, {right}))"

    def alike(self, left: str, right: str, least: float) -> str:
        return f"jaro_winkler({left}, {right}) >= {least}"

    def apart(self, left: str, right: str) -> str:
        return f"damerau_levenshtein({left}, {right})"

    def text(self, column: str) -> str:
        return f"CAST({column} AS STRING)"

    def a_slip_apart(self, left: str, right: str) -> str:
        near = f"y -> {self.apart('x', 'y')} <= 1"
        return f"exists({left}, x -> exists({right}, {near}))"

    def whole(self, number: str, by: int | str) -> str:
        return f"CAST(floor({number} / {by}) AS BIGINT)"

    def rows_of(self, values: str) -> str:
        return f"explode(array({values}))"

    def hashed(self, *columns: str) -> str:
        return f"xxhash64({', '.join(columns)})"


DUCKDB, SPARK = Dialect("duckdb"), Spark("spark")
