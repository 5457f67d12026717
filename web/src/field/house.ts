// What the telephone asks of the house, and what it is answered: docs/field-protocol.md.
import { toBase64, type Bytes } from "./bytes";
import type { Registered } from "./vault";

export interface Here {
  user: { ref: string; name: string; initials: string; language: string } | null;
  csrf: string;
  at: string;
  box: { id: string; public: string };
  settings: { days: number; tries: number; most: number; idle_minutes: number };
  device: Standing | null;
}

export interface Standing { ref: string; revoked: boolean; waiting: number }

export interface Receipt {
  key: string;
  state: "done" | "conflict" | "held" | "review" | "refused" | "unreadable";
  words: string;
  result: { [name: string]: unknown };
}

// The house said no to the whole request: nothing of it was done.
export class Refused extends Error {
  constructor(readonly status: number, readonly words: string) {
    super(`refused with ${status}`);
  }
}

const PATIENCE = 30_000;
const JSON_TYPE = { "Content-Type": "application/json" };

const ask = async (path: string, options: RequestInit = {}): Promise<Response> => {
  const answer = await fetch(`/campo/${path}`, {
    credentials: "same-origin", cache: "no-store", redirect: "error",
    signal: AbortSignal.timeout(PATIENCE), ...options,
  });
  if (!answer.ok) {
    const told = (await answer.json().catch(() => ({}))) as { detail?: string };
    throw new Refused(answer.status, told.detail ?? "");
  }
  return answer;
};

const post = (path: string, what: unknown, headers: Record<string, string> = {}, options: RequestInit = {}): Promise<Response> =>
  ask(path, { method: "POST", body: JSON.stringify(what), headers: { ...JSON_TYPE, ...headers }, ...options });

export const state = async (secret?: string): Promise<Here> =>
  (await ask("state/", secret ? { headers: { "X-Device": secret } } : {})).json();

export const register = async (called: string, csrf: string): Promise<Registered> =>
  (await post("devices/", { called }, { "X-CSRFToken": csrf })).json();

// A long answer on a thin line: the stream itself says whether it is still alive.
export const caseload = (have: Record<string, string>, secret: string, csrf: string): Promise<Response> =>
  post("caseload/", { have }, { "X-CSRFToken": csrf, "X-Device": secret }, { signal: AbortSignal.timeout(20 * PATIENCE) });

export const deliver = async (boxes: string[]): Promise<Receipt[]> => {
  const answer = await post("deliver/", { boxes }, {}, { signal: AbortSignal.timeout(10 * PATIENCE) });
  return ((await answer.json()) as { receipts: Receipt[] }).receipts;
};

// What became of what was held; asked with the device's word for itself, also while it is locked.
export const receipts = async (boxed: Bytes): Promise<{ receipts: Receipt[]; device: Standing | null }> =>
  (await post("receipts/", { box: toBase64(boxed) })).json();

export const blankForm = async (ref: string): Promise<Response> => ask(`forms/${ref}/`);
