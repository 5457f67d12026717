"""What stands on the public pages beside services: numbers to call, and rights."""

from amparo.foundation.core.code_lists import codes
from amparo.foundation.directory.models import EmergencyNumber
from amparo.ui import formats

# A few rights that people ask about most, by their codes in the reference list.
RIGHTS = (
    "nondiscrimination", "health", "education", "documents", "wages", "slavery", "trafficking",
    "gbv", "liberty", "consular", "asylum", "expulsion", "family", "fair_trial", "remedy",
)  # fmt: skip
# So many can be tapped on the first page; more have a page of their own.
FEW = 4


def numbers(most: int = 500) -> dict:
    """The emergency numbers by country; on the first page only where they are few."""
    there = list(EmergencyNumber.objects.all()[:500])
    kinds = [str(kind) for kind in EmergencyNumber.Kind]
    there.sort(key=lambda each: (formats.country_name(each.country), kinds.index(each.kind)))
    return {"numbers": there if len(there) <= most else [], "has_numbers": bool(there)}


def rights() -> list[tuple[str, list[str]]]:
    """Some rights in the words of the reference list, and where they are written."""
    terms = [codes.find("right", code) for code in RIGHTS]
    return [(term.label, _written_in(term)) for term in terms if term and term.is_active]


def _written_in(term: codes.Term) -> list[str]:
    articles = term.extra.get("articles", {})
    return [
        f"{codes.label('instrument', code)} ({said})" for code, said in list(articles.items())[:3]
    ]
