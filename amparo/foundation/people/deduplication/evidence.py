"""The evidence on a pair in SQL: who is compared with whom, what is asked, and the answers.

An answer is a code and never a value, the likest first. Nothing is said where one of the two is
silent.
"""

from dataclasses import dataclass

# Dialects: all that differs between the SQL of DuckDB and of Spark.


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


SILENT = -1


@dataclass(frozen=True)
class Question:
    """One question; the number of an answer counts from the unlike (0) upwards."""

    name: str
    is_silent: str
    # (code, condition) from the likest down; the last one is what remains.
    answers: tuple[tuple[str, str], ...]

    @property
    def codes(self) -> list[str]:
        return [code for code, _condition in self.answers]

    def code(self, level: int) -> str:
        """The code of an answer by its number; nothing where somebody was silent."""
        return "" if level == SILENT else self.codes[len(self.answers) - 1 - level]

    def level(self, code: str) -> int:
        return len(self.answers) - 1 - self.codes.index(code) if code else SILENT


def questions(sql: Dialect) -> list[Question]:
    """All that is asked, in the words of one engine."""
    return [
        _names(sql), _given(sql), _birth(sql), _equal("sex", "sex"),
        _equal("nationality", "nationality"), _documents(sql),
        _held_in_common(sql, "phone", "phones"),
        _parent(sql, "father"), _parent(sql, "mother"), _equal("birth_place", "birth_place"),
    ]  # fmt: skip


def _names(sql: Dialect) -> Question:
    shared, few, many = (
        sql.shared("phonetic_keys_l", "phonetic_keys_r"),
        f"least({sql.count('phonetic_keys_l')}, {sql.count('phonetic_keys_r')})",
        f"greatest({sql.count('phonetic_keys_l')}, {sql.count('phonetic_keys_r')})",
    )
    return Question(
        "name",
        f"{few} = 0",
        (
            ("same", f"{few} > 1 AND {shared} = {many}"),
            ("within", f"{few} > 1 AND {shared} = {few}"),
            ("most", f"{shared} > 1"),
            ("near", f"{shared} = 1 AND {sql.alike('plain_l', 'plain_r', 0.92)}"),
            ("one", f"{shared} = 1"),
            ("sounds", sql.alike("plain_l", "plain_r", 0.9)),
            ("other", "ELSE"),
        ),
    )


def _given(sql: Dialect) -> Question:
    """Sisters and brothers share all but this."""
    shared, few = (
        sql.shared("given_l", "given_r"),
        f"least({sql.count('given_l')}, {sql.count('given_r')})",
    )
    swapped = (
        f"{sql.shared('given_l', 'family_r')} > 0 AND {sql.shared('family_l', 'given_r')} > 0"
    )
    return Question(
        "given",
        f"{few} = 0",
        (
            ("same", f"{shared} = {few}"),
            ("part", f"{shared} > 0"),
            ("swapped", swapped),
            ("near", sql.alike("given_plain_l", "given_plain_r", 0.86)),
            ("other", "ELSE"),
        ),
    )


def _birth(sql: Dialect) -> Question:
    days = "birth_day_l IS NOT NULL AND birth_day_r IS NOT NULL"
    turned = (
        "birth_day_l % 100 = (birth_day_r % 10000 - birth_day_r % 100) / 100"
        " AND birth_day_r % 100 = (birth_day_l % 10000 - birth_day_l % 100) / 100"
    )
    slip = f"{sql.apart(sql.text('birth_day_l'), sql.text('birth_day_r'))} = 1"
    return Question(
        "birth",
        "year_l IS NULL OR year_r IS NULL",
        (
            ("day", f"{days} AND birth_day_l = birth_day_r"),
            ("turned", f"{days} AND year_l = year_r AND {turned}"),
            ("slip", f"{days} AND {slip}"),
            (
                "month",
                f"{days} AND {sql.whole('birth_day_l', 100)} = {sql.whole('birth_day_r', 100)}",
            ),
            ("year", f"year_l = year_r AND NOT ({days})"),
            ("other_day", "year_l = year_r"),
            ("next_year", "abs(year_l - year_r) <= 1"),
            ("years", "abs(year_l - year_r) <= 4"),
            ("far", "ELSE"),
        ),
    )


def _equal(name: str, column: str) -> Question:
    silent = f"{column}_l IS NULL OR {column}_r IS NULL"
    return Question(name, silent, (("same", f"{column}_l = {column}_r"), ("other", "ELSE")))


