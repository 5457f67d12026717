"""Where somebody is led on to: an address of this house, whoever asked for another."""

from django.utils.http import url_has_allowed_host_and_scheme


def safe_next_url(asked: str, otherwise: str = "/") -> str:
    """The address asked for, when it is a path of this house; else the other one."""
    is_ours = asked.startswith("/") and url_has_allowed_host_and_scheme(asked, None)
    return asked if is_ours else otherwise
