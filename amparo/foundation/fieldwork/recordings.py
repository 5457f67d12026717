"""Sounds and moving pictures: taken as answers to a form, and never played by the house itself."""

KINDS = {
    ".mp3": "audio/mpeg",
    ".m4a": "audio/mp4",
    ".aac": "audio/aac",
    ".ogg": "audio/ogg",
    ".oga": "audio/ogg",
    ".opus": "audio/ogg",
    ".wav": "audio/wav",
    ".amr": "audio/amr",
    ".mp4": "video/mp4",
    ".mov": "video/quicktime",
    ".3gp": "video/3gpp",
    ".webm": "video/webm",
}
# Where in the file its sort says what it is: the judges of `sniffing` have many names for these.
_SIGNS = {
    "audio/mpeg": ((0, b"ID3"), (0, b"\xff\xfb"), (0, b"\xff\xf3"), (0, b"\xff\xf2")),
    "audio/mp4": ((4, b"ftyp"),),
    "audio/aac": ((0, b"\xff\xf1"), (0, b"\xff\xf9")),
    "audio/ogg": ((0, b"OggS"),),
    "audio/wav": ((8, b"WAVE"),),
    "audio/amr": ((0, b"#!AMR"),),
    "video/mp4": ((4, b"ftyp"),),
    "video/quicktime": ((4, b"ftyp"), (4, b"moov"), (4, b"mdat"), (4, b"wide")),
    "video/3gpp": ((4, b"ftyp"),),
    "video/webm": ((0, b"\x1a\x45\xdf\xa3"),),
}


def is_recording(kind: str, whole: bytes) -> bool:
    return any(whole[at:].startswith(sign) for at, sign in _SIGNS[kind])


def may_be_called(declared: str) -> bool:
    """Browsers and telephones have many names for one sort."""
    return declared.startswith(("audio/", "video/"))
