// Where no network comes at all: what is unsent leaves as a file that only the house opens, and any
// hand may carry it; the same file is brought in from any telephone or computer.
import { toBase64 } from "./bytes";
import { today } from "./days";
import { deliver } from "./house";
import { note } from "./sending";
import { store } from "./store";

const MOST = 50;
const WEIGHT = 5_500_000;

// It stays here too: a file is a copy, and only a receipt ends an entry.
export const saveFile = async (): Promise<number> => {
  const boxes: string[] = [];
  let entries = 0;
  await store.outbox.orderBy("seq").each((row) => {
    boxes.push(toBase64(row.box));
    if (!row.is_part) entries += 1;
  });
  if (!boxes.length) return 0;
  const file = URL.createObjectURL(new Blob([JSON.stringify({ boxes })], { type: "application/json" }));
  const link = Object.assign(document.createElement("a"), { href: file, download: `campo-${today()}.json` });
  link.click();
  setTimeout(() => URL.revokeObjectURL(file), 10_000);
  return entries;
};

// How many of them the house has now.
export const carry = async (file: File): Promise<number> => {
  const { boxes } = JSON.parse(await file.text()) as { boxes: string[] };
  if (!Array.isArray(boxes) || !boxes.every((each) => typeof each === "string")) throw new Error("not one of ours");
  let taken = 0;
  for (const batch of batches(boxes))
    for (const receipt of await deliver(batch)) {
      if (receipt.state !== "unreadable") taken += 1;
      if (receipt.key) await note(receipt); // where it is this telephone's own
    }
  return taken;
};

const batches = (boxes: string[]): string[][] => {
  const found: string[][] = [[]];
  let weight = 0;
  for (const each of boxes) {
    if (found.at(-1)!.length === MOST || weight + each.length > WEIGHT) {
      found.push([]);
      weight = 0;
    }
    found.at(-1)!.push(each);
    weight += each.length;
  }
  return found;
};
