"""Locks the key ring with a key on a hardware token, over PKCS#11.

The token encrypts and decrypts the ring with AES-256-GCM; its key never leaves it. The file of the
ring names token and key by their labels. Which library talks to the token is a setting of this
machine (AMPARO_PKCS11_MODULE), never the content of a file that may come from a memory stick.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Self

from django.conf import settings

from .errors import DecryptionError, WrongSecret

TAG_BITS = 128


@dataclass(frozen=True)
class TokenLock:
    """The ring encrypted on a token, for whoever knows its PIN."""

    about: dict[str, str | int]
    pin: str = field(repr=False)

    @classmethod
    def new(cls, pin: str, *, label: str, key: str, make: bool) -> Self:
        """Returns a lock with the key of this label; with `make` the token creates it first.
        Raises DecryptionError for a wrong PIN, token or label.
        """
        lock = cls({"with": "token", "label": label, "key": key}, pin)
        try:
            with lock._session() as session:
                lock._make_key(session) if make else lock._find_key(session)
        except WrongSecret:
            raise DecryptionError(f"This is not the PIN of the token “{label}”.") from None
        return lock

    @classmethod
    def of(cls, about: dict, pin: str) -> Self:
        """Returns the lock that a file names, with this PIN, unchecked."""
        return cls(about, pin)

    def seal(self, clear: bytes, nonce: bytes, bound_to: bytes) -> bytes:
        with self._session() as session:
            return self._find_key(session).encrypt(clear, **_gcm(nonce, bound_to))

    def open(self, sealed: bytes, nonce: bytes, bound_to: bytes) -> bytes:
        from pkcs11 import exceptions

        # What a token says of a file that is not its own; SoftHSM says the second.
        closed = (exceptions.EncryptedDataInvalid, exceptions.GeneralError)
        with self._session() as session:
            key = self._find_key(session)
            try:
                return key.decrypt(sealed, **_gcm(nonce, bound_to))
            except closed:
                raise DecryptionError(
                    "The key ring was locked with another key than the one on the token "
                    f"“{self.about['label']}”, or its file was changed."
                ) from None

    @contextmanager
    def _session(self) -> Iterator[Any]:
        """Signs in to the token for one operation; nothing outlives a fork. Raises WrongSecret for
        a wrong PIN, else DecryptionError.
        """
        library = _library()
        label = self.about["label"]
        from pkcs11 import exceptions

        try:
            token = library.get_token(token_label=label)
            with token.open(rw=True, user_pin=self.pin) as session:
                yield session
        except (exceptions.PinIncorrect, exceptions.PinLenRange, exceptions.PinInvalid):
            raise WrongSecret from None
        except exceptions.PinLocked:
            raise DecryptionError(
                f"The token “{label}” has locked itself after wrong PINs: its administrator "
                "unlocks it with the SO PIN."
            ) from None
        except (exceptions.NoSuchToken, exceptions.TokenNotPresent):
            raise DecryptionError(
                f"There is no token “{label}”: plug it in, or see AMPARO_PKCS11_MODULE "
                f"({settings.AMPARO_PKCS11_MODULE})."
            ) from None
        except exceptions.MechanismInvalid:
            raise DecryptionError(
                f"The token “{label}” cannot seal with AES-GCM (CKM_AES_GCM): take another one."
            ) from None
        except exceptions.PKCS11Error as fault:
            raise DecryptionError(
                f"The token “{label}” did not do what was asked ({type(fault).__name__})."
            ) from None
        finally:
            library.finalize()

    def _find_key(self, session: Any) -> Any:
        from pkcs11 import ObjectClass, exceptions

        label, key = self.about["label"], self.about["key"]
        try:
            return session.get_key(object_class=ObjectClass.SECRET_KEY, label=key)
        except exceptions.NoSuchKey:
            raise DecryptionError(
                f"The token “{label}” has no key “{key}”: another token, or make one (--make)."
            ) from None
        except exceptions.MultipleObjectsReturned:
            raise DecryptionError(
                f"The token “{label}” has several keys “{key}”: give one a label of its own."
            ) from None

    def _make_key(self, session: Any) -> Any:
        from pkcs11 import Attribute, KeyType, ObjectClass

        label, key = self.about["label"], self.about["key"]
        if any(
            session.get_objects({Attribute.CLASS: ObjectClass.SECRET_KEY, Attribute.LABEL: key})
        ):
            raise DecryptionError(
                f"The token “{label}” has a key “{key}” already: leave --make away."
            )
        never_leaves = {Attribute.SENSITIVE: True, Attribute.EXTRACTABLE: False}
        return session.generate_key(KeyType.AES, 256, label=key, store=True, template=never_leaves)


def is_here() -> bool:
    """Returns whether python-pkcs11, an optional dependency, is installed."""
    return find_spec("pkcs11") is not None


def _library() -> Any:
    if not is_here():
        raise DecryptionError(
            "The key ring is locked with a hardware token, and python-pkcs11 is not installed: "
            "make pkcs11"
        )
    import pkcs11

    module = settings.AMPARO_PKCS11_MODULE
    if not module or not Path(module).is_file():
        raise DecryptionError(
            "Say in AMPARO_PKCS11_MODULE which library speaks with the token: its maker's .so, "
            f"or SoftHSM's libsofthsm2.so{f' ({module} is not there)' if module else ''}."
        )
    try:
        return pkcs11.lib(module)
    except (RuntimeError, pkcs11.PKCS11Error) as fault:
        raise DecryptionError(
            f"{module} is no library of a token ({type(fault).__name__})."
        ) from None


def _gcm(nonce: bytes, bound_to: bytes) -> dict[str, Any]:
    from pkcs11 import GCMParams, Mechanism

    return {
        "mechanism": Mechanism.AES_GCM,
        "mechanism_param": GCMParams(nonce, bound_to, TAG_BITS),
    }
