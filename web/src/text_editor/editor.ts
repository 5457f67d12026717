// A text in ProseMirror: its document, what changes it, and the questions that links and figures need.
import { gapCursor } from "prosemirror-gapcursor";
import { history } from "prosemirror-history";
import { type Node, Slice, Fragment } from "prosemirror-model";
import { type Command, EditorState, NodeSelection, type Plugin } from "prosemirror-state";
import { tableEditing } from "prosemirror-tables";
import { EditorView } from "prosemirror-view";
import { keys, signs } from "./commands";
import { ask, type Field } from "./dialogs";
import { footnotes, isInNote } from "./footnotes";
import { nodeViews } from "./node_views";
import { cleanPasted } from "./paste";
import { isAllowed, marks, nodes } from "./schema";
import { tableShape } from "./tables";

export interface Figure {
  readonly digest: string;
  readonly name: string;
}
export interface Setting {
  readonly attributes: Record<string, string>;
  readonly label: (name: string) => string;
  readonly figures: readonly Figure[];
  readonly figurePattern: string; // with {digest}
  readonly addFigure: ((file: File) => Promise<Figure | string>) | null; // the new one, or what is wrong with it
  readonly onChange: (doc: Node) => void;
  readonly onUpdate: () => void;
  readonly onLeave: () => void; // to the toolbar
}

// How much of a window the page's header, the toolbar and the bar at the bottom may lie over.
const COVERED = { top: 160, bottom: 80, left: 5, right: 5 };

