// A form that holds <dialog class="sure"> asks first. Without scripts the form goes straight
// through: what cannot be undone then has a page of its own that asks.
const questionOf = (form: HTMLFormElement): HTMLDialogElement | null => form.querySelector("dialog.sure");

document.addEventListener(
  "submit",
  (event) => {
    const form = event.target as HTMLFormElement;
    const question = questionOf(form);
    if (!question) return;
    if (question.contains(event.submitter)) {
      question.close();
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation(); // before htmx hears of it
    question.showModal();
  },
  { capture: true },
);

document.addEventListener("click", (event) => {
  const target = event.target as Element;
  if (target.closest("[data-leave]")) target.closest("dialog")?.close();
  else if (target instanceof HTMLDialogElement && target.matches(".sure")) target.close(); // its backdrop
});
