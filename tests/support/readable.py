"""Whether what stands on a page can be read: no text lies under another, no label is cut in two.

Both are measured in the browser, on the words as they were laid out, so that any language, font
and width is judged by what a reader would see.
"""

from playwright.sync_api import Page

# Labels are short words in small boxes: these are never cut inside a word.
LABELS = "h1, h2, h3, th, .mark, .risk, .count, .btn, .tile, .quick-actions a, .chip, .code-whole"
# Text that lies on such a box, without being in it, cannot be read.
BOXES = ".mark, .risk, .count, .btn, .tile, .quick-actions a, .form-control, .form-select"

TEXT_BOXES = """
const isFixed = (element) => {
  for (let each = element; each; each = each.parentElement) {
    if (["fixed", "sticky"].includes(getComputedStyle(each).position)) return true;
  }
  return false;
};
/* What an ancestor cuts off is not seen, and covers nothing. */
const clipOf = (element) => {
  const clip = { top: -1e6, left: -1e6, bottom: 1e6, right: 1e6 };
  for (let each = element; each && each !== document.body; each = each.parentElement) {
    const style = getComputedStyle(each);
    if (style.overflowX === "visible" && style.clipPath === "none") continue;
    const box = each.getBoundingClientRect();
    clip.top = Math.max(clip.top, box.top); clip.left = Math.max(clip.left, box.left);
    clip.bottom = Math.min(clip.bottom, box.bottom); clip.right = Math.min(clip.right, box.right);
  }
  return clip;
};
const within = (box, clip) => ({
  top: Math.max(box.top, clip.top), left: Math.max(box.left, clip.left),
  bottom: Math.min(box.bottom, clip.bottom), right: Math.min(box.right, clip.right),
});
const isThere = (box) => box.right - box.left > 1.5 && box.bottom - box.top > 1.5;
/* Every word in `root` that is seen: its text, the element it stands in, where it lies. */
const wordsIn = (root, pattern) => {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) {
    const node = walker.currentNode, parent = node.parentElement;
    if (!node.data.trim() || parent.closest("script, style, template, option, svg")) continue;
    if (!parent.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
    if (isFixed(parent)) continue;
    const clip = clipOf(parent);
    for (const match of node.data.matchAll(pattern)) {
      const range = document.createRange();
      range.setStart(node, match.index);
      range.setEnd(node, match.index + match[0].length);
      const boxes = [...range.getClientRects()].map((box) => within(box, clip)).filter(isThere);
      if (boxes.length) found.push({ text: match[0], parent, boxes });
    }
  }
  return found;
};
"""

BROKEN = (
    "labels => {"
    + TEXT_BOXES
    + r"""
  const lines = (boxes) => {
    const tops = [];
    for (const box of boxes) {
      const middle = (box.top + box.bottom) / 2;
      if (!tops.some((top) => Math.abs(top - middle) < 6)) tops.push(middle);
    }
    return tops.length;
  };
  const broken = new Set();
  for (const label of document.querySelectorAll(labels)) {
    /* After a hyphen or a slash a line may end; the number of a case is whole. */
    const pattern = label.matches(".code-whole") ? /\S.*\S|\S/g : /[^\s\-–—/·]+/g;
    for (const word of wordsIn(label, pattern)) {
      if (lines(word.boxes) > 1) {
        broken.add(`“${word.text}” in ${label.outerHTML.replace(/\s+/g, " ").slice(0, 120)}`);
      }
    }
  }
  return [...broken].slice(0, 8);
}"""
)

COVERED = (
    "boxes => {"
    + TEXT_BOXES
    + r"""
  /* The middle of each line: letters of two lines may come near, and are read all the same. */
  const middle = (box) => {
    const quarter = (box.bottom - box.top) / 4;
    return { ...box, top: box.top + quarter, bottom: box.bottom - quarter };
  };
  const words = wordsIn(document.body, /\S+/g).flatMap(({ text, parent, boxes }) =>
    boxes.map((box) => ({ text, parent, box: middle(box) })));
  const things = [...document.body.querySelectorAll(boxes)]
    .filter((each) => each.checkVisibility({ visibilityProperty: true }) && !isFixed(each))
    .map((element) => ({ element, box: within(element.getBoundingClientRect(), clipOf(element)) }))
    .filter(({ box }) => isThere(box));
  const meet = (one, other) =>
    Math.min(one.right, other.right) - Math.max(one.left, other.left) > 2
    && Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) > 2;
  const name = (element) => element.outerHTML.replace(/\s+/g, " ").slice(0, 100);
  const covered = new Set();
  words.sort((one, other) => one.box.top - other.box.top);
  words.forEach((word, at) => {
    for (let next = at + 1; next < words.length && words[next].box.top < word.box.bottom; next++) {
      if (meet(word.box, words[next].box)) {
        covered.add(`“${word.text}” and “${words[next].text}” in ${name(words[next].parent)}`);
      }
    }
    for (const { element, box } of things) {
      const isItsOwn = element.contains(word.parent) || word.parent.contains(element);
      if (!isItsOwn && meet(word.box, box)) covered.add(`“${word.text}” under ${name(element)}`);
    }
  });
  return [...covered].slice(0, 8);
}"""
)


def find_broken_words(page: Page) -> list[str]:
    """Labels of the page that are cut inside a word, with where they stand; empty if none is."""
    return page.evaluate(BROKEN, LABELS)


def find_covered_text(page: Page) -> list[str]:
    """Words that lie on or under another word or box; empty where all can be read."""
    return page.evaluate(COVERED, BOXES)
