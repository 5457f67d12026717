// The telephone's own tables. What is indexed says nothing about anybody: refs, keys, order, state.
import type { Bytes, Encrypted, Wrapped } from "./crypto";
import { Dexie, type EntityTable, type Table } from "dexie";

export type State = "waits" | "held" | "refused" | "unreadable";
export type FinalState = "done" | "conflict" | "review";

export type KeyRow =
  | ({ id: "data" } & Wrapped)
  | ({ id: "secret" } & Encrypted)
  | { id: "half"; key: CryptoKey }
  | { id: "tries"; count: number };

export interface FileRow extends Encrypted {
  ref: string;
}

export interface DraftRow extends Encrypted {
  id: string;
}

// Its words twice: to be read again here, and to be sent by anyone.
export interface OutboxRow extends Encrypted {
  key: string;
  seq: number;
  state: State;
  device: string;
  made_at: string;
  is_part: boolean;
  box: Bytes;
  answer?: Encrypted;
}

// What the house has, until the files come anew or the holder has read what became of it.
export interface SentRow extends Encrypted {
  key: string;
  seq: number;
  state: FinalState;
  device: string;
  answer?: Encrypted;
}

export interface About {
  id: "about";
  device: string;
  name: string;
  holder: { ref: string; initials: string };
  box: { id: string; public: string };
  knock: Bytes; // the device's word for itself, boxed: to ask after it while locked
  days: number;
  tries: number;
  idle: number;
  contact_at: number;
  seen_at: number; // the latest hour that this telephone ever showed
  taken_at: number;
  cases: number;
  lists: string;
  waiting: number;
}

export type Note = About | { id: "seq"; last: number } | { id: "own"; language: string; is_discreet: boolean };

class OfflineDatabase extends Dexie {
  keys!: Table<KeyRow, string>;
  files!: EntityTable<FileRow, "ref">;
  drafts!: EntityTable<DraftRow, "id">;
  outbox!: EntityTable<OutboxRow, "key">;
  sent!: EntityTable<SentRow, "key">;
  notes!: Table<Note, string>;

  constructor() {
    super("field");
    this.version(1).stores({ keys: "id", files: "ref", drafts: "id", outbox: "key, &seq", sent: "key", notes: "id" });
  }
}

export const store = new OfflineDatabase();

export const about = async (): Promise<About | null> => ((await store.notes.get("about")) as About | undefined) ?? null;

export const updateAbout = async (what: Partial<About>): Promise<void> => {
  await store.notes.where("id").equals("about").modify(what);
};
