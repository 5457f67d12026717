// Which page of the shell is shown: the part of the address behind "#", so that "back" goes back
// and nothing is ever loaded. It holds refs and never a name.
import { t } from "./translations";

export interface Page {
  title: string;
  main: Node[];
  // What stands in its place when the page is left: to be stopped.
  leave?: () => void | Promise<void>;
  // On a page where one writes, the bar at the foot gives its room to the deed.
  isAlone?: boolean;
}

export type Shows = (parts: string[]) => Page | Promise<Page>;

const routes: [pattern: RegExp, shows: Shows][] = [];
let leave: Page["leave"];
let turn = 0;

export const at = (pattern: RegExp, shows: Shows): void => void routes.push([pattern, shows]);
export const path = (): string => location.hash.replace(/^#/, "") || "/";

export const to = (where: string, instead = false): void => {
  if (path() === where) void show(true);
  else if (instead) {
    history.replaceState(null, "", `#${where}`);
    void show(true);
  } else location.hash = where;
};

let check: (() => Promise<Page | null>) | null = null;
let frame: ((page: Page) => void) | null = null;

// The check stands before every page: who has not unlocked sees nothing else.
export const start = (before: () => Promise<Page | null>, drawn: (page: Page) => void): void => {
  check = before;
  frame = drawn;
  addEventListener("hashchange", () => void show(true));
  void show(false);
};

const page = async (): Promise<Page> => {
  const shut = await check!();
  if (shut) return shut;
  const where = path();
  for (const [pattern, shows] of routes) {
    const match = pattern.exec(where);
    if (match) return shows(match.slice(1));
  }
  return routes[0]![1]([]);
};

// What is half written on this page is put down first.
export const settle = async (): Promise<void> => {
  const end = leave;
  leave = undefined;
  await end?.();
};

// Drawn anew in place (`moves` false) it leaves focus and scroll where they are.
export const show = async (moves: boolean): Promise<void> => {
  const mine = (turn += 1);
  const next = await page();
  if (mine === turn) await settle();
  if (mine !== turn) return next.leave?.(); // another was asked for meanwhile
  leave = next.leave;
  document.title = `${next.title} · ${t("field")}`;
  const main = document.getElementById("main")!;
  main.firstElementChild!.replaceChildren(...next.main);
  frame!(next);
  if (!moves) return;
  scrollTo(0, 0);
  const head = main.querySelector<HTMLElement>("[data-focus], h1") ?? main;
  if (!head.matches("input, textarea, select")) head.tabIndex = -1;
  head.focus({ preventScroll: true });
};
