"""A telephone that speaks OpenRosa, as strictly as ODK Collect reads it.

What Collect would refuse, or silently leave away, is an error here: another namespace, a hash
without `md5:`, an address that is not whole, an answer without its headers.
"""

import base64
import hashlib
import io
from dataclasses import dataclass, field
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from lxml import etree

LIST = "http://openrosa.org/xforms/xformsList"
MANIFEST = "http://openrosa.org/xforms/xformsManifest"
RESPONSE = "http://openrosa.org/http/response"
JPEG = "photo.jpg"


class Wrong(AssertionError):  # noqa: N818 - what a telephone says of us
    """A telephone would not take this answer."""


@dataclass
class Answer:
    status: int
    text: str
    headers: dict = field(repr=False)


@dataclass
class Listed:
    form_id: str
    name: str
    version: str
    hash: str
    url: str
    manifest: str


@dataclass
class Media:
    name: str
    hash: str
    url: str
    is_list: bool
    integrity: str


@dataclass
class OpenRosaClient:
    """One telephone, set up by the picture (secret in the address) or with user and password."""

    secret: str
    short_name: str = ""
    by_password: bool = False
    is_secure: bool = True
    remote: str = "127.0.0.1"

    def __post_init__(self):
        self.http = Client(raise_request_exception=False)
        self.server = "/or" if self.by_password else f"/or/{self.secret}"

    # What it does.

    def form_list(self) -> list[Listed]:
        root = self._xml(self._get(f"{self.server}/formList"), LIST, "xforms")
        return [self._listed(each) for each in root]

    def form(self, listed: Listed) -> bytes:
        return self._with_hash(self._get(_path(listed.url)), listed.hash)

    def manifest(self, listed: Listed) -> list[Media]:
        if not listed.manifest:
            return []
        root = self._xml(self._get(_path(listed.manifest)), MANIFEST, "manifest")
        return [self._media(each) for each in root]

    def media(self, media: Media) -> bytes:
        return self._with_hash(self._get(_path(media.url)), media.hash)

    def deleted(self, media: Media, *refs: str) -> dict[str, bool]:
        response = self._get(f"{_path(media.integrity)}?id={','.join(refs)}")
        root = self._xml(response, "", "data")
        [entities] = root
        return {
            each.get("id"): {"true": True, "false": False}[each.findtext("deleted")]
            for each in entities
        }

    def head(self):
        response = self._call("head", f"{self.server}/submission")
        if response.status_code != 204 or not _is_whole(response.headers.get("Location", "")):
            raise Wrong("HEAD is answered 204, with where to post.")
        return response

    def submit(self, raw: bytes, *files, where: str = "", **fields) -> Answer:
        """As Collect posts: first it asks where, then all of it in one multipart."""
        posted = {"xml_submission_file": SimpleUploadedFile("answers.xml", raw, "text/xml")}
        posted |= {name: SimpleUploadedFile(name, content, kind) for name, kind, content in files}
        where = where or self.head().headers["Location"]
        response = self._call("post", _path(where), posted | fields)
        return self.answer(response)

    def post(self, body: bytes, kind: str, **more):
        """Bytes as they are, of whatever kind."""
        return self._call("generic", f"{self.server}/submission", body, kind, **more)

    def answer(self, response) -> Answer:
        self._check_headers(response)
        root = self._xml(response, RESPONSE, "OpenRosaResponse", any_status=True)
        return Answer(
            response.status_code, root.findtext(f"{{{RESPONSE}}}message"), response.headers
        )

    # How strictly it reads.

    def _get(self, path: str):
        return self._call("get", path)

    def _call(self, method: str, path: str, *args, **more):
        headers = {"X-OpenRosa-Version": "1.0", "Date": "Thu, 26 Nov 2026 10:00:00 GMT"}
        headers |= more.pop("headers", {})
        if self.by_password:
            told = base64.b64encode(f"{self.short_name}:{self.secret}".encode()).decode()
            headers["Authorization"] = f"Basic {told}"
        args = ("POST", path, *args) if method == "generic" else (path, *args)
        return getattr(self.http, method)(
            *args, headers=headers, secure=self.is_secure, REMOTE_ADDR=self.remote, **more
        )

    def _check_headers(self, response) -> None:
        if response.headers.get("X-OpenRosa-Version") != "1.0":
            raise Wrong("Every answer says which OpenRosa it speaks.")
        if not response.headers.get("X-OpenRosa-Accept-Content-Length", "").isdigit():
            raise Wrong("Every answer says how much is taken at once.")
        if not response.headers.get("Date", "").endswith(" GMT"):
            raise Wrong("Every answer has its date.")
        if "Set-Cookie" in response.headers:
            raise Wrong("Nothing of a browser is given to a telephone.")

    def _xml(self, response, space: str, tag: str, *, any_status: bool = False):
        self._check_headers(response)
        if not any_status and response.status_code != 200:
            raise Wrong(f"Answered {response.status_code}.")
        if response.headers["Content-Type"].partition(";")[0] not in (
            "text/xml",
            "application/xml",
        ):
            raise Wrong("It is not XML.")
        root = etree.fromstring(response.content)
        if root.tag != (f"{{{space}}}{tag}" if space else tag):
            raise Wrong(f"{root.tag} is not {tag}.")
        return root

    def _listed(self, element) -> Listed:
        if element.tag != f"{{{LIST}}}xform":
            raise Wrong("Only forms stand in the list of forms.")
        told = {each.tag.removeprefix(f"{{{LIST}}}"): each.text or "" for each in element}
        for name in ("formID", "name", "downloadUrl"):
            if not told.get(name):
                raise Wrong(f"Without {name} the whole list is invalid.")
        for name in ("downloadUrl", "manifestUrl"):
            if told.get(name) and not _is_whole(told[name]):
                raise Wrong(f"{name} is not a whole address.")
        return Listed(
            told["formID"], told["name"], told.get("version", ""), _md5(told.get("hash", "")),
            told["downloadUrl"], told.get("manifestUrl", ""),
        )  # fmt: skip

    def _media(self, element) -> Media:
        told = {each.tag.removeprefix(f"{{{MANIFEST}}}"): each.text or "" for each in element}
        for name in ("filename", "hash", "downloadUrl"):
            if not told.get(name):
                raise Wrong(f"Without {name} the manifest is invalid.")
        if not _is_whole(told["downloadUrl"]):
            raise Wrong("downloadUrl is not a whole address.")
        is_list = element.get("type") == "entityList"
        if is_list and not _is_whole(told.get("integrityUrl", "")):
            raise Wrong("A list says where to ask what is gone.")
        return Media(
            told["filename"], _md5(told["hash"]), told["downloadUrl"], is_list,
            told.get("integrityUrl", ""),
        )  # fmt: skip

    def _with_hash(self, response, expected: str) -> bytes:
        self._check_headers(response)
        if response.status_code != 200:
            raise Wrong(f"Answered {response.status_code}.")
        if hashlib.md5(response.content, usedforsecurity=False).hexdigest() != expected:
            raise Wrong("It is not what its hash says.")
        return response.content


