// Writing one of them down; mending one that the house refused is the same page, filled.
import type { Entry, Fields } from "../case_file";
import { mint } from "../bytes";
import { h, notice } from "../dom";
import { writing } from "../form_page";
import { write } from "../outbox";
import { absent, caseOf, type Shown } from "../pending";
import { path, to, type Page } from "../router";
import { said } from "../said";
import { sync } from "../sync";
import { t } from "../words";
import { cardPage, whom } from "./card";
import { DEEDS, doTask, endAction, type Deed } from "./deeds";

const MAKES = ["note.write", "service.give", "followup.hold", "task.plan", "alert.sound"];

export interface Mending { entry: Entry; why: string }

const page = (deed: Deed, file: Shown, draft: string, mending?: Mending): Page => {
  const before = mending?.why ? [notice("danger", "alert-triangle", h("p", {}, t("refused_because")), h("p", {}, h("bdi", {}, mending.why)))] : [];
  return writing({
    title: t(deed.title), about: whom(file), back: mending ? "#/outbox" : `#/case/${file.ref}`, before, draft, verb: t(deed.verb),
    sections: [{ asks: deed.asks(file) }],
    ...(mending ? { start: startOf(mending.entry) } : {}),
    check: (all) => {
      const wrong = deed.check?.(all, file);
      return wrong ? t(wrong) : null;
    },
    save: async (all) => {
      const written = deed.entry(all, file);
      const ref = written.ref ?? (MAKES.includes(written.verb) ? mint() : undefined);
      await write({ ...written, ...(ref ? { ref } : {}), ...(mending ? { after: mending.entry.after } : {}) }, mending?.entry.key);
      said(t(deed.done));
      to(mending ? "/outbox" : `/case/${file.ref}`, true);
      void sync();
    },
  });
};

// What was written stands in its fields again; of a change, the new value.
const startOf = ({ fields }: Entry): Fields =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, isChange(value) ? value.now : value]));

const isChange = (value: unknown): value is { now: unknown } => typeof value === "object" && value !== null && "now" in value && "was" in value;

// Deeds that are more than a few questions show their own pages.
export const caseDeeds = new Map<string, (parts: string[]) => Promise<Page>>();

export const deedPage = async ([ref, what]: string[]): Promise<Page> => {
  const own = caseDeeds.get(what!);
  if (own) return own([ref!]);
  const file = await caseOf(ref!);
  const deed = DEEDS[what!];
  return file && deed ? page(deed, file, path()) : cardPage([ref!]);
};

export const doTaskPage = async ([ref, which]: string[]): Promise<Page> => {
  const file = await caseOf(ref!);
  const task = file?.tasks.find((each) => each.ref === which);
  return file && task ? page(doTask(task), file, path()) : cardPage([ref!]);
};

export const endActionPage = async ([ref, which]: string[]): Promise<Page> => {
  const file = await caseOf(ref!);
  const action = file?.actions.find((each) => each.ref === which);
  return file && action ? page(endAction(action), file, path()) : cardPage([ref!]);
};

const deedOf = (entry: Entry, file: Shown): Deed | null => {
  const by: Record<string, string> = { "note.write": "note", "service.give": "service", "followup.hold": "followup", "task.plan": "task", "alert.sound": "alert" };
  const name = by[entry.verb];
  if (name) return DEEDS[name]!;
  const task = file.tasks.find(({ ref }) => ref === entry.ref);
  const action = file.actions.find(({ ref }) => ref === entry.ref);
  if (entry.verb === "task.do" && task) return doTask(task);
  return entry.verb === "action.end" && action ? endAction({ ...action, status: String((entry.fields["status"] as { was: unknown }).was) }) : null;
};

export const mendDeed = async (mending: Mending): Promise<Page | null> => {
  const file = (await caseOf(mending.entry.about ?? "")) ?? absent(mending.entry.about ?? "");
  const deed = deedOf(mending.entry, file);
  return deed ? page(deed, file, `mend ${mending.entry.key}`, mending) : null;
};
