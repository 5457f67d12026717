// Days as they are written here: day, month, year, with the names of the language; and what lists say.
import { said } from "./words";

const names = (language: string, how: Intl.DateTimeFormatOptions, dates: Date[]): string[] => {
  const says = new Intl.DateTimeFormat(`${language}-u-nu-latn`, { ...how, timeZone: "UTC" });
  return dates.map((date) => says.format(date));
};

// 4 January 2026 is a Sunday, with which the engine counts from.
const DAYS = Array.from({ length: 7 }, (_, day) => new Date(Date.UTC(2026, 0, 4 + day)));
const MONTHS = Array.from({ length: 12 }, (_, month) => new Date(Date.UTC(2026, month, 1)));

export const calendar = (language: string): Record<string, unknown> => ({
  dayNames: names(language, { weekday: "long" }, DAYS),
  dayNamesShort: names(language, { weekday: "short" }, DAYS),
  dayNamesMin: names(language, { weekday: "narrow" }, DAYS),
  monthNames: names(language, { month: "long" }, MONTHS),
  monthNamesShort: names(language, { month: "short" }, MONTHS),
  dateFormat: "dd/mm/yy", // the engine's way to write the whole year
  firstDayOfWeek: language === "ar" ? 6 : 1,
  today: said("today"),
  clear: said("clear"),
  emptyMessage: said("empty"),
  emptyFilterMessage: said("none_found"),
  emptySearchMessage: said("none_found"),
  chooseDate: said("choose_day"),
});
