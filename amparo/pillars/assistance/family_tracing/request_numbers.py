"""Numbers of tracing requests, made like those of cases and never taken for one."""

from amparo.pillars.assistance.cases.case_numbers import check_digit


def request_number(year: int, serial: int) -> str:
    """FAM-26-000042-0: what a relative can say over the telephone, and that names nobody."""
    digits = f"{year % 100:02d}{serial:06d}"
    return f"FAM-{digits[:2]}-{digits[2:]}-{check_digit(digits)}"
