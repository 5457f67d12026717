"""Rate limits per account, address, token and device: never a way to lock a colleague out.

OWASP ASVS 5.0, V6.3.1: ten failures a minute from one address; for one account a delay that grows
to 30 seconds, whoever tries, and never a refusal (`accounts/sign_in_delay.py`, decision 13). A
browser in which the person has signed in before has a delay of its own, whatever happens elsewhere
or at its address. Passkeys, and two codes in a row of the person's app, do not wait at all: nobody
guesses them. The counts lie in the cache that all processes share, under keyed hashes: it names
nobody.
"""

import hmac
import ipaddress
import math
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Protocol

from django.core.cache import cache
from django.http import HttpRequest

from amparo.foundation.core.client_address import source_address
from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption import key_ring

from .accounts import sign_in_delay
from .accounts.sign_in_delay import FORGOTTEN_AFTER, REMEMBERED_FOR, Delay

FAILURES_PER_ADDRESS = (10, 60)
# A turn that was taken is not taken again; longer than a request lives.
TURN_SECONDS = 2 * 60
# Twice a second for as long as one likes, and twenty at once.
API_CALLS = (20, 10)
# Four a second, and forty at once.
SMS_CALLBACKS = (40, 10)
# Two a second, and forty at once: all telephones of an office share one address.
SYNC_CALLS = (40, 20)
# A morning's work at once; what has to wait is sent again automatically.
LATE_SUBMISSIONS = (60, 10 * 60)
# With 55 bits to guess, five a minute find nothing, and a shared address is soon free again.
RECEIPT_CODES = (5, 60)
# Asking for help: a shelter shares one address. More look like a machine, and very many are one.
HELP_REQUESTS, REQUESTS_PER_HOUR = (5, 10 * 60), (60, 60 * 60)
# A class of an academy registers from one address, in one lesson.
REGISTRATIONS = (30, 5 * 60)
# Mails to one address: a shared mailbox of an institution gets some, nobody is flooded.
MAILS_PER_DAY = (20, 24 * 60 * 60)
# Codes to one telephone: who mistypes asks again, and nobody is made to pay for a hundred.
CODES_PER_ADDRESS, CODES_FROM_ONE_PLACE = (3, 60 * 60), (20, 10 * 60)
FIVE_MINUTES = 5 * 60


class _Token(Protocol):
    """An API token, by the part of it that may be shown."""

    @property
    def prefix(self) -> str: ...


class _Device(Protocol):
    """A device, by the part of its secret that may be shown."""

    @property
    def short_name(self) -> str: ...


@dataclass(frozen=True)
class RateLimit:
    """So many tries in so many seconds: each try takes a ticket, which comes back by itself.

    A ticket is a key that is set only when it is not there: two processes never take the same.
    """

    name: str
    count: int
    seconds: int

    def take(self) -> str:
        """The ticket; "" when none is left."""
        return next((key for key in self._keys if cache.add(key, 1, self.seconds)), "")

    @property
    def left(self) -> int:
        return self.count - len(cache.get_many(self._keys))

    def give_back(self, ticket: str = "") -> None:
        """One that was not needed after all, or all of them."""
        cache.delete_many([ticket] if ticket else self._keys)

    @property
    def _keys(self) -> list[str]:
        return [f"{self.name}:{number}" for number in range(self.count)]


class SignInAttempt:
    """One attempt to sign in, with a password or a code.

    Either it is tested now, or it waits: then nothing of it is tested, and `wait` is the number of
    seconds.
    """

    STEPS = {"password": sign_in_delay.PASSWORD_STEPS, "code": sign_in_delay.CODE_STEPS}

    def __init__(
        self, request: HttpRequest, at: str, account: str, browser: str = "", *, waits: bool = True
    ):
        """Without `waits`, something else is asked first that nobody guesses."""
        self._steps = self.STEPS[at]
        self._network = _cache_key("network", network_of(request))[-12:]
        self._lane = _cache_key(at, account.strip().lower(), browser)
        self._address = RateLimit(_cache_key("from", address_of(request)), *FAILURES_PER_ADDRESS)
        self._from = "" if browser else self._address.take()
        self._waits = waits
        self.wait = 0
        self.is_from_a_busy_address = not (browser or self._from)
        if self.is_from_a_busy_address:
            self.is_allowed = False
        else:
            self.is_allowed = self._take_turn() if waits else True

    @property
    def next_wait(self) -> int:
        """Seconds until the next one from here, after this one was wrong.

        The same for accounts that are here and those that are not.
        """
        delay = self._delay()
        return self._seconds_until(self._opens_at(delay, is_contested=self._is_contested(delay)))

    def succeeded(self) -> None:
        """Forgets the wrong attempts of this network; those of others only while nobody else
        tries.
        """
        if self._from:
            self._address.give_back(self._from)
        if not self._waits:
            return  # it came by another way: whoever guesses gains nothing by it
        delay = self._delay()
        if delay.networks.keys() - {self._network}:
            self._keep(delay.without(self._network))
        else:
            self._keep(Delay(turn=delay.turn))
            cache.delete(self._contested)

    def _take_turn(self) -> bool:
        """Whether this one is tested: one process alone takes the turn of an account."""
        delay = self._delay()
        opens_at = self._opens_at(delay, is_contested=self._is_contested(delay))
        moment = now().timestamp()
        turn = f"{self._lane}:{delay.turn}:{delay.last}"
        if moment >= opens_at and cache.add(turn, 1, TURN_SECONDS):
            self._keep(delay.after(moment).tried(moment, self._network))
            return True
        self.wait = max(1, self._seconds_until(opens_at))
        return False

    def _opens_at(self, delay: Delay, *, is_contested: bool) -> float:
        return delay.after(now().timestamp()).opens_at(
            self._steps, self._network, is_contested=is_contested, lot=_draw_lot
        )

    def _seconds_until(self, moment: float) -> int:
        return max(0, math.ceil(moment - now().timestamp()))

    def _is_contested(self, delay: Delay) -> bool:
        """Returns whether somebody tries from another network than those that were wrong."""
        if delay.networks.keys() - {self._network}:
            cache.set(self._contested, 1, FORGOTTEN_AFTER)
            return True
        return self._contested in cache

    def _delay(self) -> Delay:
        return Delay(**cache.get(self._lane, {}))

    def _keep(self, delay: Delay) -> None:
        is_guessing = delay.wrong >= len(self._steps)
        cache.set(self._lane, asdict(delay), REMEMBERED_FOR if is_guessing else FORGOTTEN_AFTER)

    @property
    def _contested(self) -> str:
        return f"{self._lane}:contested"


