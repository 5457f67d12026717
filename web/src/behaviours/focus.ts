// After a part of the page was changed, focus stands where the reading goes on: at the summary of
// what is missing, else at the part's own heading. Never back at the top of the page.
const firstOf = (root: Element, selector: string): HTMLElement | null =>
  root.matches(selector) ? (root as HTMLElement) : root.querySelector<HTMLElement>(selector);

const stand = (place: HTMLElement): void => {
  if (!place.hasAttribute("tabindex")) place.tabIndex = -1;
  place.focus();
};

interface Task {
  type: string;
  target?: Element;
  swapSpec?: { style?: string };
}

let parts: string[] = [];

document.addEventListener("htmx:before:swap", (event) => {
  const { ctx, tasks } = (event as CustomEvent<{ ctx: { sourceElement: Element }; tasks: Task[] }>).detail;
  const isAsked = ctx.sourceElement.matches("form, button, a") || ctx.sourceElement.contains(document.activeElement);
  parts = isAsked ? tasks.filter((task) => task.type === "main").map((task) => task.target?.id ?? "") : [];
});

document.addEventListener("htmx:after:swap", () => {
  const part = parts.map((id) => id && document.getElementById(id)).find(Boolean);
  parts = [];
  if (!part || part.contains(document.activeElement)) return;
  const place = firstOf(part, ".errors") ?? firstOf(part, "[autofocus], h1, h2, h3") ?? part;
  stand(place);
});
