// What the form engine says, in the words that whoever opens a form hands over.
let words: Record<string, string> = {};

export const speak = (given: Record<string, string>): void => {
  words = given;
};

export const said = (name: string): string => words[name] ?? name;
