// Days as the telephone's own calendar has them.
export const DAY = 24 * 60 * 60 * 1000;

const two = (figure: number): string => String(figure).padStart(2, "0");

export const dayOf = (time: Date): string => `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
export const today = (): string => dayOf(new Date());

// With its offset: an hour that is read the same wherever it arrives.
export const moment = (time = new Date()): string => {
  const away = -time.getTimezoneOffset();
  const offset = `${away < 0 ? "-" : "+"}${two(Math.floor(Math.abs(away) / 60))}:${two(Math.abs(away) % 60)}`;
  return `${dayOf(time)}T${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}${offset}`;
};

export const isDay = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text);
