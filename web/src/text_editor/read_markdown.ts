// Markdown as the server keeps it, read into a document. It is read right where it can be written again sign by
// sign: `readMarkdown` returns nothing for a text that was not brought into that form, and the plain box stays.
import type { Mark, Node } from "prosemirror-model";
import { canonical, type Inline, type Inlines, isMarked, onOneLine } from "./inlines";
import { readInlines } from "./read_inlines";
import { type Alignment, HIGHEST_START, marks, nodes, schema } from "./schema";
import { writeMarkdown } from "./write_markdown";

const HEADING = /^(#{2,4}) (.*)$/;
const ITEM = /^(?:([-*])|(\d{1,9})([.)]))(?: |$)/;
const BOX = /^\[([ x])\] (?=\S)/;
const FIGURE = /^!\[((?:\\.|[^\\[\]])*)\]\(figure:([0-9a-f]{32})\)$/;
const RULE = /^\|(?: (?:---|:--|:-:|--:) \|)+$/;
const NOTE = /^\[\^(\d{1,6})\]:(?: (.*))?$/;

export const readMarkdown = (source: string): Node | null => {
  try {
    const text = source.replace(/\r\n?/g, "\n").replace(/\n*$/, "\n").replace(/^\n$/, "");
    const doc = new Reader(text).document();
    doc.check();
    return writeMarkdown(doc) === text ? doc : null;
  } catch (fault) {
    if (fault instanceof RangeError) return null; // of another shape than the schema
    throw fault;
  }
};

class Reader {
  readonly #lines: string[];
  readonly #notes = new Map<number, string>();

  constructor(text: string) {
    this.#lines = text.split("\n");
  }

  document(): Node {
    const body = this.#takeNotes();
    const blocks = this.#blocks(body);
    const notes = [...this.#notes].map(([number, said]) => nodes.footnote.create({ key: number, number }, this.#pieces(said)));
    return nodes.doc.create(null, [...(blocks.length ? blocks : [nodes.paragraph.create()]), ...notes]);
  }

  // Footnotes stand at the end, each a paragraph whose further lines are set in.
  #takeNotes(): string[] {
    const body: string[] = [];
    let number = 0;
    for (const line of this.#lines) {
      const note = NOTE.exec(line);
      if (note) this.#notes.set((number = Number(note[1])), note[2] ?? "");
      else if (number && line.startsWith("    ")) this.#notes.set(number, `${this.#notes.get(number)}\n${line.slice(4)}`);
      else body.push(line);
    }
    return body;
  }

  #pieces(said: string, isOneLine = false): Node[] {
    const inlines = readInlines(said, (number) => this.#notes.has(number));
    return piecesOf(isOneLine ? onOneLine(inlines) : canonical(inlines), [], null);
  }

