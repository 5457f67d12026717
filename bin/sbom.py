"""All that a release is made of, with its hashes: `python -m bin.sbom FILE` (CycloneDX 1.6).

It is read from what is locked, so it lists what is installed and nothing else: Python packages,
packages of the pages, and what builds and tries them. The same locks give the same list.
"""

import base64
import json
import re
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

ROOT = Path(__file__).parent.parent
PINNED = re.compile(r"^([\w.-]+)==([\w.+!-]+)")
HASHED = re.compile(r"--hash=sha256:([0-9a-f]{64})")
# What a person meets runs with the first; the second are added where they are wanted; the others
# are for those who build and try it.
NEEDED, EXTRA, BUILD_ONLY = "required", "optional", "excluded"
LOCKS = {
    "requirements.lock": NEEDED, "boundaries.lock": EXTRA, "comparison.lock": EXTRA,
    "link.lock": EXTRA, "pkcs11.lock": EXTRA, "clickhouse.lock": EXTRA,
    "requirements-dev.lock": BUILD_ONLY, "bin/boot.lock": BUILD_ONLY, "bin/node.lock": BUILD_ONLY,
}  # fmt: skip


def of_python(lock: Path, scope: str) -> Iterator[dict]:
    """Each pinned package of a lock, with the hash of every file that it may come in."""
    for block in re.split(r"\n(?=\S)", lock.read_text(encoding="utf-8")):
        if pinned := PINNED.match(block):
            name, version = pinned.groups()
            yield {
                "type": "library", "bom-ref": f"pkg:pypi/{name}@{version}", "name": name,
                "version": version, "purl": f"pkg:pypi/{name}@{version}",
                "scope": scope,
                "hashes": [{"alg": "SHA-256", "content": each} for each in HASHED.findall(block)],
                **_licensed(name),
            }  # fmt: skip


def of_the_web(lock: Path) -> Iterator[dict]:
    """Each locked package of the pages."""
    for path, told in json.loads(lock.read_text(encoding="utf-8"))["packages"].items():
        if path:
            name = path.rpartition("node_modules/")[2]
            purl = f"pkg:npm/{name.replace('@', '%40')}@{told['version']}"
            kind, _dash, digest = told["integrity"].partition("-")
            yield {
                "type": "library", "bom-ref": f"{purl}#{path}", "name": name,
                "version": told["version"], "purl": purl,
                "scope": BUILD_ONLY if told.get("dev") else NEEDED,
                "hashes": [{"alg": kind.upper().replace("SHA", "SHA-"),
                            "content": base64.b64decode(digest).hex()}],
                "licenses": [{"license": {"name": told["license"]}}],
            }  # fmt: skip


def _licensed(name: str) -> dict:
    try:
        told = distribution(name).metadata
    except PackageNotFoundError:
        return {}
    said = told.get("License-Expression") or next(
        (each.rpartition(" :: ")[2] for each in told.get_all("Classifier") or []
         if each.startswith("License :: OSI")), "",
    )  # fmt: skip
    return {"licenses": [{"license": {"name": said}}]} if said else {}


def bom() -> dict:
    parts: dict[str, dict] = {}
    for lock, scope in LOCKS.items():
        for each in of_python(ROOT / lock, scope):
            known = parts.setdefault(each["bom-ref"], each)  # one that stands in several
            known["hashes"] += [one for one in each["hashes"] if one not in known["hashes"]]
    for each in of_the_web(ROOT / "web" / "package-lock.json"):
        parts[each["bom-ref"]] = each
    version = distribution("amparo").version
    whole = {
        "bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1,
        "metadata": {"component": {
            "type": "application", "bom-ref": "amparo", "name": "amparo", "version": version,
            "licenses": [{"license": {"id": "AGPL-3.0-or-later"}}],
        }},
        "components": sorted(parts.values(), key=lambda each: each["bom-ref"]),
    }  # fmt: skip
    return whole | {"serialNumber": f"urn:uuid:{uuid5(NAMESPACE_URL, json.dumps(whole))}"}


if __name__ == "__main__":
    target = Path(sys.argv[1])
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(bom(), indent=1) + "\n", encoding="utf-8")
