"""The figures of matching as text."""

from collections.abc import Iterator

_LOOK = "  {:<34}{:>7}{:>8}{:>8}   {:>22}   {:>22}"
_ALERT = "  {:<10}{:>12}{:>12}{:>12}{:>12}"


def render(registers: list[dict], names: list[dict]) -> str:
    lines = [line for told in registers for line in _register(told)]
    lines += _growth(registers)
    if names:
        lines += _of_names(names)
    return "\n".join(lines) + "\n"


def _register(told: dict) -> Iterator[str]:
    yield f"\n{told['size']:,} registrations, {told['database']}"
    if cost := told.get("load"):
        yield "  " + ", ".join(f"{what} {value:,.2f}" for what, value in cost.items())
    if search := told.get("search"):
        yield from _search(search)
    if batch := told.get("batch"):
        yield from _batch(batch)


def _search(told: dict) -> Iterator[str]:
    heads = ("searches", "@1", "@10", "CPU ms p50/p95/p99", "wall ms p50/p95/p99")
    yield _LOOK.format("", *heads)
    yield _look("the whole form", told["form"])
    yield _look("names and a year, as typed", told["typed"])
    for way, looks in told.get("trigrams", {}).items():
        yield _look(f"trigrams: {way}", looks)
    worst = list(told["by culture"].items())[:4]
    said = ", ".join(f"{name} {share:.3f} of {count}" for name, (count, share) in worst)
    yield f"  @10 is lowest for: {said}"
    yield _ALERT.format("bits", "returning", "newcomers", "kin", "others")
    for alert in told["alerts"]:
        shares = [f"{alert[who]:.1%}" for who in ("returning", "newcomers", "kin", "others")]
        yield _ALERT.format(alert["bits"], *shares)
    yield f"  it asks from {told['asks from']} on, and stops from {told['stops from']} on"


def _look(what: str, looks: dict) -> str:
    times = ["/".join(f"{each:.1f}" for each in looks[kind]) for kind in ("cpu", "wall")]
    shares = (f"{looks['@1']:.3f}", f"{looks['@10']:.3f}")
    return _LOOK.format(what, looks["searches"], *shares, *times)


def _batch(told: dict) -> Iterator[str]:
    yield (
        f"  compared with itself: {told['compared']:,} pairs in {told['wall s']:.0f} s"
        f" ({told['cpu s']:.0f} s of CPU), {told['peak MB']:,.0f} MB"
        f" and {told['peak MB of a helper']:,.0f} MB of each helper;"
        f" among them {told['recall of all found']:.3f} of {told['pairs there are']:,} true ones"
    )
    for way, judged in told["ways"].items():
        best = judged["recall at precision"]
        said = ", ".join(f"{recall:.3f} at {precision}" for precision, recall in best.items())
        yield f"  {way:<18} recall at precision: {said}"
        at = judged["at"].items()
        said = "  ".join(f"{limit}: {right:.3f}/{found:.3f}" for limit, (right, found) in at)
        yield f"  {'':<18} precision/recall from {said}"


def _growth(registers: list[dict]) -> Iterator[str]:
    """How much more a search costs in the largest register than in the smallest."""
    for database in dict.fromkeys(told["database"] for told in registers):
        by_size = {t["size"]: t for t in registers if t["database"] == database and "search" in t}
        if len(by_size) < 2:
            continue
        few, many = (
            by_size[size]["search"]["form"]["cpu"] for size in (min(by_size), max(by_size))
        )
        yield (
            f"\nFrom {min(by_size):,} to {max(by_size):,}, {database}: CPU grows by"
            f" {many[0] / few[0]:.2f} (p50), {many[1] / few[1]:.2f} (p95)"
        )


def _of_names(names: list[dict]) -> Iterator[str]:
    yield "\nReal names in Latin letters and another script: recall (false alarms)"
    ways = [way for way in names[0] if way not in ("script", "pairs")]
    for told in names:
        yield f"  {told['script'].lower()}, {told['pairs']:,} pairs"
        for way in ways:
            recall, alarms = told[way]
            yield f"    {way:<22}{recall:.3f} ({alarms:.4f})"
