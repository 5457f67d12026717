// The files that were taken along, opened once into memory: searched and shown from there.
import type { BlankForm, CaseFile } from "./case_file";
import { seal, unseal, type Sealed } from "./crypto";
import { store, type FileRow } from "./store";
import { mustBeOpen, now, whenLocked } from "./vault";

const AT_ONCE = 100;
const FORMS = "forms"; // the list of blank forms lies beside the files, sealed like them

const files = new Map<string, CaseFile>();
let forms: BlankForm[] = [];

export const all = (): CaseFile[] => [...files.values()];
export const get = (ref: string): CaseFile | undefined => files.get(ref);
export const blankForms = (): BlankForm[] => forms;
export const versions = (): Record<string, string> =>
  Object.fromEntries(all().map(({ ref, version }) => [ref, version]));

whenLocked(() => {
  files.clear();
  forms = [];
});

export const openAll = async (): Promise<void> => {
  const { key } = mustBeOpen();
  files.clear();
  const rows = await store.files.toArray();
  for (let at = 0; at < rows.length; at += AT_ONCE)
    await Promise.all(rows.slice(at, at + AT_ONCE).map((row) => open(key, row)));
};

const open = async (key: CryptoKey, row: FileRow): Promise<void> => {
  const what = await unseal<CaseFile | BlankForm[]>(key, row.ref, row);
  if (Array.isArray(what)) forms = what;
  else files.set(what.ref, what);
};

export const put = async (came: CaseFile[]): Promise<void> => {
  const { key } = mustBeOpen();
  const rows = await Promise.all(came.map(async (file) => ({ ref: file.ref, ...(await seal(key, file.ref, file)) })));
  await store.files.bulkPut(rows);
  if (now()?.key === key) for (const file of came) files.set(file.ref, file); // it may have been locked meanwhile
};

export const putForms = async (came: BlankForm[]): Promise<void> => {
  const sealed: Sealed = await seal(mustBeOpen().key, FORMS, came);
  await store.files.put({ ref: FORMS, ...sealed });
  forms = came;
};

export const destroy = async (refs: string[]): Promise<void> => {
  await store.files.bulkDelete(refs);
  for (const ref of refs) files.delete(ref);
};
