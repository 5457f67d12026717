// A document written as Markdown in the one way in which the server keeps it (`foundation/content/markdown.py`).
import type { Mark, Node } from "prosemirror-model";
import { canonical, clean, isMarked, onOneLine, text, without, type Inline, type Inlines, type Marked } from "./inlines";
import { readInlines } from "./read_inlines";
import { type Alignment, HIGHEST_START, isCell, marks, nodes } from "./schema";

const SIGNS = /[\\`*[\]<]/g;
const LOW_LINE = /(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu; // within a word it marks nothing
const ENTITY = /&(?=#?[\p{L}\p{N}_]+;)/gu;
const LINE_START = /^(?=[-+>=:|~#])/gm;
const NUMBER_START = /^(\p{Nd}{1,9})(?=[.)])/gmu;
const HASH_AT_END = /(?<!\\)#(?=#*$)/g;
const AFTER_REFERENCE = /^(?=:|\(\s*\S*(?:\s+["'(].*)?\s*\))/; // it would begin a footnote, or be the target of a link
const RULES: Record<Alignment, string> = { "": "---", left: ":--", center: ":-:", right: "--:" };

// Footnotes by their keys.
export const notesOf = (doc: Node): Map<number, Node> => {
  const notes = doc.children.filter((block) => block.type === nodes.footnote);
  return new Map(notes.map((note) => [note.attrs["key"] as number, note]));
};

// The number of each footnote that is mentioned, by its key, in the order of the first mentions.
export const numberNotes = (doc: Node): Map<number, number> => {
  const notes = notesOf(doc);
  const numbers = new Map<number, number>();
  const mention = (node: Node): void => {
    const key = node.attrs["key"] as number;
    if (node.type === nodes.footnoteReference && notes.has(key) && !numbers.has(key)) numbers.set(key, numbers.size + 1);
  };
  doc.forEach((block) => void (block.type !== nodes.footnote && block.descendants(mention)));
  for (const key of numbers.keys()) notes.get(key)!.descendants(mention); // a map goes on with what is added to it
  return numbers;
};

export const writeMarkdown = (doc: Node): string => {
  const numbers = numberNotes(doc);
  const writer = new Writer(numbers);
  const parts = writer.blocks(lowerHeadings(doc.children.filter((block) => block.type !== nodes.footnote), numbers));
  const notes = notesOf(doc);
  for (const [key, number] of numbers) {
    parts.push(`[^${number}]: ${writeInlines(writer.inlines(notes.get(key)!)).replaceAll("\n", "\n    ")}`.trimEnd());
  }
  return parts.length ? `${parts.join("\n\n")}\n` : "";
};

// Each heading has the level of its depth, from 2.
const lowerHeadings = (blocks: readonly Node[], numbers: ReadonlyMap<number, number>): Node[] => {
  const above: number[] = [];
  return blocks.map((block) => {
    if (block.type !== nodes.heading || !canonical(inlinesOf(block, numbers)).length) return block;
    const level = block.attrs["level"] as number;
    while ((above.at(-1) ?? 0) >= level) above.pop();
    above.push(level);
    return nodes.heading.create({ level: Math.min(1 + above.length, 4) }, block.content);
  });
};

class Writer {
  readonly #numbers: ReadonlyMap<number, number>;
  constructor(numbers: ReadonlyMap<number, number>) {
    this.#numbers = numbers;
  }

  inlines(node: Node): Inlines {
    return canonical(inlinesOf(node, this.#numbers));
  }

  // Blocks that say nothing are left out.
  blocks(blocks: readonly Node[]): string[] {
    const written: string[] = [];
    let last: Node | undefined;
    let isOther = false;
    for (const block of blocks) {
      isOther = block.type === last?.type && isList(block) && !isOther; // two lists in a row differ in their signs
      const said = isList(block) ? this.#list(block, isOther) : this.#block(block);
      if (said === "") {
        isOther = last !== undefined && block.type === last.type && isList(block) ? !isOther : isOther;
        continue;
      }
      written.push(said);
      last = block;
    }
    return written;
  }

  #block(block: Node): string {
    switch (block.type) {
      case nodes.heading: {
        const said = writeInlines(onOneLine(this.inlines(block))).replace(HASH_AT_END, "\\#");
        return said && `${"#".repeat(block.attrs["level"] as number)} ${said}`;
      }
      case nodes.figure:
        return `![${escaped(clean(block.attrs["alternative"] as string).trim())}](figure:${block.attrs["digest"] as string})`;
      case nodes.blockquote: {
        const said = this.blocks(block.children).join("\n\n");
        return said && said.split("\n").map((line) => `> ${line}`.trimEnd()).join("\n");
      }
      case nodes.table:
        return this.#table(block);
      default:
        return writeInlines(this.inlines(block));
    }
  }

  #list(list: Node, isOther: boolean): string {
    const start = list.type === nodes.orderedList ? Math.min(list.attrs["start"] as number, HIGHEST_START) : null;
    const items = list.children.filter((item) => this.#hasWords(item));
    const written = items.map((item, at) => this.#item(item, start === null ? (isOther ? "*" : "-") : `${start + at}${isOther ? ")" : "."}`));
    return written.join(items.every((item) => this.#isTight(item)) ? "\n" : "\n\n");
  }

  #hasWords(item: Node): boolean {
    return this.blocks(item.children).length > 0;
  }

  #said(item: Node): Node[] {
    return item.children.filter((block) => this.blocks([block]).length);
  }

  #isTight(item: Node): boolean {
    const [first, ...others] = this.#said(item);
    if (first?.type !== nodes.paragraph || others.length > 1) return false;
    // Only a list that starts from 1 may follow words without a blank line.
    return others.every((other) => isList(other) && (other.attrs["start"] ?? 1) === 1 && other.children.filter((each) => this.#hasWords(each)).every((each) => this.#isTight(each)));
  }

  #item(item: Node, sign: string): string {
    const blocks = this.#said(item);
    const done = item.attrs["done"] as boolean | null;
    const box = done === null || blocks[0]?.type !== nodes.paragraph ? "" : done ? "[x] " : "[ ] ";
    const said = box + this.blocks(blocks).join(this.#isTight(item) ? "\n" : "\n\n");
    const margin = " ".repeat(sign.length + 1);
    return `${sign} ${said.split("\n").map((line, at) => (at && line ? margin + line : line)).join("\n")}`;
  }

  #table(table: Node): string {
    const lines = table.children.map((row) => `| ${row.children.map((cell) => this.#cell(cell)).join(" | ")} |`);
    const rule = table.firstChild!.children.map((cell) => RULES[cell.attrs["align"] as Alignment]);
    return [lines[0], `| ${rule.join(" | ")} |`, ...lines.slice(1)].join("\n");
  }

  #cell(cell: Node): string {
    return isCell(cell) ? writeInlines(onOneLine(this.inlines(cell)), true) : "";
  }
}

