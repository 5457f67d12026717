"""One connection of gunicorn, with a deadline for headers and for answers nobody takes."""

import asyncio
from typing import TYPE_CHECKING

from gunicorn.asgi.protocol import ASGIProtocol

from amparo.foundation.core.client_address import is_trusted_proxy

from .limits import PATIENCE, RATE, seconds_left

if TYPE_CHECKING:
    from .worker import Worker

_LOOK_AGAIN = 1.0


class Connection(ASGIProtocol):
    """Closed when its headers arrive too slowly, or its answer is not taken.

    Only waits: it never looks into what is sent. Bodies are timed by `Application`.
    """

    worker: "Worker"

    def __init__(self, worker: "Worker") -> None:
        super().__init__(worker)
        self._peer = ""
        self._head_timer: asyncio.TimerHandle | None = None
        self._head_begun, self._head_received = 0.0, 0

    def connection_made(self, transport) -> None:
        super().connection_made(transport)
        if self.worker.nr_conns > self.worker.most_connections:
            transport.abort()
            return
        self._peer = _peer_of(transport)
        self._await_head()

    def data_received(self, data: bytes) -> None:
        if self._head_timer is None and self._current_request is None:
            # A further request on a line that was kept: what is on its way is not idle.
            self._cancel_keepalive_timer()
            self._await_head()
        self._head_received += len(data)
        super().data_received(data)

    def connection_lost(self, exc) -> None:
        self._head_is_here()
        super().connection_lost(exc)

    def _on_headers_complete(self):
        self._head_is_here()
        return super()._on_headers_complete()

    def _await_head(self) -> None:
        loop = self.worker.loop
        self._head_begun, self._head_received = loop.time(), 0
        self._head_timer = loop.call_later(_LOOK_AGAIN, self._look_at_head)
        self.worker.unfinished_heads.add(self._peer)

    def _look_at_head(self) -> None:
        loop = self.worker.loop
        is_crowded = bool(self._peer) and self.worker.unfinished_heads.is_crowded(self._peer)
        elapsed = loop.time() - self._head_begun
        if seconds_left(elapsed, self._head_received, is_crowded=is_crowded) > 0:
            self._head_timer = loop.call_later(_LOOK_AGAIN, self._look_at_head)
            return
        self._head_is_here()
        self._close_transport()
        if self._request_ready is not None:
            self._request_ready.set()  # who waits for it sees that the line is closed

    def _head_is_here(self) -> None:
        if self._head_timer is not None:
            self._head_timer.cancel()
            self._head_timer = None
            self.worker.unfinished_heads.remove(self._peer)

    def _close_transport(self) -> None:
        super()._close_transport()
        self._give_up_unless_taken(self._unsent())

    def _unsent(self) -> int:
        return self.transport.get_write_buffer_size() if self.transport else 0

    def _give_up_unless_taken(self, before: int) -> None:
        """What waits to be sent on a closed line must become less, or nobody takes it."""
        if not before or self._conn_lost_handled:
            return
        now = self._unsent()

        def look() -> None:
            if self._conn_lost_handled:
                return
            if now - self._unsent() < RATE * PATIENCE and self._unsent():
                self.transport.abort()
            else:
                self._give_up_unless_taken(self._unsent())

        self.worker.loop.call_later(PATIENCE, look)


def _peer_of(transport) -> str:
    """Who is there; nobody in particular where a proxy speaks for many."""
    peer = transport.get_extra_info("peername")
    address = peer[0] if isinstance(peer, tuple) else ""
    return "" if is_trusted_proxy(address) else address
