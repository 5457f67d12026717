"""What a file really is, by what it holds: asked of one judge, or of two where a second is here.

Neither is believed alone: a picture with a page hidden in it is a picture to both. That is why
pictures are drawn anew, and why everything is given back as a file and never as a page.
"""

import puremagic

try:  # Debian: python3-magic
    import magic
except ImportError:
    magic = None


def agrees(kind: str, whole: bytes) -> bool:
    """Whether every judge takes it for this kind."""
    return kind in _by_pure_magic(whole) and _by_libmagic(whole) in ("", kind)


def _by_pure_magic(whole: bytes) -> set[str]:
    try:
        return {match.mime_type for match in puremagic.magic_string(whole)}
    except puremagic.PureError:
        return set()


def _by_libmagic(whole: bytes) -> str:
    return magic.from_buffer(whole[:65_536], mime=True) if magic else ""