const isList = (node: Node): boolean => node.type === nodes.bulletList || node.type === nodes.orderedList;

// From words that each carry their marks to marks around words: the outer one is that which lasts longer.

const inlinesOf = (node: Node, numbers: ReadonlyMap<number, number>): Inline[] => nested(node.children, [], numbers);

const RANKS = [marks.link, marks.emphasis, marks.strong];
const depthOf = (mark: Mark): number | null => mark.attrs["depth"] as number | null;
const isSame = (one: Mark, other: Mark): boolean =>
  one.type === other.type && one.attrs["address"] === other.attrs["address"] && depthOf(one) === depthOf(other);
// Neither code nor the mention of a footnote is part of a mark that Markdown cannot put around it.
const marksOf = (node: Node): readonly Mark[] =>
  node.marks.filter((mark) => mark.type !== marks.code && !(mark.type === marks.link && node.type === nodes.footnoteReference));
const carries = (node: Node, mark: Mark): boolean => marksOf(node).some((each) => isSame(each, mark));

interface Extent {
  readonly mark: Mark;
  readonly end: number;
}

// Where it is known which mark was the outer one, it stays so.
const isOuter = (one: Extent, other: Extent): number => {
  const [here, there] = [depthOf(one.mark), depthOf(other.mark)];
  if (here !== null && there !== null) return here - there;
  return other.end - one.end || RANKS.indexOf(one.mark.type) - RANKS.indexOf(other.mark.type);
};

