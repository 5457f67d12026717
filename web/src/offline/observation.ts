// Trainers whom the holder of this device is to observe, and what was judged here and has not arrived yet.
import { attendanceLists } from "./attendance";
import type { Entry } from "./case_record";
import { addEntry, answeredEntries, unsentEntries } from "./outbox";

export const GIVE = "observation.give";

export interface Observation { ref: string; trainer: string; number: string; title: string; starts: string | null; rubric: string; items: string[] }

export interface Judged { points: Record<string, number>; note: string }

export const observationsToDo = (): Observation[] => attendanceLists()?.observations ?? [];

export const findObservation = (ref: string): Observation | undefined => observationsToDo().find((each) => each.ref === ref);

// What was judged of it on this device, by the state of its entry: one observation, never two.
export const givenOf = async (ref: string): Promise<{ key: string; state: string } | null> => {
  const about = ({ entry }: { entry: Entry | null }): boolean => entry?.verb === GIVE && entry.about === ref;
  const unsent = (await unsentEntries()).find(about);
  if (unsent) return { key: unsent.row.key, state: unsent.row.state };
  const answered = (await answeredEntries()).find((each) => about(each) && each.row.state === "done");
  return answered ? { key: answered.row.key, state: "done" } : null;
};

// `instead` names an entry that was refused, and is mended by this one.
export const giveObservation = (ref: string, rubric: string, judged: Judged, instead?: string): Promise<Entry> =>
  addEntry({ verb: GIVE, about: ref, fields: { rubric, points: judged.points, note: judged.note } }, instead);
