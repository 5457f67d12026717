// The practice of a course in the hand of a trainer: what the office knew, and what was recorded here since.
import { type Attendant, marksOf, type TrainingEvent } from "./attendance";
import type { Entry } from "./case_record";
import { addEntry, answeredEntries, unsentEntries } from "./outbox";

export const MARK = "practice.mark";

// An empty outcome: observers disagree, and the office settles it.
export interface Seen { outcome: string; is_unsent: boolean }

export const seenAt = async ({ ref, practice }: TrainingEvent): Promise<Map<number, Seen>> => {
  const seen = new Map<number, Seen>((practice?.known ?? []).map(([number, outcome]) => [number, { outcome, is_unsent: false }]));
  const written: [Entry | null, boolean][] = [
    ...(await answeredEntries()).filter(({ row }) => row.state === "done").map(({ entry }): [Entry | null, boolean] => [entry, false]),
    ...(await unsentEntries()).filter(({ row }) => row.state !== "refused").map(({ entry }): [Entry | null, boolean] => [entry, true]),
  ];
  for (const [entry, is_unsent] of written)
    if (entry?.verb === MARK && entry.about === ref) seen.set(entry.fields["number"] as number, { outcome: String(entry.fields["outcome"]), is_unsent });
  return seen;
};

export const markPractice = (event: TrainingEvent, number: number, outcome: string): Promise<Entry> =>
  addEntry({ verb: MARK, about: event.ref, fields: { number, outcome } });

// Of whom nothing is recorded yet, and who came: nobody meets a practice by a list without having been there.
export const notYetSeen = async (event: TrainingEvent): Promise<Attendant[]> => {
  const seen = await seenAt(event);
  const came = new Set<number>();
  for (const session of event.sessions)
    for (const [number, { present }] of (await marksOf(session)).marks) if (present) came.add(number);
  return event.people.filter(({ number }) => came.has(number) && !seen.has(number));
};
