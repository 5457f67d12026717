"""What is asked of two people, and the answers there are: the likest first, the unlike last.

An answer is a code and never a value. Nothing is said where one of the two is silent.
"""

from dataclasses import dataclass

from .dialects import Dialect

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
        sql.shared("bones_l", "bones_r"),
        f"least({sql.count('bones_l')}, {sql.count('bones_r')})",
        f"greatest({sql.count('bones_l')}, {sql.count('bones_r')})",
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
    days = "born_l IS NOT NULL AND born_r IS NOT NULL"
    turned = (
        "born_l % 100 = (born_r % 10000 - born_r % 100) / 100"
        " AND born_r % 100 = (born_l % 10000 - born_l % 100) / 100"
    )
    slip = f"{sql.apart(sql.text('born_l'), sql.text('born_r'))} = 1"
    return Question(
        "birth",
        "year_l IS NULL OR year_r IS NULL",
        (
            ("day", f"{days} AND born_l = born_r"),
            ("turned", f"{days} AND year_l = year_r AND {turned}"),
            ("slip", f"{days} AND {slip}"),
            ("month", f"{days} AND {sql.whole('born_l', 100)} = {sql.whole('born_r', 100)}"),
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