def entities_in(content: bytes) -> list[dict[str, str]]:
    """A list as Collect reads it: without whole numbers as versions none of it is taken."""
    import csv

    rows = list(csv.DictReader(io.StringIO(content.decode())))
    for row in rows:
        if not row["__version"].isdigit() or int(row["__version"]) >= 2**31:
            raise Wrong("A version is a whole number of 32 bits.")
        if not row["name"] or not row["label"]:
            raise Wrong("Each line has a name and a label.")
    return rows


def filled(
    form: str, version: str, inside: str, *, instance: str = "", entity: str = "", more: str = ""
) -> bytes:
    """A record as Collect writes it."""
    return (
        f'<data xmlns:orx="http://openrosa.org/xforms" '
        f'xmlns:entities="http://www.opendatakit.org/xforms/entities" '
        f'id="{form}" version="{version}">{inside}'
        f"<orx:meta><orx:instanceID>{instance or f'uuid:{uuid4()}'}</orx:instanceID>{more}"
        f"{entity}</orx:meta></data>"
    ).encode()


def picture(shade: int = 0) -> bytes:
    """A real photo, as small as one can be."""
    from PIL import Image

    kept = io.BytesIO()
    Image.new("RGB", (32, 32), (shade, 90, 120)).save(kept, "JPEG")
    return kept.getvalue()


def _md5(told: str) -> str:
    if not told.startswith("md5:"):
        raise Wrong("A hash begins with md5:, which is cut off blindly.")
    return told.removeprefix("md5:")


def _is_whole(address: str) -> bool:
    parts = urlsplit(address)
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def _path(address: str) -> str:
    """Only to the house that it was set up with: a telephone follows no other."""
    parts = urlsplit(address)
    if parts.netloc != "testserver":
        raise Wrong(f"It is led to {parts.netloc}.")
    return parts.path


@pytest.fixture
def openrosa_device(caseworker):
    """A telephone of somebody's (or Lucía's), set up one way or the other."""
    from amparo.foundation.fieldwork.models import Device

    def telephone(by=caseworker, **how):
        device, secret = Device.register(by=by, kind="collect", name="The old Samsung")
        made = OpenRosaClient(secret, device.short_name, **how)
        made.device = device
        return made

    return telephone


HEAD = "type,name,label,bind::amparo:purpose,bind::amparo:sensitivity,bind::amparo:target"
VISIT = """select_one_from_file cases.csv,case,Whom did you visit?,case_management,plain,
text,words,What did you see?,case_management,narrative,note.text
image,photo,A photo,case_management,narrative,"""
UPDATES, CREATES = "cases,${case},", "cases,,${given}"


def workbook(
    code: str, survey: str, *, version: str = "1", entity: str = "", choices: str = ""
) -> io.BytesIO:
    """A form of one language as a workbook; `entity`: dataset, entity_id, label."""
    lines = [f"survey,{HEAD}", *(f",{line}" for line in survey.strip().splitlines())]
    lines += ["settings,form_title,form_id,version,namespaces"]
    lines += [f',{code},{code},{version},"amparo=""https://amparo.example/xforms"""']
    if entity:
        lines += ["entities,dataset,entity_id,label", f",{entity}"]
    if choices:
        lines += ["choices,list_name,name,label", *(f",{line}" for line in choices.splitlines())]
    return io.BytesIO("\n".join(lines).encode())


@pytest.fixture
def published(data_officer):
    """A form that is in use."""
    from amparo.foundation.fieldwork.models import Form

    def published(survey=VISIT, code="field_visit", lists=False, **more):
        version = Form.upload(workbook(code, survey, **more), by=data_officer)
        version.publish(by=data_officer)
        if lists:
            version.form.give_lists(by=data_officer)
        return version

    return published
