"""Routes of stories: communications keeps them, a supervisor reads them second, anybody reads what
is published, and who told one stops it with a code.
"""

from tests.support.route_kinds import (
    COMMUNICATIONS,
    EVERYBODY,
    PUBLIC,
    PUBLIC_PAGE,
    SUPERVISOR,
    RoutePermission,
    action_route,
    form_route,
    page_route,
)

_READERS = COMMUNICATIONS | SUPERVISOR
_KEEP = form_route(COMMUNICATIONS, may_not_yet=SUPERVISOR)
_DO = action_route(COMMUNICATIONS, may_not_yet=SUPERVISOR)
_OWN = action_route(EVERYBODY, post=403, **PUBLIC)
_DRAFT_PHOTO = {"ref": "story_draft", "photo": "story_photo_draft"}

# Not pages: pictures, a sound, a feed.
FILES = frozenset(
    ("stories:photo-copy", "stories:photo-grid", "stories:recording", "public:stories-feed",
     "public:story-photo")
)  # fmt: skip

ROUTES: dict[str, RoutePermission] = {
    "stories:stories": page_route(_READERS),
    "stories:story-new": form_route(COMMUNICATIONS),
    "stories:code": page_route(COMMUNICATIONS),
    "stories:take-down-list": page_route(_READERS),
    "stories:story": page_route(_READERS).of("story"),
    "stories:story-edit": _KEEP.of("story_draft"),
    "stories:story-text": _KEEP.of("story_draft", language="'en"),
    "stories:story-risk": _KEEP.of("story_draft"),
    "stories:story-consent": _KEEP.of("story_draft"),
    "stories:story-confirm": _KEEP.of("story_draft"),
    "stories:story-clear": action_route(_READERS).of("story_cleared"),
    "stories:story-publish": _DO.of("story_cleared"),
    "stories:story-stop": form_route(_READERS).of("story_draft"),
    "stories:story-give": _KEEP.of("story_cleared"),
    "stories:use-notified": _KEEP.of("story_ended", use="story_use"),
    "stories:story-message": _KEEP.of("story_draft"),
    "stories:photo-new": _KEEP.of("story_draft"),
    "stories:photo": page_route(_READERS).of("story", photo="story_photo"),
    "stories:photo-copy": page_route(_READERS).of("story", photo="story_photo"),
    "stories:photo-grid": page_route(COMMUNICATIONS, may_not_yet=SUPERVISOR).of(
        "story", photo="story_photo"
    ),
    "stories:photo-mark": form_route(COMMUNICATIONS, may_not_yet=SUPERVISOR, post=303).of(
        **_DRAFT_PHOTO
    ),
    "stories:photo-describe": form_route(COMMUNICATIONS, may_not_yet=SUPERVISOR, post=303).of(
        **_DRAFT_PHOTO
    ),
    "stories:photo-compare": form_route(_READERS).of(**_DRAFT_PHOTO),
    "stories:photo-remove": _DO.of(**_DRAFT_PHOTO),
    "stories:recording-new": _KEEP.of("story_draft"),
    "stories:recording": page_route(COMMUNICATIONS).of("story_draft", recording="story_recording"),
    "public:stories": PUBLIC_PAGE,
    "public:stories-feed": PUBLIC_PAGE,
    "public:story": PUBLIC_PAGE.of("story"),
    "public:story-photo": PUBLIC_PAGE.of("story", digest="story_copy.digest"),
    "public:my-story": form_route(EVERYBODY, post=403, **PUBLIC),
    "public:my-story-stop": form_route(EVERYBODY, get=302, post=403, **PUBLIC),
    "public:my-story-end": _OWN,
    "public:my-story-leave": page_route(EVERYBODY, get=302, **PUBLIC),
}
