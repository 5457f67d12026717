"""The certificate authority of one office network, and the certificates that it signs.

Created once. Its key is encrypted under the key ring, and its certificate is constrained to the
name of this machine and to private addresses (RFC 5280, 4.2.1.10): stolen, it opens no bank and no
mailbox to anybody. What it signs is valid for 90 days and is signed anew by itself.
"""

import secrets
import ssl
import time
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from amparo.foundation.core.encryption import key_ring
from amparo.foundation.core.encryption.secret_files import write_secret
from amparo.foundation.core.refusals import Refusal

from .host import PRIVATE, Address

AUTHORITY_LIVES = timedelta(days=5 * 365)
LEAF_LIVES, RENEWED_BEFORE = timedelta(days=90), timedelta(days=30)
AN_HOUR = 3600.0
DAMAGED = (
    "{path} is missing, empty or damaged, or belongs to another key ring. Put the folder {folder} "
    "back from your copy; or remove it, and a new authority is made: every phone must then be "
    "told once more to trust this installation."
)


class Authority:
    """The certificate authority of one installation, in a folder of its own."""

    def __init__(self, folder: Path, name: str):
        self.folder, self.name = folder, name
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if self._is_for_another_name() or not (folder / "authority.crt").exists():
            self._make()

    @cached_property
    def certificate(self) -> x509.Certificate:
        path = self.folder / "authority.crt"
        try:
            return x509.load_pem_x509_certificate(path.read_bytes())
        except ValueError:
            raise Refusal(DAMAGED.format(path=path, folder=self.folder)) from None

    def _key(self) -> PrivateKeyTypes:
        path = self.folder / "authority.key"
        try:
            return serialization.load_pem_private_key(path.read_bytes(), _seal())
        except (ValueError, TypeError, FileNotFoundError):
            raise Refusal(DAMAGED.format(path=path, folder=self.folder)) from None

    @property
    def der(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.DER)

    @property
    def fingerprint(self) -> str:
        """As telephones show it: who reads it out compares the two."""
        return self.certificate.fingerprint(hashes.SHA256()).hex(":").upper()

    def leaf(self, addresses: list[Address]) -> tuple[Path, Path]:
        """The server's certificate and key, signed anew on expiry or at new addresses."""
        certificate, key = self.folder / "server.crt", self.folder / "server.key"
        if not self._is_good(certificate, addresses):
            self._sign(certificate, key, addresses)
        return certificate, key

    def _is_good(self, path: Path, addresses: list[Address]) -> bool:
        if not path.exists() or not path.with_suffix(".key").exists():
            return False
        try:
            leaf = x509.load_pem_x509_certificate(path.read_bytes())
            key = serialization.load_pem_private_key(path.with_suffix(".key").read_bytes(), None)
        except (ValueError, TypeError):
            return False  # half of it is worth nothing, and both are signed anew
        names = leaf.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
        return (
            leaf.issuer == self.certificate.subject
            and leaf.public_key() == key.public_key()
            and leaf.not_valid_after_utc - datetime.now(UTC) > RENEWED_BEFORE
            and set(addresses) <= set(names.get_values_for_type(x509.IPAddress))
        )

    def _is_for_another_name(self) -> bool:
        """A machine that was renamed needs another authority: the old one may not speak for it."""
        path = self.folder / "authority.crt"
        if not path.exists():
            return False
        allowed = self.certificate.extensions.get_extension_for_class(x509.NameConstraints).value
        return x509.DNSName(self.name) not in (allowed.permitted_subtrees or [])

    def _make(self) -> None:
        key = ec.generate_private_key(ec.SECP256R1())
        now = datetime.now(UTC)
        subject = x509.Name(
            [x509.NameAttribute(NameOID.COMMON_NAME, f"Amparo {self.name} {secrets.token_hex(3)}")]
        )
        allowed: list[x509.GeneralName] = [x509.DNSName(self.name), x509.DNSName("localhost")]
        allowed += [x509.IPAddress(each) for each in PRIVATE]
        made = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(subject)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(hours=1))
            .not_valid_after(now + AUTHORITY_LIVES)
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(_usage(signs=True), critical=True)
            .add_extension(x509.NameConstraints(allowed, None), critical=True)
            .add_extension(
                x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False
            )
            .sign(key, hashes.SHA256())
        )
        self.__dict__.pop("certificate", None)
        for old in ("server.crt", "server.key"):
            (self.folder / old).unlink(missing_ok=True)
        write_secret(self.folder / "authority.key", _sealed(key), over=True)
        certificate = made.public_bytes(serialization.Encoding.PEM)
        write_secret(self.folder / "authority.crt", certificate, over=True)

    def _sign(self, path: Path, key_path: Path, addresses: list[Address]) -> None:
        authority = self._key()
        key = ec.generate_private_key(ec.SECP256R1())
        now = datetime.now(UTC)
        names: list[x509.GeneralName] = [x509.DNSName(self.name), x509.DNSName("localhost")]
        names += [x509.IPAddress(address) for address in addresses]
        issuer = self.certificate.public_key()
        made = (
            x509.CertificateBuilder()
            .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, self.name)]))
            .issuer_name(self.certificate.subject)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(hours=1))
            .not_valid_after(min(now + LEAF_LIVES, self.certificate.not_valid_after_utc))
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(x509.SubjectAlternativeName(names), critical=False)
            .add_extension(_usage(signs=False), critical=True)
            .add_extension(
                x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False
            )
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer),  # type: ignore[arg-type]
                critical=False,
            )
            .sign(authority, hashes.SHA256())  # type: ignore[arg-type]
        )
        plain = key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        write_secret(key_path, plain, over=True)
        write_secret(path, made.public_bytes(serialization.Encoding.PEM), over=True)


class FreshContext:
    """What gunicorn asks at each connection: once an hour it looks whether to sign anew."""

    def __init__(self, authority: Authority, addresses):
        self._authority, self._addresses = authority, addresses
        self._look_at = 0.0
        self._context: ssl.SSLContext | None = None

    def __call__(self, _conf, _default) -> ssl.SSLContext:
        if self._context is None or time.monotonic() > self._look_at:
            certificate, key = self._authority.leaf(self._addresses())
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.minimum_version = ssl.TLSVersion.TLSv1_2
            context.load_cert_chain(certificate, key)
            self._context, self._look_at = context, time.monotonic() + AN_HOUR
        return self._context


def _usage(*, signs: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs, key_cert_sign=signs, crl_sign=signs, content_commitment=False,
        key_encipherment=False, data_encipherment=False, key_agreement=False, encipher_only=False,
        decipher_only=False,
    )  # fmt: skip


def _seal() -> bytes:
    return key_ring.derive("office network").hex().encode()


def _sealed(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.BestAvailableEncryption(_seal()),
    )