  #blocks(lines: readonly string[]): Node[] {
    const blocks: Node[] = [];
    for (let at = 0; at < lines.length; ) {
      const [block, end] = lines[at] === "" ? [null, at + 1] : this.#block(lines, at);
      if (block) blocks.push(block);
      at = end;
    }
    return blocks;
  }

  // The block that begins at a line, and the line after it.
  #block(lines: readonly string[], at: number): [Node, number] {
    const line = lines[at]!;
    const heading = HEADING.exec(line);
    if (heading) return [nodes.heading.create({ level: heading[1]!.length }, this.#pieces(heading[2]!, true)), at + 1];
    if (line.startsWith(">")) return this.#quote(lines, at);
    if (ITEM.test(line)) return this.#list(lines, at);
    if (line.startsWith("| ") && RULE.test(lines[at + 1] ?? "")) return this.#table(lines, at);
    const figure = FIGURE.exec(line);
    if (figure) return [nodes.figure.create({ alternative: figure[1]!.replace(/\\(.)/g, "$1"), digest: figure[2] }), at + 1];
    return this.#paragraph(lines, at);
  }

  #paragraph(lines: readonly string[], at: number): [Node, number] {
    let end = at + 1;
    while (end < lines.length && lines[end] !== "" && !ITEM.test(lines[end]!)) end += 1;
    return [nodes.paragraph.create(null, this.#pieces(lines.slice(at, end).join("\n"))), end];
  }

  #quote(lines: readonly string[], at: number): [Node, number] {
    let end = at;
    while (lines[end]?.startsWith(">")) end += 1;
    const inside = lines.slice(at, end).map((line) => line.replace(/^> ?/, ""));
    return [nodes.blockquote.create(null, this.#blocks(inside)), end];
  }

  #list(lines: readonly string[], from: number): [Node, number] {
    const first = ITEM.exec(lines[from]!)!;
    const sign = first[1] ?? first[3];
    const items: Node[] = [];
    let at = from;
    while (at < lines.length) {
      const item = ITEM.exec(lines[at]!);
      if (!item || (item[1] ?? item[3]) !== sign) break;
      const margin = item[0].trimEnd().length + 1;
      let end = at + 1;
      while (end < lines.length && (lines[end] === "" || lines[end]!.startsWith(" ".repeat(margin)))) end += 1;
      const inside = lines.slice(at, end).map((line) => line.slice(margin));
      items.push(this.#item(inside));
      at = end;
    }
    if (first[1]) return [nodes.bulletList.create(null, items), at];
    return [nodes.orderedList.create({ start: Math.min(Number(first[2]), HIGHEST_START) }, items), at];
  }

  #item(lines: string[]): Node {
    const box = BOX.exec(lines[0]!);
    const done = box ? box[1] === "x" : null;
    const inside = box ? [lines[0]!.slice(box[0].length), ...lines.slice(1)] : lines;
    return nodes.listItem.create({ done }, this.#blocks(inside));
  }

  #table(lines: readonly string[], at: number): [Node, number] {
    let end = at + 2;
    while (lines[end]?.startsWith("| ")) end += 1;
    const aligned = cellsOf(lines[at + 1]!).map((rule): Alignment => {
      if (rule.startsWith(":")) return rule.endsWith(":") ? "center" : "left";
      return rule.endsWith(":") ? "right" : "";
    });
    const rows = [lines[at]!, ...lines.slice(at + 2, end)].map((line, number) => {
      const type = number ? nodes.tableCell : nodes.tableHeader;
      const cells = cellsOf(line).map((said, column) => type.create({ align: aligned[column] ?? "" }, this.#pieces(said, true)));
      return nodes.tableRow.create(null, cells);
    });
    return [nodes.table.create(null, rows), end];
  }
}

const cellsOf = (line: string): string[] =>
  line
    .slice(1, -1)
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim().replaceAll("\\|", "|"));

// Marks around words become words that carry their marks. Where one mark holds nothing but another, `depth` keeps
// which was the outer one.
const piecesOf = (inlines: Inlines, within: readonly Mark[], depth: number | null): Node[] =>
  inlines.flatMap((inline): Node[] => {
    if (!isMarked(inline)) return [pieceOf(inline, within)];
    const isAround = inline.children.length === 1 && isMarked(inline.children[0]!);
    const own = depth ?? (isAround ? 0 : null);
    const attrs = inline.kind === "link" ? { address: inline.address, depth: own } : { depth: own };
    const mark = marks[inline.kind].create(attrs);
    return piecesOf(inline.children, mark.addToSet(within), isAround ? (own ?? 0) + 1 : null);
  });

const pieceOf = (inline: Inline, within: readonly Mark[]): Node => {
  if (inline.kind === "text") return schema.text(inline.text, within);
  if (inline.kind === "code") return schema.text(inline.text, marks.code.create().addToSet(within));
  if (inline.kind === "reference") return nodes.footnoteReference.create({ key: inline.number, number: inline.number }, null, within);
  return nodes.hardBreak.create(null, null, within);
};
