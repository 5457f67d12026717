// Sending a form: confirmed where it asks for it, and once however often the button is pressed; buttons
// that need a script.

// Hidden until a script can do what they say.
const buttonActions: Record<string, () => void> = {
  print: () => window.print(),
  back: () => history.back(),
};

for (const [name, buttonAction] of Object.entries(buttonActions)) {
  for (const button of document.querySelectorAll<HTMLButtonElement>(`button[data-${name}]`)) {
    button.hidden = false;
    button.addEventListener("click", buttonAction);
  }
}

// A form that holds <dialog class="confirm-dialog"> asks first. Without scripts the form goes straight
// through: what cannot be undone then has a page of its own that asks.
const confirmDialogOf = (form: HTMLFormElement): HTMLDialogElement | null => form.querySelector("dialog.confirm-dialog");

// What is missing is said by the server before anything is asked.
const lacksAnswers = (form: HTMLFormElement, dialog: HTMLDialogElement): boolean => {
  const data = new FormData(form);
  const isEmpty = (name: string): boolean => data.getAll(name).every((value) => value === "");
  return (dialog.dataset.needs ?? "").split(" ").filter(Boolean).some(isEmpty);
};

document.addEventListener(
  "submit",
  (event) => {
    const form = event.target as HTMLFormElement;
    const dialog = confirmDialogOf(form);
    if (!dialog || lacksAnswers(form, dialog)) return;
    if (dialog.contains(event.submitter)) {
      dialog.close();
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation(); // before htmx hears of it
    dialog.showModal();
  },
  { capture: true },
);

document.addEventListener("click", (event) => {
  const target = event.target as Element;
  if (target.closest("[data-close]")) target.closest("dialog")?.close();
  else if (target instanceof HTMLDialogElement && target.matches(".confirm-dialog")) target.close(); // its backdrop
});

// A form is sent once, however often the button is pressed; and can be sent again if it failed.
const UNLOCK_AFTER = 8_000; // a download leaves the page open

const buttonsOf = (form: HTMLFormElement): NodeListOf<HTMLButtonElement> =>
  form.querySelectorAll("button:not([type=button])");

const unlockForm = (form: HTMLFormElement): void => {
  delete form.dataset.sending;
  for (const button of buttonsOf(form)) button.removeAttribute("aria-disabled");
};

const lockForm = (form: HTMLFormElement): void => {
  form.dataset.sending = "";
  for (const button of buttonsOf(form)) button.setAttribute("aria-disabled", "true");
  setTimeout(() => unlockForm(form), UNLOCK_AFTER);
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
      lockForm(form);
    }
  },
  { capture: true },
);

document.addEventListener("htmx:finally:request", (event) => {
  const form = (event.target as Element | null)?.closest?.("form");
  if (form) unlockForm(form);
});

window.addEventListener("pageshow", () => document.querySelectorAll<HTMLFormElement>("form[data-sending]").forEach(unlockForm));
