"""Stories in the sample data: one that is published with a photo and its uses, one draft with a
photo that nobody compared, one that was taken down and whose recipient was not told.
"""

from datetime import timedelta
from io import BytesIO
from types import SimpleNamespace

TEXTS = {
    "en": ("They asked me first what I needed", "I said: to sleep. Nobody asked for my papers."),
    "es": ("Primero me preguntaron qué necesitaba", "Dije: dormir. Nadie me pidió papeles."),
}
EVERY = TEXTS | {
    "fr": ("On m’a demandé d’abord de quoi j’avais besoin", "J’ai dit : dormir."),
    "ar": ("سألوني أولًا عمّا أحتاج إليه", "قلت: أن أنام."),
}
NO_RISK = {
    "recognisable": "unlikely", "procedure_open": "no", "promised": "no", "in_danger": "no",
    "under_18": "no",
}  # fmt: skip


def picture(**how) -> bytes:
    """A small drawing of nobody."""
    from PIL import Image, ImageDraw

    drawn = Image.new("RGB", (240, 180), (200, 220, 230))
    pen = ImageDraw.Draw(drawn)
    pen.rectangle((60, 50, 180, 130), fill=(180, 80, 50))
    pen.ellipse((100, 70, 140, 110), fill=(240, 200, 90))
    written = BytesIO()
    drawn.save(written, how.pop("form", "PNG"), **how)
    return written.getvalue()


def uploaded(content: bytes = b"", name: str = "photo.png", kind: str = "image/png"):
    from amparo.foundation.core.files.validation import validate_upload

    whole = content or picture()
    return validate_upload(name, kind, len(whole), BytesIO(whole))


def begin(world: SimpleNamespace, **fields):
    """A story with its consent; `world.story_code` is the code on paper."""
    from amparo.foundation.core import receipt_codes
    from amparo.pillars.advocacy.stories.models import MediaConsent

    today = world.office.today()
    scope = {
        "uses": fields.pop("uses", ["web", "donor", "print"]),
        "languages": fields.pop("languages", ["en", "es"]),
        "countries": fields.pop("countries", []),
    }
    world.story_code = receipt_codes.new_code()
    return MediaConsent.begin(
        world.story_code, by=world.communications_officer, office=world.office, scope=scope,
        **{
            "original_language": "ay", "pseudonym": "Wara", "contact": "At the clinic.",
            "everywhere": True,
            "shows_name": False, "shows_face": False, "shows_voice": False, "shows_age": True,
            "agreed_on": today - timedelta(days=20), "expires_on": today + timedelta(days=340),
            "how": "signed", "language": "ay", "with_interpreter": True, "is_minor": False,
            "explained_free": True, "explained_unpaid": True,
            "explained_withdrawal": True, "explained_print": True,
        } | fields,
    )  # fmt: skip


def write(world: SimpleNamespace, story, words=TEXTS):
    """Writes it, reads it back and answers the risk check."""
    from amparo.pillars.advocacy.stories.models import RiskCheck

    by = world.communications_officer
    for language, (title, body) in words.items():
        story.write(language, by=by, title=title, body=body)
    story.change(by=by, removed=["town"], age="29", read_back_on=world.office.today())
    RiskCheck.answer(story, by=by, **NO_RISK)
    return story


def clear_with_photo(world: SimpleNamespace, story):
    """A second person compares its photo and clears it."""
    from amparo.pillars.advocacy.stories.models import StoryPhoto

    by = world.communications_officer
    photo = StoryPhoto.keep(story, by=by, file=uploaded())
    photo.mark(by=by, cells="D4:I9")
    for language in ("en", "es", "fr", "ar"):
        photo.describe(language, by=by, text="A drawing.")
    photo.current_copy.compare(
        by=world.supervisor, digest=photo.current_copy.digest, shows_face=False,
        shows_others=False, agrees=True,
    )  # fmt: skip
    story.clear(by=world.supervisor)
    return photo


def add_stories(world: SimpleNamespace) -> None:
    """Adds them: the published one with all that belongs to it is `world.story`."""
    from amparo.pillars.advocacy.stories.models import StoryMessage, StoryUse

    by, today = world.communications_officer, world.office.today()
    ended = write(world, begin(world))
    ended.clear(by=world.supervisor)
    world.story_use = StoryUse.give(
        ended, by=by, on=today, use="donor", channel="sheet", what="Annual report", language="en",
        recipient="A foundation",
    )  # fmt: skip
    ended.take_down(by=by, because="mistake")
    world.story_ended = ended
    world.story_draft = write(world, begin(world, shows_voice=True))
    world.story_recording = _recording(world, world.story_draft)
    world.story_cleared = write(world, begin(world))
    world.story_cleared.clear(by=world.supervisor)
    world.story = write(world, begin(world, languages=list(EVERY)), EVERY)
    world.story_photo = clear_with_photo(world, world.story)
    world.story_copy = world.story_photo.current_copy
    world.story.publish(by=by)
    StoryMessage.record(world.story, by=by, how="phone", on=today, note="In the report.")
    world.story_photo_draft = _photo(world, world.story_draft)


def _photo(world: SimpleNamespace, story):
    from amparo.pillars.advocacy.stories.models import StoryPhoto

    return StoryPhoto.keep(story, by=world.communications_officer, file=uploaded())


def _recording(world: SimpleNamespace, story):
    from amparo.pillars.advocacy.stories.models import StoryRecording

    return StoryRecording.keep(story, by=world.communications_officer, file=sound_file())


def sound() -> bytes:
    """A tenth of a second of nothing, as WAV."""
    import wave

    written = BytesIO()
    with wave.open(written, "wb") as heard:
        heard.setnchannels(1)
        heard.setsampwidth(2)
        heard.setframerate(8000)
        heard.writeframes(bytes(1600))
    return written.getvalue()


def sound_file():
    from amparo.foundation.core.files.validation import validate_upload

    whole = sound()
    return validate_upload("voice.wav", "audio/wav", len(whole), BytesIO(whole), heard=True)
