"""Who is compared with whom: those who share a token by which people are found.

A rare token brings all its bearers together. A common one (the name that every tenth man bears)
only those born within a few years of each other, in bands that overlap; where even these are many,
those of one year, sex and nationality. So nobody is compared with more than a bounded number.

To share a token speaks for two people by as much as few others share it with them: of those who
share nothing but what many bear, hardly any are one person, and they are not looked at.
"""

from .dialects import Dialect

# Up to so many bearers a token is rare; a band or a year beyond the others tells nothing.
RARE, BAND, YEAR = 12, 24, 40
BAND_STEP = 2
# A token that n others share with somebody weighs 1,000/n; all that two share, at least this.
LEAST_SHARED = 180


def blocks_sql(sql: Dialect) -> str:
    """(block, person, weight) for all slices, from `keys` (key, year, person) and `people`."""
    step = sql.whole("k.year", BAND_STEP)
    rare, narrow, exact = (sql.whole("1000", f"({each}.n - 1)") for each in "sze")
    bands = sql.rows_of(f"{step}, {step} + 1")
    return f"""
    WITH sized AS (SELECT key, count(*) AS n FROM keys GROUP BY key HAVING count(*) > 1),
    rare AS (
      SELECT {sql.hashed("k.key")} AS block, k.person, {rare} AS weight FROM keys k
      JOIN sized s ON s.key = k.key WHERE s.n <= {RARE}
    ),
    banded AS (
      SELECT k.key, k.year, k.person, {bands} AS band FROM keys k
      JOIN sized s ON s.key = k.key WHERE s.n > {RARE} AND k.year > 0
    ),
    band_sizes AS (SELECT key, band, count(*) AS n FROM banded GROUP BY key, band),
    narrow AS (
      SELECT {sql.hashed("b.key", "b.band")} AS block, b.person, {narrow} AS weight
      FROM banded b
      JOIN band_sizes z ON z.key = b.key AND z.band = b.band WHERE z.n BETWEEN 2 AND {BAND}
    ),
    crowded AS (
      SELECT DISTINCT b.key, b.year, b.person FROM banded b
      JOIN band_sizes z ON z.key = b.key AND z.band = b.band WHERE z.n > {BAND}
    ),
    exact AS (
      SELECT {sql.hashed("c.key", "c.year", "p.sex", "p.nationality")} AS block, c.person
      FROM crowded c JOIN people p ON p.person = c.person
    ),
    exact_sizes AS (
      SELECT block, count(*) AS n FROM exact GROUP BY block HAVING count(*) BETWEEN 2 AND {YEAR}
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
    GROUP BY a.person, b.person HAVING sum(a.weight) >= {LEAST_SHARED}
    """  # noqa: S608 - numbers of our own
