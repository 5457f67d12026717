"""Cache of public answers, in the memory of this process, for a minute; and a throttle.

Each lies under the editions of the directory and of the lists that it was made from, and under
its minute: after a change it is never found again, and no service is shown as it stood earlier.
Nothing that is made for somebody is kept here, and nobody's address lies in it in clear.
"""

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256

from django.core.cache import caches
from django.http import HttpResponse

from amparo.foundation.core.clock import now
from amparo.foundation.core.code_lists.models import CodeListEdition
from amparo.foundation.directory.models import DirectoryEdition

CACHE_SECONDS = 60
# What is larger is made anew: one answer must not push out all others.
MAX_BYTES = 256 * 1024


def cached[T](what: str, make: Callable[[], T]) -> T:
    """What `make` gives, or gave within the last minute from the same edition.

    The edition is read first: what was made meanwhile may be newer than it says, never older.
    """
    name = _cache_key(what)
    found = caches["pages"].get(name)
    if found is None:
        found = make()
        if _length(found) <= MAX_BYTES:
            caches["pages"].set(name, found, CACHE_SECONDS)
    return found


@dataclass(frozen=True)
class _CachedPage:
    """A page as it was answered, and until when what it says of doors is true."""

    content: bytes
    headers: dict[str, str]
    true_until: float

    def again(self) -> HttpResponse:
        response = HttpResponse(self.content, headers=self.headers)
        response.true_for = max(int(self.true_until - now().timestamp()), 0)  # type: ignore[attr-defined]
        return response


def cached_page(address: str, make: Callable[[], HttpResponse]) -> HttpResponse:
    """A public page, where it was made within the last minute and its doors have not moved."""
    name = _cache_key(address)
    found = caches["pages"].get(name)
    if found is not None:
        return found.again()
    response = make()
    seconds = getattr(response, "true_for", 0)  # said by lists of services, and by services
    is_small = len(response.content) <= MAX_BYTES
    if response.status_code == 200 and seconds and is_small and not response.cookies:
        kept = _CachedPage(response.content, dict(response.items()), now().timestamp() + seconds)
        caches["pages"].set(name, kept, min(seconds, CACHE_SECONDS))
    return response


def clear_cache() -> None:
    caches["pages"].clear()


def is_throttled(who: str, most: int, seconds: int = 60) -> bool:
    """Whether an address has asked this process more often than somebody would by hand."""
    name = _hash_of(who)
    caches["pages"].add(name, 0, seconds)
    try:
        return caches["pages"].incr(name) > most
    except ValueError:  # its minute was over just now
        return False


def _length(found: object) -> int:
    content = found[0] if isinstance(found, tuple) else found
    return len(content) if isinstance(content, bytes) else 0


def _cache_key(what: str) -> str:
    editions = f"{DirectoryEdition.in_force()}\n{CodeListEdition.in_force()}"
    return _hash_of(f"{editions}\n{now():%Y-%m-%d %H:%M}\n{what}")


def _hash_of(text: str) -> str:
    return sha256(text.encode()).hexdigest()
