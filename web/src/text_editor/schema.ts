// What a guidance text may consist of, and nothing else: the closed grammar of `foundation/content/grammar.py` as a
// ProseMirror schema. Whatever is pasted is brought into it; nothing that the server would drop can be written here.
import { Schema, type Attrs, type MarkSpec, type Node, type NodeSpec } from "prosemirror-model";

const SCHEMES = /^(?:https|mailto|tel):/i;
export const isAllowed = (address: string): boolean => SCHEMES.test(address);

export type Alignment = "" | "left" | "center" | "right";
const ALIGNMENTS = ["left", "center", "right"];
export const HIGHEST_START = 9999;

const withStyle = (element: HTMLElement | string, wanted: RegExp): null | false =>
  wanted.test((element as HTMLElement).dataset["style"] ?? "") ? null : false;

// prosemirror-tables reads spans of every cell; here they are always 1.
const cell = (role: "cell" | "header_cell", tag: "td" | "th"): NodeSpec => ({
  content: "(text | footnote_reference)*",
  attrs: { align: { default: "" }, colspan: { default: 1 }, rowspan: { default: 1 }, colwidth: { default: null } },
  tableRole: role,
  isolating: true,
  parseDOM: [{ tag, getAttrs: (element): Attrs => ({ align: ALIGNMENTS.find((each) => each === element.getAttribute("align")) ?? "" }) }],
  toDOM: (node) => [tag, { ...(node.attrs["align"] ? { align: node.attrs["align"] as string } : {}), ...(tag === "th" ? { scope: "col" } : {}) }, 0],
});

const startOf = (element: HTMLElement): number => {
  const start = Number(element.getAttribute("start") ?? 1);
  return Number.isInteger(start) && start >= 0 ? Math.min(start, HIGHEST_START) : 1;
};

const NODES: Record<string, NodeSpec> = {
  doc: { content: "(block | heading)+ footnote*" },
  paragraph: { content: "inline*", group: "block", parseDOM: [{ tag: "p" }], toDOM: () => ["p", 0] },
  heading: {
    content: "(text | footnote_reference)*",
    attrs: { level: { default: 2 } },
    defining: true,
    parseDOM: [1, 2, 3, 4, 5, 6].map((level) => ({ tag: `h${level}`, attrs: { level: Math.min(Math.max(level, 2), 4) } })),
    toDOM: (node) => [`h${node.attrs["level"] as number}`, 0],
  },
  blockquote: { content: "block+", group: "block", defining: true, parseDOM: [{ tag: "blockquote" }], toDOM: () => ["blockquote", 0] },
  bullet_list: { content: "list_item+", group: "block", parseDOM: [{ tag: "ul" }], toDOM: () => ["ul", 0] },
  ordered_list: {
    content: "list_item+",
    group: "block",
    attrs: { start: { default: 1 } },
    parseDOM: [{ tag: "ol", getAttrs: (element) => ({ start: startOf(element) }) }],
    toDOM: (node) => ["ol", node.attrs["start"] === 1 ? {} : { start: String(node.attrs["start"]) }, 0],
  },
  // `done` is null where the item is no task.
  list_item: {
    content: "block+",
    attrs: { done: { default: null } },
    defining: true,
    parseDOM: [{ tag: "li", getAttrs: (element) => ({ done: { true: true, false: false }[element.dataset["done"] ?? ""] ?? null }) }],
    toDOM: (node) => ["li", node.attrs["done"] === null ? {} : { "data-done": String(node.attrs["done"]) }, 0],
  },
  figure: {
    group: "block",
    atom: true,
    draggable: true,
    attrs: { digest: {}, alternative: { default: "" } },
    parseDOM: [{ tag: "figure[data-digest]", getAttrs: (element) => ({ digest: element.dataset["digest"], alternative: element.dataset["alternative"] ?? "" }) }],
    toDOM: (node) => ["figure", { "data-digest": node.attrs["digest"] as string, "data-alternative": node.attrs["alternative"] as string }],
  },
  table: { content: "table_row+", group: "block", tableRole: "table", isolating: true, parseDOM: [{ tag: "table" }], toDOM: () => ["table", ["tbody", 0]] },
  table_row: { content: "(table_cell | table_header)*", tableRole: "row", parseDOM: [{ tag: "tr" }], toDOM: () => ["tr", 0] },
  table_cell: cell("cell", "td"),
  table_header: cell("header_cell", "th"),
  // Footnotes stand at the end. `key` holds a footnote and its mentions together; `number` is what readers see, that
  // of the first mention, and 0 where nothing mentions it.
  footnote: {
    content: "inline*",
    attrs: { key: {}, number: { default: 0 } },
    isolating: true,
    defining: true,
    parseDOM: [{ tag: "p[data-footnote]", priority: 60, getAttrs: (element) => ({ key: Number(element.dataset["footnote"]) }) }],
    toDOM: (node) => ["p", { "data-footnote": String(node.attrs["key"]), "data-number": String(node.attrs["number"] || "–") }, 0],
  },
  text: { group: "inline" },
  hard_break: { group: "inline", inline: true, selectable: false, parseDOM: [{ tag: "br" }], toDOM: () => ["br"], leafText: () => "\n" },
  footnote_reference: {
    group: "inline",
    inline: true,
    atom: true,
    attrs: { key: {}, number: { default: 0 } },
    parseDOM: [{ tag: "sup[data-mentions]", getAttrs: (element) => ({ key: Number(element.dataset["mentions"]) }) }],
    toDOM: (node) => ["sup", { "data-mentions": String(node.attrs["key"]) }, String(node.attrs["number"])],
  },
};