// What people write for an address, as an address: of a page, a mailbox or a telephone.
export const addressOf = (written: string): string => {
  const said = written.trim();
  if (!said || isAllowed(said)) return said;
  if (/^[^\s@/:]+@[^\s@/:]+\.[^\s@/:]+$/.test(said)) return `mailto:${said}`;
  if (/^\+?[\d\s().-]{4,}$/.test(said)) return `tel:${said.replace(/[^\d+]/g, "")}`;
  const page = said.replace(/^http:\/\//i, "");
  return /^[^\s:/]+\.[^\s:/]+(?:[/?#:]\S*)?$/.test(page) ? `https://${page}` : "";
};

// The whole of a link around a place, so that it is changed as one.
const linkAround = (state: EditorState): { from: number; to: number; address: string } | null => {
  const { $from, empty, from, to } = state.selection;
  let address = "";
  const found = { from, to };
  if (!empty) {
    state.doc.nodesBetween(from, to, (node) => void (address ||= (marks.link.isInSet(node.marks)?.attrs["address"] as string) ?? ""));
    return { ...found, address };
  }
  $from.parent.forEach((node, offset) => {
    const [start, end] = [$from.start() + offset, $from.start() + offset + node.nodeSize];
    const mark = marks.link.isInSet(node.marks);
    if (!mark) return;
    const isNext = address === mark.attrs["address"] && found.to === start;
    if (isNext && (found.from <= from && from <= end)) return void (found.to = end);
    if (start <= from && from <= end) Object.assign(found, { from: start, to: end }), (address = mark.attrs["address"] as string);
  });
  return address ? { ...found, address } : null;
};

const editLink = (label: Setting["label"]): Command => (state, dispatch, view) => {
  if (!state.selection.$from.parent.inlineContent) return false;
  if (!dispatch || !view) return true;
  const around = linkAround(state);
  const { from, to, address } = around ?? { from: state.selection.from, to: state.selection.to, address: "" };
  const fields = [{ name: "address", label: label("address"), value: address, isRight: true }];
  if (from === to) fields.push({ name: "words", label: label("words"), value: "", isRight: false });
  void ask({
    title: label("link"), fields, confirm: label("confirm"), cancel: label("cancel"),
    remove: address ? label("linkRemove") : undefined,
    check: (answer) => (addressOf(answer["address"] ?? "") ? "" : label("addressWrong")),
  }).then((answer) => {
    const tr = view.state.tr;
    if (answer) tr.removeMark(from, to, marks.link);
    if (answer && answer !== "remove") {
      const mark = marks.link.create({ address: addressOf(answer["address"]!) });
      if (from !== to) tr.addMark(from, to, mark);
      else tr.insert(from, state.schema.text(answer["words"] || answer["address"]!, mark.addToSet(state.selection.$from.marks())));
    }
    view.dispatch(tr.scrollIntoView());
    view.focus();
  });
  return true;
};

const editFigure = ({ label, figures, addFigure }: Setting): Command => (state, dispatch, view) => {
  const chosen = state.selection instanceof NodeSelection && state.selection.node.type === nodes.figure ? state.selection : null;
  if (isInNote(state) || (!chosen && !figures.length && !addFigure)) return false;
  if (!dispatch || !view) return true;
  const before = (chosen?.node.attrs ?? { digest: "", alternative: "" }) as { readonly digest: string; readonly alternative: string };
  const options = figures.map((figure) => [figure.digest, figure.name] as const);
  if (!chosen) options.unshift(["", label("choose")]);
  const fields: Field[] = [];
  if (figures.some((figure) => !chosen || figure.digest === before.digest)) fields.push({ name: "digest", label: label("figureFile"), value: before.digest, options });
  if (addFigure) fields.push({ name: "file", label: label("figureNew"), value: "", accept: "image/*", hint: label("figureHint") });
  fields.push({ name: "alternative", label: label("alternative"), value: before.alternative });
  let digest = before.digest;
  void ask({
    title: label("figure"), confirm: label("confirm"), cancel: label("cancel"), fields,
    check: async (answer, file) => {
      if (!answer["alternative"]) return label("alternativeMissing");
      const added = file && addFigure ? await addFigure(file) : null;
      if (typeof added === "string") return added;
      digest = added?.digest || answer["digest"] || before.digest;
      return digest ? "" : label("figureMissing");
    },
  }).then((answer) => {
    if (answer && answer !== "remove") {
      const figure = nodes.figure.create({ digest, alternative: answer["alternative"] });
      view.dispatch(view.state.tr.replaceSelectionWith(figure).scrollIntoView());
    }
    view.focus();
  });
  return true;
};

// Mentions of footnotes that are not of this text are left out; a footnote that is pasted is a paragraph.
const fitPasted = (fragment: Fragment, isAtHome: (node: Node) => boolean): Fragment => {
  const children: Node[] = [];
  fragment.forEach((node) => {
    if (node.type === nodes.footnoteReference && !isAtHome(node)) return;
    if (node.type === nodes.footnote) return void children.push(nodes.paragraph.create(null, fitPasted(node.content, isAtHome)));
    children.push(node.isText ? node : node.copy(fitPasted(node.content, isAtHome)));
  });
  return Fragment.fromArray(children);
};

const pasteInto = (slice: Slice, view: EditorView): Slice => {
  const keysHere = new Set(view.state.doc.children.filter((node) => node.type === nodes.footnote).map((node) => node.attrs["key"] as number));
  return new Slice(fitPasted(slice.content, (node) => keysHere.has(node.attrs["key"] as number)), slice.openStart, slice.openEnd);
};

export interface Editor {
  readonly view: EditorView;
  readonly link: Command;
  readonly figure: Command | null;
}

export const openEditor = (doc: Node, setting: Setting): Editor => {
  const link = editLink(setting.label);
  const hasFigures = setting.addFigure !== null || setting.figures.length > 0 || doc.children.some((block) => block.type === nodes.figure);
  const figure = hasFigures ? editFigure(setting) : null;
  let isLeaving = false;
  const leave: Command = () => (isLeaving = true);
  const plugins: Plugin[] = [
    signs(),
    ...keys({ "Mod-k": link, Escape: leave, "Alt-F10": () => (setting.onLeave(), true) }),
    gapCursor(), tableEditing({ allowTableNodeSelection: false }), tableShape(), footnotes(), history(),
  ];
  const view = new EditorView(null, {
    state: EditorState.create({ doc, plugins }),
    attributes: setting.attributes,
    nodeViews: nodeViews(setting.label("task"), setting.figurePattern),
    scrollThreshold: COVERED,
    scrollMargin: COVERED,
    transformPastedHTML: cleanPasted,
    transformPasted: pasteInto,
    // After Escape the tab key leaves, also from a table, where it goes from cell to cell.
    handleDOMEvents: {
      keydown: (_view, event) => {
        const isLast = isLeaving && event.key === "Tab";
        if (event.key !== "Shift") isLeaving = false;
        return isLast; // to the browser
      },
    },
    dispatchTransaction: (tr) => {
      const { state, transactions } = view.state.applyTransaction(tr);
      view.updateState(state);
      if (transactions.some((each) => each.docChanged)) setting.onChange(state.doc);
      setting.onUpdate();
    },
  });
  return { view, link, figure };
};
