// Footnotes: their numbers follow the text, and a mention without its footnote goes.
import type { Node } from "prosemirror-model";
import { type Command, type EditorState, Plugin, TextSelection, type Transaction } from "prosemirror-state";
import { nodes } from "./schema";
import { notesOf, numberNotes } from "./write_markdown";

const newKey = (doc: Node): number => Math.max(0, ...notesOf(doc).keys()) + 1;

export const isInNote = (state: EditorState): boolean => state.selection.$from.node(1)?.type === nodes.footnote;

const endOf = (doc: Node, key: number): number => {
  let end = 0;
  doc.forEach((block, at) => {
    if (block.type === nodes.footnote && block.attrs["key"] === key) end = at + block.nodeSize;
  });
  return end;
};

// A footnote is written at its place among the others, and one goes on writing there.
export const insertFootnote: Command = (state, dispatch) => {
  const { $to } = state.selection;
  if (isInNote(state) || !$to.parent.contentMatchAt($to.index()).matchType(nodes.footnoteReference)) return false;
  if (!dispatch) return true;
  const key = newKey(state.doc);
  const tr = state.tr.insert($to.pos, nodes.footnoteReference.create({ key }));
  tr.insert(tr.doc.content.size, nodes.footnote.create({ key }));
  const numbers = numberNotes(tr.doc);
  const before = [...numbers].find(([, number]) => number === numbers.get(key)! - 1);
  const first = tr.doc.content.size - tr.doc.children.filter((block) => block.type === nodes.footnote).reduce((size, note) => size + note.nodeSize, 0);
  const place = before ? endOf(tr.doc, before[0]) : first;
  const end = tr.doc.content.size;
  if (place < end - 2) tr.delete(end - 2, end).insert(place, nodes.footnote.create({ key }));
  const at = endOf(tr.doc, key) - 1;
  dispatch(tr.setSelection(TextSelection.create(tr.doc, at)).scrollIntoView());
  return true;
};

// An empty footnote is taken away with the key that would take a sign.
export const removeEmptyNote: Command = (state, dispatch) => {
  const { $from, empty } = state.selection;
  if (!empty || $from.parent.type !== nodes.footnote || $from.parent.content.size) return false;
  dispatch?.(state.tr.delete($from.before(), $from.after()).scrollIntoView());
  return true;
};

export const breakInNote: Command = (state, dispatch) => {
  if (!isInNote(state)) return false;
  dispatch?.(state.tr.replaceSelectionWith(nodes.hardBreak.create()).scrollIntoView());
  return true;
};

const settle = (state: EditorState): Transaction | null => {
  const notes = notesOf(state.doc);
  const numbers = numberNotes(state.doc);
  const tr = state.tr;
  const seen = new Set<number>();
  let fresh = newKey(state.doc);
  const gone: number[] = [];
  state.doc.descendants((node, at) => {
    if (node.type !== nodes.footnote && node.type !== nodes.footnoteReference) return;
    const key = node.attrs["key"] as number;
    if (node.type === nodes.footnoteReference && !notes.has(key)) return void gone.push(at);
    const isCopy = node.type === nodes.footnote && seen.has(key);
    if (node.type === nodes.footnote) seen.add(key);
    const number = isCopy ? 0 : (numbers.get(key) ?? 0);
    if (isCopy) tr.setNodeAttribute(at, "key", (fresh += 1));
    if (node.attrs["number"] !== number) tr.setNodeAttribute(at, "number", number);
  });
  for (const at of gone.reverse()) tr.delete(at, at + 1);
  return tr.docChanged ? tr : null;
};

export const footnotes = (): Plugin =>
  new Plugin({ appendTransaction: (transactions, _old, state) => (transactions.some((each) => each.docChanged) ? settle(state) : null) });