const nested = (pieces: readonly Node[], within: readonly Mark[], numbers: ReadonlyMap<number, number>): Inline[] => {
  const result: Inline[] = [];
  for (let at = 0; at < pieces.length; ) {
    const piece = pieces[at]!;
    const open = marksOf(piece).filter((mark) => !within.some((each) => each.type === mark.type));
    if (!open.length) {
      result.push(...leaf(piece, numbers));
      at += 1;
      continue;
    }
    const ends = open.map((mark) => {
      let end = at + 1;
      while (end < pieces.length && carries(pieces[end]!, mark)) end += 1;
      return { mark, end };
    });
    const outer = ends.toSorted(isOuter)[0]!;
    const children = nested(pieces.slice(at, outer.end), [...within, outer.mark], numbers);
    const kind = outer.mark.type.name as Marked["kind"];
    result.push({ kind, address: kind === "link" ? safeAddress(outer.mark.attrs["address"] as string) : "", children });
    at = outer.end;
  }
  return result;
};

const leaf = (piece: Node, numbers: ReadonlyMap<number, number>): Inline[] => {
  if (piece.isText) return [marks.code.isInSet(piece.marks) ? { kind: "code", text: piece.text! } : text(piece.text!)];
  if (piece.type === nodes.hardBreak) return [{ kind: "break" }];
  const number = numbers.get(piece.attrs["key"] as number);
  return number ? [{ kind: "reference", number }] : [];
};

const safeAddress = (address: string): string =>
  clean(address).replace(/[ ()<>[\]|\\`*"']/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

// Inlines as Markdown. Marks that Markdown cannot say side by side lose to the words.

export const writeInlines = (inlines: Inlines, isInTable = false): string => {
  const [sayable, emphasis] = findSayable(inlines);
  return isInTable ? run(sayable, emphasis).replaceAll("|", "\\|") : whole(sayable, emphasis);
};

const findSayable = (inlines: Inlines): [Inlines, string] => {
  if (!hasEmphasis(inlines)) return [inlines, "*"];
  for (const sign of "*_") if (readsAs(whole(inlines, sign), inlines)) return [inlines, sign];
  const fewer = without(inlines, ["emphasis"]);
  return [readsAs(whole(fewer, "*"), fewer) ? fewer : without(inlines, ["emphasis", "strong"]), "*"];
};

const hasEmphasis = (inlines: Inlines): boolean =>
  inlines.some((inline) => isMarked(inline) && (inline.kind !== "link" || hasEmphasis(inline.children)));

const readsAs = (said: string, inlines: Inlines): boolean =>
  JSON.stringify(canonical(readInlines(said, () => true))) === JSON.stringify(canonical(inlines));

const whole = (inlines: Inlines, emphasis: string): string =>
  run(inlines, emphasis).replace(LINE_START, "\\").replace(NUMBER_START, "$1\\");

const run = (inlines: Inlines, emphasis: string): string =>
  inlines
    .map((inline, at) => {
      let said = written(inline, emphasis);
      if (inline.kind !== "text") return said;
      const following = inlines[at + 1]?.kind;
      if (said.endsWith("!") && (following === "link" || following === "reference")) said = `${said.slice(0, -1)}\\!`;
      return inlines[at - 1]?.kind === "reference" ? said.replace(AFTER_REFERENCE, "\\") : said;
    })
    .join("");

const written = (inline: Inline, emphasis: string): string => {
  switch (inline.kind) {
    case "text":
      return escaped(inline.text);
    case "code":
      return writeCode(inline.text);
    case "break":
      return "\\\n";
    case "reference":
      return `[^${inline.number}]`;
    case "emphasis":
      return `${emphasis}${run(inline.children, emphasis)}${emphasis}`;
    case "strong":
      return `**${run(inline.children, emphasis)}**`;
    case "link":
      return `[${run(inline.children, emphasis)}](${inline.address.replace(ENTITY, "\\&")})`;
  }
};

const escaped = (said: string): string => said.replace(SIGNS, "\\$&").replace(LOW_LINE, "\\_").replace(ENTITY, "\\&");

const writeCode = (said: string): string => {
  const longest = Math.max(0, ...(said.match(/`+/g) ?? []).map((ticks) => ticks.length));
  const fence = "`".repeat(longest + 1);
  const pad = said.startsWith("`") || said.endsWith("`") ? " " : "";
  return `${fence}${pad}${said}${pad}${fence}`;
};
