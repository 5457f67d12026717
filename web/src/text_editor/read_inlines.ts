// The inlines of a paragraph, read by CommonMark's rules as far as our grammar goes.
import { type Inline, type Inlines, text } from "./inlines";
import { isAllowed } from "./schema";

interface Delimiter {
  readonly sign: string;
  readonly length: number;
  readonly canOpen: boolean;
  readonly canClose: boolean;
  count: number;
}
type Part = Inline | Delimiter;
type HasNote = (number: number) => boolean;

const PUNCTUATION = /^[\p{P}\p{S}]$/u;
const WHITE_SPACE = /^[\t\n\v\f\r \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]$/;
const ESCAPABLE = /[!-/:-@[-`{-~]/;
const REFERENCE = /\[\^(\d{1,6})\]/y;
const TARGET = /\(((?:\\&|[^\s()<>\\])*)\)/y;

const matchAt = (pattern: RegExp, source: string, at: number): RegExpExecArray | null => {
  pattern.lastIndex = at;
  return pattern.exec(source);
};

export const readInlines = (source: string, hasNote: HasNote): Inlines => new Reader(source, hasNote).read(0, source.length);

class Reader {
  readonly #source: string;
  readonly #hasNote: HasNote;

  constructor(source: string, hasNote: HasNote) {
    this.#source = source;
    this.#hasNote = hasNote;
  }

  read(from: number, to: number): Inline[] {
    const parts: Part[] = [];
    let pending = "";
    const push = (part: Part): void => {
      if (pending) parts.push(text(pending));
      pending = "";
      parts.push(part);
    };
    for (let at = from; at < to; ) {
      const found = this.#part(at, to);
      if (typeof found[0] === "string") pending += found[0];
      else push(found[0]);
      at = found[1];
    }
    if (pending) parts.push(text(pending));
    return paired(parts);
  }

  // What begins here, and where it ends.
  #part(at: number, to: number): [Part | string, number] {
    const sign = this.#source[at]!;
    if (sign === "\\") return this.#escape(at, to);
    if (sign === "\n") return [" ", at + 1];
    if (sign === "`") return this.#code(at, to);
    if (sign === "[") return this.#bracket(at, to);
    if (sign === "*" || sign === "_") return this.#delimiter(at, to);
    return [sign, at + 1];
  }

  #escape(at: number, to: number): [Part | string, number] {
    const following = at + 1 < to ? this.#source[at + 1]! : "";
    if (following === "\n") return [{ kind: "break" }, at + 2];
    return ESCAPABLE.test(following) ? [following, at + 2] : ["\\", at + 1];
  }

  #code(at: number, to: number): [Part | string, number] {
    const fence = matchAt(/`+/y, this.#source, at)![0];
    for (const close of this.#source.slice(0, to).matchAll(/`+/g)) {
      if (close.index <= at || close[0].length !== fence.length) continue;
      const inside = this.#source.slice(at + fence.length, close.index).replaceAll("\n", " ");
      const isPadded = /^ .*[^ ].* $/s.test(inside);
      return [{ kind: "code", text: isPadded ? inside.slice(1, -1) : inside }, close.index + fence.length];
    }
    return [fence, at + fence.length];
  }

  #bracket(at: number, to: number): [Part | string, number] {
    const reference = matchAt(REFERENCE, this.#source, at);
    if (reference && this.#hasNote(Number(reference[1]))) return [{ kind: "reference", number: Number(reference[1]) }, at + reference[0].length];
    const close = this.#closing(at, to);
    const target = close < 0 ? null : matchAt(TARGET, this.#source, close + 1);
    if (!target || !isAllowed(target[1]!)) return ["[", at + 1];
    return [{ kind: "link", address: target[1]!.replaceAll("\\&", "&"), children: this.read(at + 1, close) }, close + 1 + target[0].length];
  }

  // Where the bracket that opens here is closed; -1 where it is not.
  #closing(open: number, to: number): number {
    let depth = 0;
    for (let at = open; at < to; ) {
      const sign = this.#source[at];
      if (sign === "[") depth += 1;
      if (sign === "]" && (depth -= 1) === 0) return at;
      at = sign === "`" ? this.#code(at, to)[1] : at + (sign === "\\" ? 2 : 1);
    }
    return -1;
  }

  #delimiter(at: number, to: number): [Delimiter, number] {
    const sign = this.#source[at]!;
    let end = at;
    while (end < to && this.#source[end] === sign) end += 1;
    const before = lastOf(this.#source.slice(Math.max(0, at - 2), at)) || " ";
    const after = end < to ? String.fromCodePoint(this.#source.codePointAt(end)!) : " ";
    const [isSpaceBefore, isSpaceAfter] = [WHITE_SPACE.test(before), WHITE_SPACE.test(after)];
    const [isPunctBefore, isPunctAfter] = [PUNCTUATION.test(before), PUNCTUATION.test(after)];
    const isLeft = !isSpaceAfter && (!isPunctAfter || isSpaceBefore || isPunctBefore);
    const isRight = !isSpaceBefore && (!isPunctBefore || isSpaceAfter || isPunctAfter);
    const canOpen = isLeft && (sign === "*" || !isRight || isPunctBefore);
    const canClose = isRight && (sign === "*" || !isLeft || isPunctAfter);
    return [{ sign, length: end - at, count: end - at, canOpen, canClose }, end];
  }
}

const lastOf = (words: string): string => [...words].at(-1) ?? "";
const isDelimiter = (part: Part | undefined): part is Delimiter => part !== undefined && "sign" in part;

// Emphasis, strong and neither, by "process emphasis" of the CommonMark specification.
const paired = (parts: Part[]): Inline[] => {
  for (let at = 0; at < parts.length; ) {
    const closer = parts[at];
    const opener = isDelimiter(closer) && closer.canClose ? findOpener(parts, at, closer) : -1;
    if (opener < 0) {
      at += 1;
      continue;
    }
    at = join(parts, opener, at);
  }
  return parts.map(asWords);
};

const asWords = (part: Part): Inline => (isDelimiter(part) ? text(part.sign.repeat(part.count)) : part);

const findOpener = (parts: readonly Part[], at: number, closer: Delimiter): number => {
  for (let before = at - 1; before >= 0; before -= 1) {
    const part = parts[before];
    if (!isDelimiter(part) || part.sign !== closer.sign || !part.canOpen) continue;
    const isOdd = (part.canClose || closer.canOpen) && (part.length + closer.length) % 3 === 0;
    if (!isOdd || (part.length % 3 === 0 && closer.length % 3 === 0)) return before;
  }
  return -1;
};

// Puts what stands between two delimiters into a mark; returns where to go on.
const join = (parts: Part[], from: number, to: number): number => {
  const [opener, closer] = [parts[from] as Delimiter, parts[to] as Delimiter];
  const used = opener.count >= 2 && closer.count >= 2 ? 2 : 1;
  const children = parts.slice(from + 1, to).map(asWords);
  opener.count -= used;
  closer.count -= used;
  const marked: Inline = { kind: used === 2 ? "strong" : "emphasis", address: "", children };
  const left = [...(opener.count ? [opener] : []), marked, ...(closer.count ? [closer] : [])];
  parts.splice(from, to - from + 1, ...left);
  return from + left.length - (closer.count ? 1 : 0);
};
