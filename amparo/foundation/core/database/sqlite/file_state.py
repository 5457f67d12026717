"""Whether a database file is new or in clear, as its first bytes say; opens nothing."""

from pathlib import Path

# https://www.sqlite.org/fileformat.html, 1.3: what every file in clear begins with.
CLEAR_HEADER = b"SQLite format 3\0"


def is_new(path: Path | str) -> bool:
    """Whether there is no database yet: no file, or an empty one."""
    path = Path(path)
    return not path.exists() or path.stat().st_size == 0


def is_clear(path: Path | str) -> bool:
    """Whether the file is a database that anybody can read."""
    try:
        with Path(path).open("rb") as file:
            return file.read(len(CLEAR_HEADER)) == CLEAR_HEADER
    except FileNotFoundError:
        return False


def clear_databases(folder: Path) -> list[Path]:
    """The databases in this folder that anybody can read, whatever they are called."""
    return [file for file in sorted(folder.iterdir()) if file.is_file() and is_clear(file)]
