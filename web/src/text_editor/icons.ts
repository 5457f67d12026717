// The drawings of the toolbar, which no other page needs.
import alignCenter from "@tabler/icons/outline/align-center.svg?raw";
import alignLeft from "@tabler/icons/outline/align-left.svg?raw";
import alignRight from "@tabler/icons/outline/align-right.svg?raw";
import undo from "@tabler/icons/outline/arrow-back-up.svg?raw";
import redo from "@tabler/icons/outline/arrow-forward-up.svg?raw";
import quote from "@tabler/icons/outline/blockquote.svg?raw";
import strong from "@tabler/icons/outline/bold.svg?raw";
import code from "@tabler/icons/outline/code.svg?raw";
import columnBefore from "@tabler/icons/outline/column-insert-left.svg?raw";
import columnAfter from "@tabler/icons/outline/column-insert-right.svg?raw";
import columnRemove from "@tabler/icons/outline/column-remove.svg?raw";
import heading2 from "@tabler/icons/outline/h-2.svg?raw";
import heading3 from "@tabler/icons/outline/h-3.svg?raw";
import heading4 from "@tabler/icons/outline/h-4.svg?raw";
import outdent from "@tabler/icons/outline/indent-decrease.svg?raw";
import indent from "@tabler/icons/outline/indent-increase.svg?raw";
import emphasis from "@tabler/icons/outline/italic.svg?raw";
import link from "@tabler/icons/outline/link.svg?raw";
import taskList from "@tabler/icons/outline/list-check.svg?raw";
import orderedList from "@tabler/icons/outline/list-numbers.svg?raw";
import bulletList from "@tabler/icons/outline/list.svg?raw";
import figure from "@tabler/icons/outline/photo.svg?raw";
import rowAfter from "@tabler/icons/outline/row-insert-bottom.svg?raw";
import rowBefore from "@tabler/icons/outline/row-insert-top.svg?raw";
import rowRemove from "@tabler/icons/outline/row-remove.svg?raw";
import footnote from "@tabler/icons/outline/superscript.svg?raw";
import tableRemove from "@tabler/icons/outline/table-off.svg?raw";
import table from "@tabler/icons/outline/table-plus.svg?raw";

const DRAWINGS = {
  alignCenter, alignLeft, alignRight, undo, redo, quote, strong, code, columnBefore, columnAfter, columnRemove, heading2, heading3, heading4,
  outdent, indent, emphasis, link, taskList, orderedList, bulletList, figure, rowAfter, rowBefore, rowRemove, footnote, tableRemove, table,
};
export type IconName = keyof typeof DRAWINGS;

export const drawIcon = (name: IconName): Node => {
  const drawn = document.importNode(new DOMParser().parseFromString(DRAWINGS[name], "image/svg+xml").documentElement, true);
  drawn.setAttribute("class", "icon");
  drawn.setAttribute("aria-hidden", "true");
  return drawn;
};
