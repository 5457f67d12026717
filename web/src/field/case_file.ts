// A case as it lies on the telephone: what its holder may see of it, and no more.
export interface Fields {
  [name: string]: unknown;
}

export interface Person {
  ref: string;
  version: string;
  fields: Fields;
  contacts: string[];
}

export interface Alert { ref: string; kind: string; words: string; do_not_contact: boolean }
export interface Need { ref: string; service_type: string; level: string; words: string }
export interface Action { ref: string; words: string; due_on: string; status: string }
export interface Task { ref: string; what: string; due_on: string; words: string; where: string; done: boolean }
export interface Note { ref: string; at: string; by: string; kind: string; words: string }
export interface Service { ref: string; given_on: string; service_type: string; quantity: string | number; unit: string; note: string }
export interface FollowUp { ref: string; on: string; mode: string; reached: boolean; change: string; progress: string; story?: string }

export interface CaseFile {
  ref: string;
  version: string;
  number: string;
  status: string;
  risk: string;
  next_due_on: string | null;
  last_contact_on: string | null;
  kind: string;
  language: string;
  subject: string;
  title: string;
  initials: string;
  may: string[];
  persons: Person[];
  alerts: Alert[];
  needs: Need[];
  actions: Action[];
  tasks: Task[];
  notes: Note[];
  services: Service[];
  followups: FollowUp[];
  known: { [form: string]: { [path: string]: string } };
}

export interface BlankForm {
  ref: string;
  code: string;
  version: string;
  title: { [language: string]: string };
  languages: string[];
  entities: boolean;
}

export interface Entry {
  key: string;
  seq: number;
  after: string | null;
  made_at: string;
  verb: string;
  ref: string | null;
  about: string | null;
  fields: Fields;
}

// A value that somebody changed: what it was for them, and what it is now.
export interface Changed { was: unknown; now: unknown }
