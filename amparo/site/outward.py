"""What a library asks of another house goes by the one way out: named machines, over a line
whose certificate is verified, and nobody is followed elsewhere.
"""

from io import BytesIO

from requests import PreparedRequest, Response, Session
from requests.adapters import BaseAdapter
from requests.exceptions import ConnectionError as NoConnection

from amparo.foundation.core import http_client


class _OneWayOut(BaseAdapter):
    """In place of the library's own line, which would speak with anybody."""

    def send(self, request: PreparedRequest, *args, **kwargs) -> Response:
        body = request.body or b""
        headers = {
            name: value if isinstance(value, str) else value.decode()
            for name, value in request.headers.items()
        }
        try:
            said = http_client.send(
                request.url or "",
                body if isinstance(body, bytes) else str(body).encode(),
                method=request.method or "GET",
                headers=headers | {"Accept-Encoding": "identity"},
            )
        except http_client.HostUnreachable as shut:
            raise NoConnection(str(shut)) from None
        answer = Response()
        answer.status_code, answer.raw = said.status, BytesIO(said.body)
        answer.headers["Content-Type"] = "application/json"  # OpenID Connect says nothing else
        answer.url, answer.request, answer.encoding = request.url or "", request, "utf-8"
        return answer

    def close(self) -> None:
        """Each line is closed when it was answered."""


def session() -> Session:
    asks = Session()
    asks.trust_env = False  # no proxy and no certificates but those that the house names
    for scheme in ("https://", "http://"):
        asks.mount(scheme, _OneWayOut())
    return asks
