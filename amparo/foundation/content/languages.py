"""Which way a language is written."""

# Of the languages in Unicode's CLDR that are written from the right.
FROM_THE_RIGHT = frozenset(
    {"ar", "arc", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "ug", "ur", "yi"}
)


def is_from_the_right(language: str) -> bool:
    return language.lower().split("-")[0].split("_")[0] in FROM_THE_RIGHT


def direction(language: str) -> str:
    return "rtl" if is_from_the_right(language) else "ltr"
