// Inlines as a tree, in the one shape that a meaning has: what `foundation/content/inlines.py` does on the server.

export type Inline =
  | { readonly kind: "text" | "code"; readonly text: string }
  | { readonly kind: "break" }
  | { readonly kind: "reference"; readonly number: number }
  | Marked;
export interface Marked {
  readonly kind: "emphasis" | "strong" | "link";
  readonly address: string; // empty but for links
  readonly children: readonly Inline[];
}
export type Inlines = readonly Inline[];

export const text = (said: string): Inline => ({ kind: "text", text: said });
export const isMarked = (inline: Inline): inline is Marked => "children" in inline;

// Not allowed in XML, or turning the direction of a line without its writer's knowing.
const CONTROLS = /[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u202a-\u202e\ufeff\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
const SPACES = /[ \t\n\r\f\v\x1c-\x1f\x85\u2028\u2029]+/g;

// Composed (NFC), single-spaced, without controls. A space that does not break stays one.
export const clean = (said: string): string => said.replace(CONTROLS, "").replace(SPACES, " ").normalize("NFC");

export const canonical = (inlines: Inlines): Inlines => trimmed(settled(flat(inlines, [])));

// Takes marks off and leaves their words.
export const without = (inlines: Inlines, kinds: readonly string[]): Inlines =>
  canonical(
    inlines.flatMap((inline) => {
      if (!isMarked(inline)) return [inline];
      const children = without(inline.children, kinds);
      return kinds.includes(inline.kind) ? children : [{ ...inline, children }];
    }),
  );

const spaced = (inlines: Inlines): Inlines =>
  inlines.map((inline) => {
    if (inline.kind === "break") return text(" ");
    return isMarked(inline) ? { ...inline, children: spaced(inline.children) } : inline;
  });

// A space for each line break, as cells and headings need them.
export const onOneLine = (inlines: Inlines): Inlines => canonical(spaced(inlines));

export const wordsOf = (inlines: Inlines): string =>
  inlines.map((inline) => ("text" in inline ? inline.text : isMarked(inline) ? wordsOf(inline.children) : inline.kind === "break" ? " " : "")).join("");

// Emphasis within emphasis is one; a link within a link is its words.
const flat = (inlines: Inlines, within: readonly string[]): Inline[] =>
  inlines.flatMap((inline): Inline[] => {
    if (inline.kind === "text") return [text(clean(inline.text))];
    if (inline.kind === "code") return [{ kind: "code", text: clean(inline.text).trim() }];
    if (!isMarked(inline)) return [inline];
    const children = flat(inline.children, [...within, inline.kind]);
    return within.includes(inline.kind) ? children : [{ ...inline, children }];
  });

// Neighbours are merged; spaces and breaks at the ends of a mark move out of it.
const settled = (inlines: Inlines): Inline[] => {
  const result: Inline[] = [];
  for (const inline of inlines) for (const part of opened(inline)) append(result, part);
  return result;
};

const opened = (inline: Inline): Inlines => {
  if (!isMarked(inline)) return [inline];
  const [before, rest] = expelled(settled(inline.children), true);
  const [after, children] = expelled(rest, false);
  return children.length ? [...before, { ...inline, children }, ...after] : [...before, ...after];
};

const expelled = (children: Inlines, isFirst: boolean): [Inlines, Inlines] => {
  const edge = children.at(isFirst ? 0 : -1);
  if (!edge) return [[], []];
  const rest = isFirst ? children.slice(1) : children.slice(0, -1);
  const joined = (outer: Inlines): Inlines => (isFirst ? [edge, ...outer] : [...outer, edge]);
  if (edge.kind === "break") {
    const [outer, inner] = expelled(rest, isFirst);
    return [joined(outer), inner];
  }
  if (edge.kind !== "text") return [[], children];
  const trimmedText = isFirst ? edge.text.trimStart() : edge.text.trimEnd();
  if (trimmedText === edge.text) return [[], children];
  if (!trimmedText) {
    const [outer, inner] = expelled(rest, isFirst);
    return [joined(outer), inner];
  }
  const length = edge.text.length - trimmedText.length;
  const spaces = text(isFirst ? edge.text.slice(0, length) : edge.text.slice(-length));
  return [[spaces], isFirst ? [text(trimmedText), ...rest] : [...rest, text(trimmedText)]];
};

const append = (result: Inline[], inline: Inline): void => {
  const last = result.at(-1);
  const replaceLast = (by: Inline): void => void result.splice(-1, 1, by);
  if ("text" in inline && !inline.text) return;
  if (last?.kind === "text" && inline.kind === "text") return replaceLast(text(clean(last.text + inline.text)));
  if (last?.kind === "code" && inline.kind === "code") return replaceLast({ kind: "code", text: last.text + inline.text });
  if (last && isMarked(last) && isMarked(inline) && last.kind === inline.kind && inline.kind !== "link") {
    return replaceLast({ ...last, children: settled([...last.children, ...inline.children]) });
  }
  if (inline.kind === "break") return appendBreak(result, last);
  if (last?.kind === "break" && inline.kind === "text") {
    const trimmedText = inline.text.trimStart();
    if (trimmedText) result.push(text(trimmedText));
    return;
  }
  result.push(inline);
};

const appendBreak = (result: Inline[], last: Inline | undefined): void => {
  if (last?.kind === "text") {
    const trimmedText = last.text.trimEnd();
    result.splice(-1, 1, ...(trimmedText ? [text(trimmedText)] : []));
  }
  if (result.at(-1)?.kind !== "break") result.push({ kind: "break" });
};

const isWord = (inline: Inline): boolean => (inline.kind === "text" ? inline.text.trim() !== "" : inline.kind !== "break");

// Nothing stands before the first word or after the last; not even a break.
const trimmed = (inlines: Inlines): Inlines => {
  const parts = inlines.slice(inlines.findIndex(isWord), inlines.findLastIndex(isWord) + 1);
  if (parts[0]?.kind === "text") parts[0] = text(parts[0].text.trimStart());
  const last = parts.at(-1);
  if (last?.kind === "text") parts[parts.length - 1] = text(last.text.trimEnd());
  return parts;
};
