// Markdown and documents: what is read can be written again sign by sign.
export { readMarkdown } from "./read_markdown";
export { writeMarkdown } from "./write_markdown";
