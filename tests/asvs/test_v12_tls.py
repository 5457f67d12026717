"""V12.3.2: whoever cannot prove to be the other machine is told nothing, by any way out."""

import socket
import ssl
import threading
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from unittest.mock import patch

import psycopg
import pytest
import requests
from allauth.socialaccount.adapter import get_adapter
from django.core.files.base import ContentFile
from django.core.mail import mailers
from django.utils.module_loading import import_string

from amparo.foundation.core.refusals import TemporarilyUnavailable
from amparo.foundation.core.tests.test_http_client import certificate
from amparo.site import settings as as_shipped
from amparo.site.environment import database_settings, file_storage_settings
from tests.support.fake_services import S3_KEYS

SECRET = "the-password-of-the-house"


@pytest.fixture
def impostor(tmp_path):
    """Somebody with a certificate that nobody vouches for, who waits for what is said to them."""

    @contextmanager
    def impostor(before=lambda line: None):
        door = socket.create_server(("127.0.0.1", 0))
        there = SimpleNamespace(port=door.getsockname()[1], heard=[], met=0)
        secure = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        secure.load_cert_chain(certificate(tmp_path, "localhost"))

        def wait():
            while True:
                try:
                    line, _whence = door.accept()
                except OSError:
                    return
                there.met += 1
                with line:
                    line.settimeout(5)
                    try:
                        before(line)
                        there.heard.append(secure.wrap_socket(line, server_side=True).recv(4096))
                    except OSError:
                        continue

        hand = threading.Thread(target=wait, daemon=True)
        hand.start()
        yield there
        door.shutdown(socket.SHUT_RDWR)
        door.close()
        hand.join(10)
        assert there.met
        assert [each for each in there.heard if each] == []

    return impostor


def test_v12_3_2_a_database_that_anybody_may_pose_as_is_told_no_password(impostor):
    settings = database_settings(f"postgresql://amparo:{SECRET}@db.example.org/amparo", Path())
    with (
        impostor(lambda line: line.recv(8) and line.sendall(b"S")) as there,
        pytest.raises(psycopg.OperationalError, match="certificate verify failed"),
    ):
        psycopg.connect(
            host=settings["HOST"], hostaddr="127.0.0.1", port=there.port, user="amparo",
            password=SECRET, **settings["OPTIONS"],
        )  # fmt: skip


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("postgresql://db.lan/amparo", {"sslmode": "verify-full", "sslrootcert": "system"}),
        ("postgresql://db.lan/amparo?sslrootcert=/ca.pem",
         {"sslmode": "verify-full", "sslrootcert": "/ca.pem"}),
        ("postgresql://db.lan/amparo?sslmode=require", {"sslmode": "require"}),
        ("postgresql://localhost/amparo", {}),
        ("postgresql:///amparo?host=/run/postgresql", {}),
    ],
)  # fmt: skip
def test_v12_3_2_another_machine_is_asked_for_its_name_unless_something_else_is_said(
    url, said, monkeypatch
):
    monkeypatch.delenv("PGSSLMODE", raising=False)
    options = database_settings(url, Path())["OPTIONS"]
    assert {name: value for name, value in options.items() if name.startswith("ssl")} == said


def test_v12_3_2_nor_is_a_bucket_given_papers(impostor):
    with impostor() as there, patch.dict("os.environ", S3_KEYS):
        told = file_storage_settings(
            f"s3://amparo?endpoint=https://localhost:{there.port}&region=x"
        )
        bucket = import_string(told["BACKEND"])(**told["OPTIONS"])
        with pytest.raises(TemporarilyUnavailable):
            bucket.save("paper", ContentFile(b"sealed"))


def test_v12_3_2_nor_a_mail_server_a_password(impostor, settings):
    def greet(line):
        line.sendall(b"220 mail ESMTP\r\n")
        line.recv(1000)
        line.sendall(b"250-mail\r\n250 STARTTLS\r\n")
        line.recv(1000)
        line.sendall(b"220 go\r\n")

    told = as_shipped.MAILERS["default"]
    with impostor(greet) as there:
        where = {"host": "localhost", "port": there.port, "username": "x", "password": SECRET}
        settings.MAILERS = {"default": told | {"OPTIONS": told["OPTIONS"] | where}}
        with pytest.raises(ssl.SSLCertVerificationError):
            mailers["default"].open()


def test_v12_3_2_nor_the_installation_of_another_organization(impostor, settings):
    with impostor() as there, get_adapter().get_requests_session() as session:
        settings.AMPARO_OUTBOUND = [f"localhost:{there.port}", "127.0.0.0/8"]
        with pytest.raises(requests.exceptions.ConnectionError, match="CertVerification"):
            session.post(f"https://localhost:{there.port}/token", {"client_secret": SECRET})
