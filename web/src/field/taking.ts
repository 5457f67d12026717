// Taking the caseload along: line by line as it comes, so that a line which breaks has given
// something already, and the next try asks for the rest.
import type { BlankForm, CaseFile } from "./case_file";
import { destroy, put, putForms, versions } from "./files";
import { caseload } from "./house";
import { about, remember, store } from "./store";
import { mustBeOpen } from "./vault";

interface Head { at: string; until: string; cases: number; lists_version: string; forms: BlankForm[] }
type Line = { head: Head } | { file: CaseFile } | { gone: string[] } | { end: number };

const AT_ONCE = 50;

async function* linesOf(answer: Response): AsyncGenerator<Line> {
  const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    const lines = (rest + (value ?? "")).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) if (line.trim()) yield JSON.parse(line) as Line;
    if (done) break;
  }
  if (rest.trim()) yield JSON.parse(rest) as Line;
}

export class Cut extends Error {}

// The lists' edition, so that its words are fetched anew when they changed.
export const take = async (csrf: string, progress: (came: number, of: number) => void): Promise<{ lists: string; forms: BlankForm[] }> => {
  const { secret } = mustBeOpen();
  const answer = await caseload(versions(), secret, csrf);
  let head: Head | null = null;
  let waiting: CaseFile[] = [];
  let came = 0;
  let is_whole = false;
  const putDown = async (): Promise<void> => {
    await put(waiting);
    came += waiting.length;
    waiting = [];
    progress(came, head?.cases ?? came);
  };
  for await (const line of linesOf(answer)) {
    if ("head" in line) head = line.head;
    else if ("file" in line) waiting.push(line.file);
    else if ("gone" in line) await destroy(line.gone);
    else if ("end" in line) is_whole = true;
    if (waiting.length >= AT_ONCE) await putDown();
  }
  if (waiting.length) await putDown();
  if (!is_whole || !head) throw new Cut("the transfer was cut");
  await putForms(head.forms);
  await remember({ taken_at: Date.now(), contact_at: Date.now(), cases: head.cases, lists: head.lists_version });
  // What the house had done stands in the files by now; what a person decides is still to be told.
  await store.sent.filter(({ state }) => state === "done").delete();
  return { lists: head.lists_version, forms: head.forms };
};

export const listsKnown = async (): Promise<string> => (await about())?.lists ?? "";
