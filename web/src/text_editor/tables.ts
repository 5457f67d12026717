// Tables as Markdown has them: a first row of headings, and one alignment for each column.
import { type Command, type EditorState, Plugin, TextSelection, type Transaction } from "prosemirror-state";
import { addRowAfter, deleteColumn, deleteRow, goToNextCell, isInTable, selectedRect, TableMap } from "prosemirror-tables";
import { isInNote } from "./footnotes";
import { type Alignment, nodes } from "./schema";

const [ROWS, COLUMNS] = [3, 2];

export const insertTable: Command = (state, dispatch) => {
  if (isInTable(state) || isInNote(state)) return false;
  if (!dispatch) return true;
  const rows = Array.from({ length: ROWS }, (_, row) => {
    const type = row ? nodes.tableCell : nodes.tableHeader;
    return nodes.tableRow.create(null, Array.from({ length: COLUMNS }, () => type.create()));
  });
  const table = nodes.table.create(null, rows);
  const tr = state.tr.replaceSelectionWith(table);
  tr.doc.descendants((node, at) => void (node === table && tr.setSelection(TextSelection.near(tr.doc.resolve(at + 3)))));
  dispatch(tr.scrollIntoView());
  return true;
};

export const setAlignment = (align: Alignment): Command => (state, dispatch) => {
  if (!isInTable(state)) return false;
  if (!dispatch) return true;
  const { map, tableStart, left, right } = selectedRect(state);
  const wanted = alignmentOf(state) === align ? "" : align;
  const tr = state.tr;
  for (let column = left; column < right; column += 1) tr.setNodeAttribute(tableStart + map.map[column]!, "align", wanted);
  dispatch(tr);
  return true;
};

// One stays where one was: in the column whose row went, or in the row whose column went.
const stayingIn = (command: Command): Command => (state, dispatch) =>
  command(state, dispatch && ((tr) => {
    const { tableStart, top, left } = selectedRect(state);
    const table = tr.doc.nodeAt(tableStart - 1);
    if (table?.type === nodes.table) {
      const { map, width, height } = TableMap.get(table);
      const cell = map[Math.min(top, height - 1) * width + Math.min(left, width - 1)]!;
      tr.setSelection(TextSelection.near(tr.doc.resolve(tableStart + cell + 1)));
    }
    dispatch(tr);
  }));
export const removeRow = stayingIn(deleteRow);
export const removeColumn = stayingIn(deleteColumn);

export const alignmentOf = (state: EditorState): Alignment | null => {
  if (!isInTable(state)) return null;
  const { map, table, left } = selectedRect(state);
  return (table.nodeAt(map.map[left]!)?.attrs["align"] ?? "") as Alignment;
};

// The key that begins a line goes to the next cell, and from the last one to a new row: a cell is one line.
export const goOnInTable: Command = (state, dispatch, view) => {
  if (!isInTable(state)) return false;
  if (goToNextCell(1)(state, dispatch) || !dispatch || !view) return true;
  addRowAfter(state, dispatch);
  return goToNextCell(1)(view.state, dispatch);
};

const settle = (state: EditorState): Transaction | null => {
  const tr = state.tr;
  state.doc.descendants((table, place) => {
    if (table.type !== nodes.table) return !table.isTextblock;
    table.forEach((row, rowAt, number) =>
      row.forEach((cell, cellAt, column) => {
        const type = number ? nodes.tableCell : nodes.tableHeader;
        const align = (table.firstChild!.maybeChild(column)?.attrs["align"] ?? "") as Alignment;
        if (cell.type === type && cell.attrs["align"] === align) return;
        tr.setNodeMarkup(place + 1 + rowAt + 1 + cellAt, type, { ...cell.attrs, align });
      }),
    );
    return false;
  });
  return tr.docChanged ? tr : null;
};

export const tableShape = (): Plugin =>
  new Plugin({ appendTransaction: (transactions, _old, state) => (transactions.some((each) => each.docChanged) ? settle(state) : null) });
