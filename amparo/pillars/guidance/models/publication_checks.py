"""What keeps texts of guidance from being published."""

from collections.abc import Iterable, Mapping

from amparo.foundation.content import grammar

DEEPEST = 3  # level of a section


def have_gaps(levels: list[tuple[int, int]], texts: Mapping[int, str]) -> bool:
    """Whether a section says nothing; one that only stands above others need not. `levels`: key
    and level of each section in their order; `texts`: Markdown by key.
    """
    if not any(texts.values()):
        return True
    following = [level for _key, level in levels[1:]]
    stands_above = [
        after > level or after == level == DEEPEST
        for (_key, level), after in zip(levels, [*following, 0], strict=True)
    ]
    return any(
        key not in texts or (not texts[key] and not above)
        for (key, _level), above in zip(levels, stands_above, strict=True)
    )


def has_figure_without_words(texts: Iterable[str]) -> bool:
    """Whether a figure says nothing to those who do not see it."""
    return any(
        problem.code == grammar.Code.NO_ALTERNATIVE
        for markdown in texts
        for problem in grammar.problems(markdown)
    )
