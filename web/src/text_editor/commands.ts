// What a person does to a text: by a button, by keys, or by signs at the beginning of a line.
import { baseKeymap, chainCommands, exitCode, lift, setBlockType, toggleMark, wrapIn } from "prosemirror-commands";
import { redo, undo } from "prosemirror-history";
import { InputRule, inputRules, undoInputRule, wrappingInputRule } from "prosemirror-inputrules";
import { keymap } from "prosemirror-keymap";
import type { MarkType, Node, NodeType, ResolvedPos } from "prosemirror-model";
import { liftListItem, sinkListItem, splitListItem, wrapInList } from "prosemirror-schema-list";
import { type Command, type EditorState, type Plugin, TextSelection, type Transaction } from "prosemirror-state";
import { goToNextCell, isInTable } from "prosemirror-tables";
import { breakInNote, isInNote, removeEmptyNote } from "./footnotes";
import { marks, nodes } from "./schema";
import { goOnInTable } from "./tables";

const isList = (node: Node): boolean => node.type === nodes.bulletList || node.type === nodes.orderedList;

const closest = ($at: ResolvedPos, fits: (node: Node) => boolean): { node: Node; at: number } | null => {
  for (let depth = $at.depth; depth > 0; depth -= 1) if (fits($at.node(depth))) return { node: $at.node(depth), at: $at.before(depth) };
  return null;
};
const itemAt = (state: EditorState): Node | null => closest(state.selection.$from, (node) => node.type === nodes.listItem)?.node ?? null;

export const isMarkActive = (type: MarkType) => (state: EditorState): boolean => {
  const { from, to, $from, empty } = state.selection;
  return empty ? type.isInSet(state.storedMarks ?? $from.marks()) !== undefined : state.doc.rangeHasMark(from, to, type);
};
export const isHeading = (level: number) => (state: EditorState): boolean =>
  state.selection.$from.parent.type === nodes.heading && state.selection.$from.parent.attrs["level"] === level;
export const isQuote = (state: EditorState): boolean => closest(state.selection.$from, (node) => node.type === nodes.blockquote) !== null;
export const isListOf = (type: NodeType, isTask: boolean) => (state: EditorState): boolean =>
  closest(state.selection.$from, isList)?.node.type === type && (itemAt(state)?.attrs["done"] !== null) === isTask;

export const toggleHeading = (level: number): Command => (state, dispatch) => {
  if (isInNote(state)) return false;
  return isHeading(level)(state) ? setBlockType(nodes.paragraph)(state, dispatch) : setBlockType(nodes.heading, { level })(state, dispatch);
};

export const toggleQuote: Command = (state, dispatch) => (isQuote(state) ? lift(state, dispatch) : wrapIn(nodes.blockquote)(state, dispatch));

const setDone = (tr: Transaction, item: Node, at: number, isTask: boolean): void => {
  const done = isTask ? ((item.attrs["done"] as boolean | null) ?? false) : null;
  if (item.attrs["done"] !== done) tr.setNodeAttribute(at, "done", done);
};

// Makes a list, makes another kind of list of it, or takes words out of it.
export const toggleList = (type: NodeType, isTask: boolean): Command => (state, dispatch) => {
  const list = closest(state.selection.$from, isList);
  if (!list) {
    return wrapInList(type)(state, dispatch && ((tr) => {
      const { from, to } = tr.selection;
      if (isTask) tr.doc.nodesBetween(from, to, (node, at) => void (node.type === nodes.listItem && setDone(tr, node, at, true)));
      dispatch(tr.scrollIntoView());
    }));
  }
  if (isListOf(type, isTask)(state)) return liftListItem(nodes.listItem)(state, dispatch);
  if (!dispatch) return true;
  const tr = list.node.type === type ? state.tr : state.tr.setNodeMarkup(list.at, type, null);
  list.node.forEach((item, at) => setDone(tr, item, list.at + 1 + at, isTask));
  dispatch(tr);
  return true;
};

