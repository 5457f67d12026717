// A deed is sent once, however often the button is pressed; and can be sent again if it failed.
const WAITS = 8_000; // a download leaves the page standing

const buttonsOf = (form: HTMLFormElement): NodeListOf<HTMLButtonElement> =>
  form.querySelectorAll("button:not([type=button])");

const release = (form: HTMLFormElement): void => {
  delete form.dataset.sending;
  for (const button of buttonsOf(form)) button.removeAttribute("aria-disabled");
};

const hold = (form: HTMLFormElement): void => {
  form.dataset.sending = "";
  for (const button of buttonsOf(form)) button.setAttribute("aria-disabled", "true");
  setTimeout(() => release(form), WAITS);
};

document.addEventListener(
  "submit",
  (event) => {
    const form = event.target as HTMLFormElement;
    if (form.method !== "post" || event.defaultPrevented) return;
    if ("sending" in form.dataset) {
      event.preventDefault();
      event.stopImmediatePropagation();
    } else {
      hold(form);
    }
  },
  { capture: true },
);

document.addEventListener("htmx:finally:request", (event) => {
  const form = (event.target as Element | null)?.closest?.("form");
  if (form) release(form);
});

window.addEventListener("pageshow", () => document.querySelectorAll<HTMLFormElement>("form[data-sending]").forEach(release));
