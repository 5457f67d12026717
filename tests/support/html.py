"""A page as a machine reads it: its elements in order, each with what it stands in."""

from dataclasses import dataclass, field
from functools import cached_property
from html.parser import HTMLParser

EMPTY = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr")
)
# Sent by POST so that no name stands in an address; they change nothing that is kept.
ASKING = ("/search/", "/language/", "/register/", "/account/display/switch/")
NOT_ASKED = frozenset(("hidden", "submit", "button", "reset", "image"))
# What a browser may put into its history, send away or show outside the page.
ADDRESSES = (
    "href", "action", "formaction", "src", "hx-get", "hx-post", "hx-push-url", "content", "id",
    "name", "title", "download",
)  # fmt: skip


@dataclass(eq=False)
class Element:
    tag: str
    attrs: dict[str, str]
    within: "Element | None"
    text: str = ""

    def is_in(self, other: "Element") -> bool:
        return self.within is other or (self.within is not None and self.within.is_in(other))

    def around(self, tag: str) -> "Element | None":
        above = self.within
        return above if above is None or above.tag == tag else above.around(tag)

    def __str__(self) -> str:
        attrs = " ".join(f'{name}="{value}"' for name, value in self.attrs.items())
        return f"<{self.tag} {attrs}>"


@dataclass
class Page(HTMLParser):
    """What a page consists of."""

    html: str
    elements: list[Element] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self._open: list[Element] = []
        self.feed(self.html)

    def all(self, *tags: str) -> list[Element]:
        return [element for element in self.elements if element.tag in tags]

    def one(self, tag: str) -> Element:
        [element] = self.all(tag)
        return element

    @cached_property
    def fields(self) -> list[Element]:
        """What somebody is asked to fill in."""
        return [
            element
            for element in self.all("input", "select", "textarea")
            if element.attrs.get("type", "text") not in NOT_ASKED
        ]

    @cached_property
    def addresses(self) -> list[str]:
        return [
            element.attrs[name] for element in self.elements for name in ADDRESSES
            if element.attrs.get(name)
        ]  # fmt: skip

    def unlabelled(self) -> list[str]:
        named = {label.attrs.get("for") for label in self.all("label")}
        return [str(asked) for asked in self.fields if not self._is_labelled(asked, named)]

    def says_why(self, asked: Element) -> bool:
        """Beside what is wrong stands, for those who hear the page too, what is wrong with it."""
        if asked.attrs.get("aria-invalid") != "true":
            return True
        group = asked.around("fieldset")
        heard = (asked, group) if group else (asked,)
        return any(each.attrs.get("aria-describedby") for each in heard)

    def unprotected(self) -> list[str]:
        """Forms that could be forged, or whose deed could be done twice by one tap too many."""
        sent = ((form, self._sent(form)) for form in self.all("form"))
        posts = ((form, names) for form, names in sent if form.attrs.get("method") == "post")
        return [
            str(form) for form, names in posts
            if not (_is_public(form) and "form" in names)
            and ("csrfmiddlewaretoken" not in names or not ("once" in names or _only_asks(form)))
        ]  # fmt: skip

    def _sent(self, form: Element) -> set[str]:
        inside = (element for element in self.all("input", "button") if element.is_in(form))
        return {element.attrs.get("name", "") for element in inside if element.attrs.get("value")}

    def _is_labelled(self, asked: Element, named: set) -> bool:
        says = asked.attrs.get("aria-label") or asked.attrs.get("aria-labelledby")
        return bool(says or asked.attrs.get("id") in named or asked.around("label"))

    # How the parser tells of what it finds.

    def handle_starttag(self, tag, attrs):
        given = {name: value or "" for name, value in attrs}
        element = Element(tag, given, self._open[-1] if self._open else None)
        self.elements.append(element)
        if tag not in EMPTY:
            self._open.append(element)

    def handle_endtag(self, tag):
        while any(element.tag == tag for element in self._open):
            if self._open.pop().tag == tag:
                break

    def handle_data(self, data):
        if self._open:
            self._open[-1].text += data


def _is_public(form: Element) -> bool:
    """Without an account: its own signed number is both, proof that it is ours and its key."""
    return form.attrs.get("action", "").startswith("/a/")


def _only_asks(form: Element) -> bool:
    return form.attrs.get("role") == "search" or form.attrs.get("action") in ASKING