export const indent = sinkListItem(nodes.listItem);
export const outdent = liftListItem(nodes.listItem);

const splitItem: Command = (state, dispatch, view) => {
  const isTask = (itemAt(state)?.attrs["done"] ?? null) !== null;
  return splitListItem(nodes.listItem, { done: isTask ? false : null })(state, dispatch, view);
};

const breakLine: Command = (state, dispatch) => {
  const { $from } = state.selection;
  if (!$from.parent.type.contentMatch.matchType(nodes.hardBreak)) return false;
  dispatch?.(state.tr.replaceSelectionWith(nodes.hardBreak.create()).scrollIntoView());
  return true;
};

// After a table, a figure or a quote, one goes on with a paragraph.
const goOnBelow: Command = (state, dispatch) => {
  const { $to } = state.selection;
  const place = $to.depth ? $to.after(1) : $to.pos;
  if (isInNote(state) || place > state.doc.content.size) return false;
  if (!dispatch) return true;
  const tr = state.tr.insert(place, nodes.paragraph.create());
  dispatch(tr.setSelection(TextSelection.create(tr.doc, place + 1)).scrollIntoView());
  return true;
};

const inTable = (direction: 1 | -1): Command => (state, dispatch) => isInTable(state) && goToNextCell(direction)(state, dispatch);

export const keys = (extra: Record<string, Command>): Plugin[] => [
  keymap({
    ...extra,
    "Mod-z": undo, "Shift-Mod-z": redo, "Mod-y": redo,
    "Mod-b": toggleMark(marks.strong), "Mod-i": toggleMark(marks.emphasis), "Mod-e": toggleMark(marks.code),
    "Mod-Alt-2": toggleHeading(2), "Mod-Alt-3": toggleHeading(3), "Mod-Alt-4": toggleHeading(4),
    "Shift-Mod-7": toggleList(nodes.orderedList, false), "Shift-Mod-8": toggleList(nodes.bulletList, false), "Shift-Mod-9": toggleList(nodes.bulletList, true),
    "Mod-]": indent, "Mod-[": outdent,
    Tab: inTable(1), "Shift-Tab": inTable(-1),
    Enter: chainCommands(goOnInTable, breakInNote, splitItem),
    "Shift-Enter": chainCommands(goOnInTable, breakLine),
    "Mod-Enter": chainCommands(exitCode, goOnBelow),
    Backspace: chainCommands(undoInputRule, removeEmptyNote),
  }),
  keymap(baseKeymap),
];

// `[ ] ` at the beginning of a list item makes it a task.
const taskRule = new InputRule(/^\[([ xX])\]\s$/, (state, match, start, end) => {
  const item = closest(state.doc.resolve(start), (node) => node.type === nodes.listItem);
  if (!item || state.doc.resolve(start).parent !== item.node.firstChild) return null;
  return state.tr.delete(start, end).setNodeAttribute(item.at, "done", match[1] !== " ");
});

const headingRule = new InputRule(/^(#{1,4})\s$/, (state, match, start, end) => {
  const $start = state.doc.resolve(start);
  if ($start.depth !== 1 || $start.parent.type !== nodes.paragraph) return null;
  return state.tr.delete(start, end).setBlockType(start, start, nodes.heading, { level: Math.max(2, match[1]!.length) });
});

export const signs = (): Plugin =>
  inputRules({
    rules: [
      headingRule,
      wrappingInputRule(/^\s*[-*]\s$/, nodes.bulletList),
      wrappingInputRule(/^(\d{1,4})[.)]\s$/, nodes.orderedList, (match) => ({ start: Number(match[1]) }), (match, node) => node.childCount + (node.attrs["start"] as number) === Number(match[1])),
      wrappingInputRule(/^\s*>\s$/, nodes.blockquote),
      taskRule,
    ],
  });
