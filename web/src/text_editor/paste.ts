// What is pasted from word processors and pages, before the schema takes what it knows of it.

const BLOCKS = "p, div, li, ul, ol, h1, h2, h3, h4, h5, h6, blockquote, table, tbody, tr, td";
const HEADINGS = "h1, h2, h3, h4, h5, h6";

// Styles become data: they say what is bold or a list, and the page's policy would refuse them as styles.
const withoutStyles = (html: string): string =>
  html
    .replace(/<!--[\s\S]*?-->/g, "")
    .replace(/<(style|script|title|xml)\b[\s\S]*?<\/\1\s*>/gi, "")
    .replace(/<(?:link|meta|base)\b[^>]*>/gi, "")
    .replace(/<[^>]+>/g, (tag) => tag.replace(/\sstyle\s*=/gi, " data-style=").replace(/\s(?:src|srcset|on\w+)\s*=/gi, " data-was="));

const unwrap = (element: Element): void => {
  element.replaceWith(" ", ...element.childNodes, " ");
};

// A cell is one line: what stands in it as paragraphs or lists becomes its words.
const flattenCells = (page: Document): void => {
  for (const cell of [...page.querySelectorAll("td, th")].reverse()) for (const block of [...cell.querySelectorAll(BLOCKS)].reverse()) unwrap(block);
};

// Markdown knows no cells over several columns or rows: what they said stands in the first, the others are empty.
const splitCells = (page: Document): void => {
  for (const cell of page.querySelectorAll<HTMLTableCellElement>("td[colspan], th[colspan]")) {
    const [across, down] = [Math.min(cell.colSpan, 20), cell.rowSpan];
    cell.removeAttribute("colspan");
    for (let more = 1; more < across; more += 1) cell.after(Object.assign(page.createElement("td"), { rowSpan: down }));
  }
  for (const cell of page.querySelectorAll<HTMLTableCellElement>("td[rowspan], th[rowspan]")) {
    const [down, column] = [Math.min(cell.rowSpan, 200), cell.cellIndex];
    cell.removeAttribute("rowspan");
    let row = cell.parentElement?.nextElementSibling;
    for (let more = 1; more < down && row; more += 1, row = row.nextElementSibling) row.insertBefore(page.createElement("td"), row.children[column] ?? null);
  }
};

// A heading within a list or a quote is strong words.
const flattenHeadings = (page: Document): void => {
  for (const heading of page.querySelectorAll(`:is(li, blockquote) :is(${HEADINGS})`)) {
    const [paragraph, strong] = [page.createElement("p"), page.createElement("strong")];
    strong.append(...heading.childNodes);
    paragraph.append(strong);
    heading.replaceWith(paragraph);
  }
};

const LIST_LEVEL = /mso-list:\s*l\d+\s+level(\d+)/i;
const NUMBERED = /^\s*(?:\d+|[a-z]|[ivx]+)[.)]/i;

// Word writes lists as paragraphs, each with its level and its sign in words.
const nestLists = (page: Document): void => {
  let lists: Element[] = [];
  let last: Element | null = null;
  for (const paragraph of [...page.querySelectorAll("p[data-style]")]) {
    const level = Number(LIST_LEVEL.exec(paragraph.getAttribute("data-style") ?? "")?.[1] ?? 0);
    if (!level) continue;
    if (!last || paragraph.previousElementSibling !== last) lists = [];
    const sign = [...paragraph.querySelectorAll("span[data-style]")].find((span) => /mso-list:\s*ignore/i.test(span.getAttribute("data-style") ?? ""));
    const tag = NUMBERED.test(sign?.textContent ?? "") ? "ol" : "ul";
    sign?.remove();
    lists = lists.slice(0, level);
    while (lists.length < level) {
      const list = page.createElement(tag);
      const parent = lists.at(-1);
      if (!parent) paragraph.before(list);
      else (parent.lastElementChild ?? parent.appendChild(page.createElement("li"))).append(list);
      lists.push(list);
    }
    const item = page.createElement("li");
    lists.at(-1)!.append(item);
    item.append(paragraph);
    last = lists[0]!;
  }
};

export const cleanPasted = (html: string): string => {
  const page = new DOMParser().parseFromString(withoutStyles(html), "text/html");
  nestLists(page);
  splitCells(page);
  flattenCells(page);
  flattenHeadings(page);
  return page.body.innerHTML;
};
