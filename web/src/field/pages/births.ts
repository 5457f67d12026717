// When somebody was born, as exactly as it is known: a day, or about how many years ago.
import type { Fields } from "../case_file";
import { today } from "../days";
import type { Ask } from "../fields";

const OLDEST = 120;

const isAge = (value: unknown): string | null => (Number(value) >= 0 && Number(value) <= OLDEST ? null : "not_a_number");

export const birthAsks = (): Ask[] => [
  { name: "birth_date", kind: "day", label: "birth_date", check: (value) => (String(value) > today() ? "still_to_come" : null) },
  { name: "age", kind: "number", label: "age", hint: "age_hint", check: isAge },
];

// Where the year alone is known the first of January stands for it, and the precision says so.
export const birthOf = (all: Fields): Fields => {
  if (all["birth_date"]) return { birth_date: all["birth_date"], birth_precision: "exact" };
  if (typeof all["age"] !== "number") return { birth_date: null, birth_precision: "" };
  return { birth_date: `${new Date().getFullYear() - Math.floor(all["age"])}-01-01`, birth_precision: "estimated" };
};

export const isDayKnown = (fields: Fields): boolean => !["year", "estimated"].includes(String(fields["birth_precision"]));

// An estimate is asked again as an age, never shown as a day.
export const ageOf = (fields: Fields): Fields => {
  const born = fields["birth_date"];
  if (!born || isDayKnown(fields)) return { birth_date: born ?? null };
  return { birth_date: null, age: new Date().getFullYear() - Number(String(born).slice(0, 4)) };
};
