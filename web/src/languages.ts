// Which way a language is written: people write in more languages than the product speaks.
const FROM_THE_RIGHT = new Set(["ar", "arc", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "ug", "ur", "yi"]);

export const direction = (language: string): "ltr" | "rtl" => FROM_THE_RIGHT.has(language.toLowerCase().split(/[-_]/)[0] ?? "") ? "rtl" : "ltr";
