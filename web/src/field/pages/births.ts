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

export const birthOf = (all: Fields): Fields => {
  const born = all["birth_date"] as string | null;
  if (born) return { birth_date: born, birth_year: Number(born.slice(0, 4)), birth_precision: "exact" };
  if (typeof all["age"] !== "number") return { birth_date: null, birth_year: null, birth_precision: "" };
  return { birth_date: null, birth_year: new Date().getFullYear() - Math.floor(all["age"]), birth_precision: "estimated" };
};

// Where the year alone is known it is asked again as an age, never shown as a day.
export const ageOf = (fields: Fields): Fields => {
  const year = fields["birth_year"];
  if (fields["birth_date"] || !year) return { birth_date: fields["birth_date"] ?? null };
  return { birth_date: null, age: new Date().getFullYear() - Number(year) };
};