// Markdown says which of two marks is the outer one. `depth` remembers it, where both mark the same words.
const DEPTH = { depth: { default: null } };
const MARKS: Record<string, MarkSpec> = {
  link: {
    attrs: { address: {}, ...DEPTH },
    inclusive: false,
    parseDOM: [{ tag: "a[href]", getAttrs: (element) => isAllowed(element.getAttribute("href") ?? "") && { address: element.getAttribute("href") } }],
    toDOM: (mark) => ["a", { href: mark.attrs["address"] as string, rel: "noreferrer" }, 0],
  },
  emphasis: {
    attrs: DEPTH,
    parseDOM: [{ tag: "i" }, { tag: "em" }, { tag: "span[data-style]", consuming: false, getAttrs: (element) => withStyle(element, /font-style:\s*(?:italic|oblique)/i) }],
    toDOM: () => ["em", 0],
  },
  strong: {
    attrs: DEPTH,
    parseDOM: [
      { tag: "strong" },
      // A text of Google's comes wrapped in a <b> that is not bold.
      { tag: "b", getAttrs: (element) => (/font-weight:\s*normal/i.test(element.dataset["style"] ?? "") ? false : null) },
      { tag: "span[data-style]", consuming: false, getAttrs: (element) => withStyle(element, /font-weight:\s*(?:bold|[6-9]00)/i) },
    ],
    toDOM: () => ["strong", 0],
  },
  code: { code: true, parseDOM: [{ tag: "code" }], toDOM: () => ["code", 0] },
};

export const schema = new Schema({ nodes: NODES, marks: MARKS });

const nodeType = (name: string) => schema.nodes[name]!;
const markType = (name: string) => schema.marks[name]!;
export const nodes = {
  doc: nodeType("doc"), paragraph: nodeType("paragraph"), heading: nodeType("heading"), blockquote: nodeType("blockquote"), bulletList: nodeType("bullet_list"),
  orderedList: nodeType("ordered_list"), listItem: nodeType("list_item"), figure: nodeType("figure"), table: nodeType("table"),
  tableRow: nodeType("table_row"), tableCell: nodeType("table_cell"), tableHeader: nodeType("table_header"), footnote: nodeType("footnote"),
  hardBreak: nodeType("hard_break"), footnoteReference: nodeType("footnote_reference"),
};
export const marks = { link: markType("link"), emphasis: markType("emphasis"), strong: markType("strong"), code: markType("code") };

export const isCell = (node: Node): boolean => node.type === nodes.tableCell || node.type === nodes.tableHeader;