def _draw_lot(turn: int, network: str) -> float:
    drawn = hmac.digest(key_ring.derive("limits"), f"{turn}\n{network}".encode(), "sha256")
    return int.from_bytes(drawn[:4]) / 2**32


class ReceiptCodeAttempt:
    """One try at a receipt code: only what was wrong counts, and only where it came from."""

    def __init__(self, request: HttpRequest):
        self._address = RateLimit(_cache_key("receipt", address_of(request)), *RECEIPT_CODES)
        self._ticket = self._address.take()

    @property
    def is_allowed(self) -> bool:
        return bool(self._ticket)

    def succeeded(self) -> None:
        self._address.give_back(self._ticket)


def is_flooding(request: HttpRequest, at: str, limit: tuple[int, int] | None = None) -> bool:
    """Whether one address sends more than all who share it, in a shelter, would."""
    most = limit or REQUESTS_PER_HOUR
    return not RateLimit(_cache_key("flood", at, address_of(request)), *most).take()


def registers_too_often(request: HttpRequest) -> bool:
    """Whether one address sends more registrations than a class that shares it."""
    return not RateLimit(_cache_key("registers", address_of(request)), *REGISTRATIONS).take()


def mails_to(address: str) -> RateLimit:
    """How many mails somebody without an account gets; `address` is its keyed hash."""
    return RateLimit(_cache_key("mails", address), *MAILS_PER_DAY)


def codes_to(address: str) -> RateLimit:
    """How many codes one telephone or mailbox gets; `address` is its keyed hash."""
    return RateLimit(_cache_key("codes", address), *CODES_PER_ADDRESS)


def asks_for_codes_too_often(request: HttpRequest, most: int) -> bool:
    """Whether one address asks for more codes than a shelter that shares it, or all together ask
    for more than `most` in five minutes: each code is paid for.
    """
    here = RateLimit(_cache_key("codes from", address_of(request)), *CODES_FROM_ONE_PLACE)
    return not here.take() or not RateLimit(_cache_key("all codes"), most, FIVE_MINUTES).take()


def api_calls_of(token: _Token) -> RateLimit:
    """How often one system may call: a ticket for each call, which comes back after a while."""
    return RateLimit(_cache_key("calls", token.prefix), *API_CALLS)


def wrong_tokens_from(request: HttpRequest) -> RateLimit:
    """How often an address may show a token that opens nothing; right ones are not counted."""
    return RateLimit(_cache_key("token", address_of(request)), *FAILURES_PER_ADDRESS)


def late_submissions_of(device: _Device) -> RateLimit:
    """How often a telephone that is believed no more may still bring what it had not sent."""
    return RateLimit(_cache_key("unsent", device.short_name), *LATE_SUBMISSIONS)


def sms_callbacks() -> RateLimit:
    """Limits delivery reports of the SMS provider."""
    return RateLimit(_cache_key("texts"), *SMS_CALLBACKS)


def wrong_callback_keys_from(request: HttpRequest) -> RateLimit:
    """Limits delivery reports with a wrong key from one address."""
    return RateLimit(_cache_key("texts", address_of(request)), *FAILURES_PER_ADDRESS)


def sync_calls_from(request: HttpRequest) -> RateLimit:
    """Limits synchronisation calls from one address, whatever the device."""
    return RateLimit(_cache_key("field", address_of(request)), *SYNC_CALLS)


class AddressCounter:
    """How many ask for help from one address just now."""

    def __init__(self, request: HttpRequest):
        where = address_of(request)
        self.is_large = not RateLimit(_cache_key("asks", where), *HELP_REQUESTS).take()
        self.is_a_flood = not RateLimit(
            _cache_key("asks at all", where), *REQUESTS_PER_HOUR
        ).take()


def address_of(request: HttpRequest) -> str:
    """Returns the client's address; of IPv6 the network, since one customer has millions of
    addresses.
    """
    return source_address(request.META)


def network_of(request: HttpRequest) -> str:
    """The network that it comes from: who rents one address there rents its neighbours too."""
    address = address_of(request)
    try:
        network = ipaddress.ip_network(address)
    except ValueError:
        return address
    width = 48 if network.version == 6 else 24
    return str(network.supernet(new_prefix=min(width, network.prefixlen)))


def _cache_key(*parts: str) -> str:
    words = "\n".join(parts).encode()
    return f"try:{hmac.new(key_ring.derive('limits'), words, sha256).hexdigest()}"
