"""What a telephone writes beside a recording: taken out of MP3 and WAV. Pure Python."""

import io
import wave

MP3, WAV = "audio/mpeg", "audio/wav"
_ID3_HEADER, _ID3_FOOTER_FLAG, _TAG_V1, _APE_FOOTER = 10, 0x10, 128, 32


class UnreadableRecordingError(ValueError):
    """The recording cannot be read, so that nothing can be taken out of it."""


def without_tags(kind: str, content: bytes) -> bytes:
    """Returns the recording without titles, names, places and pictures. Raises
    UnreadableRecordingError for what is neither MP3 nor WAV, or broken.
    """
    if kind == MP3:
        return _bare_mp3(content)
    if kind == WAV:
        return _bare_wav(content)
    raise UnreadableRecordingError(kind)


def _bare_mp3(content: bytes) -> bytes:
    """ID3v2 before the sound, ID3v1 and APE after it. What then begins with no frame is broken."""
    while content.startswith(b"ID3") and len(content) > _ID3_HEADER:
        size = 0
        for byte in content[6:10]:
            size = size << 7 | byte & 0x7F
        foot = _ID3_HEADER if content[5] & _ID3_FOOTER_FLAG else 0
        content = content[_ID3_HEADER + size + foot :]
    if content[-_TAG_V1:].startswith(b"TAG"):
        content = content[:-_TAG_V1]
    if content[-_APE_FOOTER:].startswith(b"APETAGEX"):
        size = int.from_bytes(content[-20:-16], "little")
        content = content[: -min(size, len(content))]
        if content[-_APE_FOOTER:].startswith(b"APETAGEX"):  # its header
            content = content[:-_APE_FOOTER]
    content = content.lstrip(b"\x00")
    if len(content) < 4 or content[0] != 0xFF or content[1] & 0xE0 != 0xE0:
        raise UnreadableRecordingError(MP3)
    if any(mark in content for mark in (b"APETAGEX", b"LYRICSBEGIN", b"ID3\x03", b"ID3\x04")):
        raise UnreadableRecordingError(MP3)
    return content


def _bare_wav(content: bytes) -> bytes:
    """Written anew: only the sound is taken over."""
    try:
        with wave.open(io.BytesIO(content)) as heard:
            sound, shape = heard.readframes(heard.getnframes()), heard.getparams()
    except (wave.Error, EOFError, ValueError) as broken:
        raise UnreadableRecordingError(WAV) from broken
    written = io.BytesIO()
    with wave.open(written, "wb") as bare:
        bare.setnchannels(shape.nchannels)
        bare.setsampwidth(shape.sampwidth)
        bare.setframerate(shape.framerate)
        bare.writeframes(sound)
    return written.getvalue()
