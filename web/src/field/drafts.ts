// What is being written lies sealed from one moment to the next: a page that dies costs no sentence.
import { mint } from "./bytes";
import { seal, unseal } from "./crypto";
import { store } from "./store";
import { mustBeOpen, now, whenLocked } from "./vault";

interface Draft { page: string; what: unknown }

// In memory, which page a row belongs to: on the disk a row has a number and no more.
const rows = new Map<string, { id: string; what: unknown }>();
whenLocked(() => rows.clear());

export const openDrafts = async (): Promise<void> => {
  const { key } = mustBeOpen();
  rows.clear();
  for (const row of await store.drafts.toArray()) {
    const draft = await unseal<Draft>(key, row.id, row).catch(() => null);
    if (draft) rows.set(draft.page, { id: row.id, what: draft.what });
  }
};

export const draftOf = <T>(page: string): T | null => (rows.get(page)?.what as T | undefined) ?? null;
export const draftsThere = (): string[] => [...rows.keys()];

export const keepDraft = async (page: string, what: unknown): Promise<void> => {
  const opened = now();
  if (!opened) return;
  const id = rows.get(page)?.id ?? mint();
  rows.set(page, { id, what });
  const sealed = await seal(opened.key, id, { page, what } satisfies Draft);
  if (rows.get(page)?.id === id) await store.drafts.put({ id, ...sealed }); // it may have been saved meanwhile
};

export const dropDraft = async (page: string): Promise<void> => {
  const row = rows.get(page);
  rows.delete(page);
  if (row) await store.drafts.delete(row.id);
};
