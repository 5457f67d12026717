"""The process that serves: gunicorn's own for an event loop, with pages in threads."""

import asyncio
import os
import resource
from contextlib import suppress
from functools import partial

from gunicorn.sock import ssl_context
from gunicorn.workers.gasgi import ASGIWorker

from .admission import Admission
from .application import Application
from .connection import Connection
from .limits import PATIENCE, Unfinished


class Worker(ASGIWorker):
    """Accepts, reads and sends in one event loop, and answers in `threads` threads."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.unfinished_heads = Unfinished()
        self.most_connections = _raise_open_files() * 3 // 4

    @classmethod
    def check_config(cls, cfg, log) -> None:
        """Nothing to warn of: here threads are used."""

    def load_wsgi(self) -> None:
        self.asgi = Application(self.app.wsgi(), Admission(), threads=self.cfg.threads)

    async def _serve(self) -> None:
        for listening in self.sockets:
            self.servers.append(await self._open(listening))
        while self.alive:
            self.notify()
            if self.ppid != os.getppid():
                self.log.info("Parent changed, shutting down: %s", self)
                break
            await asyncio.sleep(1.0)
        await self._shutdown()

    async def _open(self, listening) -> asyncio.Server:
        context = None
        if self.cfg.is_ssl:
            context = ssl_context(self.cfg)
            # Asked at each handshake: a certificate that was signed anew is shown at once.
            context.sni_callback = lambda tls, _name, _context: setattr(
                tls, "context", ssl_context(self.cfg)
            )
        return await self.loop.create_server(
            partial(Connection, self),
            sock=listening.sock,
            ssl=context,
            ssl_handshake_timeout=PATIENCE if context else None,
            backlog=self.cfg.backlog,
        )


def _raise_open_files() -> int:
    """As many connections at once as the system lets this process have; says how many."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = min(hard, 65_536) if hard != resource.RLIM_INFINITY else 65_536
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, most), hard))
    return resource.getrlimit(resource.RLIMIT_NOFILE)[0]
