// Client of the device protocol (docs/field-protocol.md).
import { type Bytes, toBase64 } from "./crypto";
import type { Registered } from "./vault";

export interface ServerState {
  user: { ref: string; name: string; initials: string; language: string } | null;
  csrf: string;
  at: string;
  box: { id: string; public: string };
  settings: { days: number; tries: number; most: number; idle_minutes: number };
  device: DeviceStatus | null;
}

export interface DeviceStatus { ref: string; revoked: boolean; waiting: number }

export interface Receipt {
  key: string;
  state: "done" | "conflict" | "held" | "review" | "refused" | "unreadable";
  text: string;
  result: { [name: string]: unknown };
}

// The house said no to the whole request: nothing of it was done.
export class RequestRefused extends Error {
  constructor(readonly status: number, readonly text: string) {
    super(`refused with ${status}`);
  }
}

const PATIENCE = 30_000;
const JSON_TYPE = { "Content-Type": "application/json" };

const request = async (path: string, options: RequestInit = {}): Promise<Response> => {
  const answer = await fetch(`/campo/${path}`, {
    credentials: "same-origin", cache: "no-store", redirect: "error",
    signal: AbortSignal.timeout(PATIENCE), ...options,
  });
  if (!answer.ok) {
    const problem = (await answer.json().catch(() => ({}))) as { detail?: string };
    throw new RequestRefused(answer.status, problem.detail ?? "");
  }
  return answer;
};

const postJson = (path: string, what: unknown, headers: Record<string, string> = {}, options: RequestInit = {}): Promise<Response> =>
  request(path, { method: "POST", body: JSON.stringify(what), headers: { ...JSON_TYPE, ...headers }, ...options });

export const fetchState = async (secret?: string): Promise<ServerState> =>
  (await request("state/", secret ? { headers: { "X-Device": secret } } : {})).json();

export const registerDevice = async (name: string, csrf: string): Promise<Registered> =>
  (await postJson("devices/", { name }, { "X-CSRFToken": csrf })).json();

// A long answer on a thin line: the stream itself says whether it is still alive.
export interface Held { have: Record<string, string>; guidance: string; language: string; attendance: string }

export const fetchCaseload = (held: Held, secret: string, csrf: string): Promise<Response> =>
  postJson("caseload/", held, { "X-CSRFToken": csrf, "X-Device": secret }, { signal: AbortSignal.timeout(20 * PATIENCE) });

export const deliverBoxes = async (boxes: string[]): Promise<Receipt[]> => {
  const answer = await postJson("deliver/", { boxes }, {}, { signal: AbortSignal.timeout(10 * PATIENCE) });
  return ((await answer.json()) as { receipts: Receipt[] }).receipts;
};

// What became of what was held; asked with the device's word for itself, also while it is locked.
export const fetchReceipts = async (boxed: Bytes): Promise<{ receipts: Receipt[]; device: DeviceStatus | null }> =>
  (await postJson("receipts/", { box: toBase64(boxed) })).json();

export const fetchBlankForm = async (ref: string): Promise<Response> => request(`forms/${ref}/`);
