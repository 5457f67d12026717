"""What is wrong with the markup of a page: for who reads from the right, hears it, or is on a slow
line; and whether its forms could be forged or sent twice.
"""

import gzip
from collections import Counter

from tests.support.responses import Answer
from tests.support.sample_data import SECRETS

# A receipt is for the person, in the first language that the office and they share.
SPEAKS = {"services:service-receipt": "es"}
MOST_BYTES = 30_000


def faults_of_markup(answer: Answer) -> list[str]:
    """What is wrong with a page that was asked for in a language; nothing with another answer."""
    if not answer.language:
        return []
    if answer.status != 200:
        return [f"{answer} in {answer.language}: answered {answer.status}"]
    page = answer.page
    html = page.one("html").attrs
    written = SPEAKS.get(answer.route, answer.language)
    direction = "rtl" if written == "ar" else "ltr"
    ids = Counter(each.attrs["id"] for each in page.elements if "id" in each.attrs)
    title, *_of_pictures = page.all("title")
    told = [*page.addresses, title.text]
    size = len(gzip.compress(answer.body))
    wrong = {
        "language and direction": (html["lang"], html.get("dir", "ltr")) != (written, direction),
        "number of h1": len(page.all("h1")) != 1,
        "empty title": not title.text.strip(),
        "id used twice": [each for each, times in ids.items() if times > 1],
        "form without protection": page.unprotected(),
        "field without label": page.unlabelled(),
        "somebody named": [said for said in told if any(secret in said for secret in SECRETS)],
        "bytes": size if size > MOST_BYTES else 0,
    }
    return [
        f"{answer} in {answer.language}: {what}: {found}" for what, found in wrong.items() if found
    ]
