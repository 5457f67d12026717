"""Cells that a spreadsheet program would run are written so that it shows them (OWASP)."""

import re

WOULD_RUN = tuple("=+-@\t\r\n＝＋－＠")
_NUMBER = re.compile(r"[+-][\d ]*\d(\.\d+)?([eE][+-]?\d+)?")


def would_run(cell: str) -> bool:
    """A telephone may begin with +, and a number with -: neither is a formula."""
    return cell.startswith(WOULD_RUN) and not _NUMBER.fullmatch(cell)


def safe(cell: str) -> str:
    """With a quote before it, it stays readable and does not run."""
    return f"'{cell}" if would_run(cell) else cell
