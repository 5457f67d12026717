"""What the web server notes by itself, in the manner of every log of the house."""

from gunicorn.glogging import Logger

from .logs import Discreet


class ServerLog(Logger):
    """Gunicorn's own, which would write down what a broken request held."""

    def setup(self, cfg) -> None:
        super().setup(cfg)
        for handler in (*self.error_log.handlers, *self.access_log.handlers):
            handler.setFormatter(Discreet())
