// What somebody wrote is not lost by a wrong tap: the browser asks before leaving.
const dirty = new Set<HTMLFormElement>();

const isKept = (form: HTMLFormElement | null): form is HTMLFormElement =>
  form !== null && form.method === "post" && !form.matches(".seek, [data-free]");

document.addEventListener("input", (event) => {
  const form = (event.target as HTMLInputElement).form;
  if (isKept(form)) dirty.add(form);
});

document.addEventListener("amparo:kept", (event) => dirty.delete(event.target as HTMLFormElement));

document.addEventListener("submit", (event) => {
  if (!event.defaultPrevented || (event.target as Element).matches("[hx-post]")) {
    dirty.delete(event.target as HTMLFormElement);
  }
});

window.addEventListener("beforeunload", (event) => {
  if ([...dirty].some((form) => form.isConnected)) event.preventDefault();
});