def _documents(sql: Dialect) -> Question:
    few = f"least({sql.count('documents_l')}, {sql.count('documents_r')})"
    return Question(
        "document",
        f"{few} = 0",
        (
            ("same", f"{sql.shared('documents_l', 'documents_r')} > 0"),
            ("slip", sql.a_slip_apart("documents_l", "documents_r")),
            ("other", "ELSE"),
        ),
    )


def _held_in_common(sql: Dialect, name: str, column: str) -> Question:
    few = f"least({sql.count(f'{column}_l')}, {sql.count(f'{column}_r')})"
    same = f"{sql.shared(f'{column}_l', f'{column}_r')} > 0"
    return Question(name, f"{few} = 0", (("same", same), ("other", "ELSE")))


def _parent(sql: Dialect, name: str) -> Question:
    few = f"least({sql.count(f'{name}_l')}, {sql.count(f'{name}_r')})"
    shared = sql.shared(f"{name}_l", f"{name}_r")
    return Question(
        name,
        f"{few} = 0",
        (("same", f"{shared} = {few}"), ("part", f"{shared} > 0"), ("other", "ELSE")),
    )


# Blocking: those are compared who share a search token.
#
# A rare token brings all its bearers together. A common one (the name that every tenth man bears)
# only those born within a few years of each other, in bands that overlap; where even these are
# many, those of one year, sex and nationality. So nobody is compared with more than a bounded
# number.
#
# To share a token speaks for two people by as much as few others share it with them: of those who
# share nothing but what many bear, hardly any are one person, and they are not looked at.

# Up to so many bearers a token is rare; a band or a year beyond the others tells nothing.
RARE_BEARERS, BAND_BEARERS, YEAR_BEARERS = 12, 24, 40
BAND_STEP = 2
# A token that n others share with somebody weighs 1,000/n; all that two share, at least this.
MIN_SHARED = 180


def blocks_sql(sql: Dialect) -> str:
    """(block, person, weight) for all slices, from `keys` (key, year, person) and `people`."""
    step = sql.whole("k.year", BAND_STEP)
    rare, narrow, exact = (sql.whole("1000", f"({each}.n - 1)") for each in "sze")
    bands = sql.rows_of(f"{step}, {step} + 1")
    return f"""
    WITH sized AS (SELECT key, count(*) AS n FROM keys GROUP BY key HAVING count(*) > 1),
    rare AS (
      SELECT {sql.hashed("k.key")} AS block, k.person, {rare} AS weight FROM keys k
      JOIN sized s ON s.key = k.key WHERE s.n <= {RARE_BEARERS}
    ),
    banded AS (
      SELECT k.key, k.year, k.person, {bands} AS band FROM keys k
      JOIN sized s ON s.key = k.key WHERE s.n > {RARE_BEARERS} AND k.year > 0
    ),
    band_sizes AS (SELECT key, band, count(*) AS n FROM banded GROUP BY key, band),
    narrow AS (
      SELECT {sql.hashed("b.key", "b.band")} AS block, b.person, {narrow} AS weight
      FROM banded b
      JOIN band_sizes z ON z.key = b.key AND z.band = b.band WHERE z.n BETWEEN 2 AND {BAND_BEARERS}
    ),
    crowded AS (
      SELECT DISTINCT b.key, b.year, b.person FROM banded b
      JOIN band_sizes z ON z.key = b.key AND z.band = b.band WHERE z.n > {BAND_BEARERS}
    ),
    exact AS (
      SELECT {sql.hashed("c.key", "c.year", "p.sex", "p.nationality")} AS block, c.person
      FROM crowded c JOIN people p ON p.person = c.person
    ),
    exact_sizes AS (
      SELECT block, count(*) AS n FROM exact GROUP BY block
      HAVING count(*) BETWEEN 2 AND {YEAR_BEARERS}
    )
    SELECT block, person, weight FROM rare
    UNION ALL SELECT block, person, weight FROM narrow
    UNION ALL
    SELECT x.block, x.person, {exact} FROM exact x JOIN exact_sizes e ON e.block = x.block
    """  # noqa: S608 - words of our own, no value of anybody's


def pairs_sql(slice_at: int, slices: int) -> str:
    """The pairs of one slice that share enough, each once, as Splink wants them."""
    return f"""
    SELECT '0' AS match_key, a.person AS join_key_l, b.person AS join_key_r,
      sum(a.weight) AS shared
    FROM blocks a JOIN blocks b ON a.block = b.block AND a.person < b.person
    WHERE a.person % {slices} = {slice_at}
    GROUP BY a.person, b.person HAVING sum(a.weight) >= {MIN_SHARED}
    """  # noqa: S608 - numbers of our own
