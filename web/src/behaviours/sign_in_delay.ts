// A sign-in that must wait a moment is sent by itself when its time has come.

const form = document.querySelector<HTMLFormElement>("form[data-delay]");

if (form) {
  const opens = performance.now() + Number(form.dataset.delay) * 1000;
  const codes = form.elements.namedItem("codes") as HTMLInputElement | null;
  let planned = false;

  // Before any other behaviour takes it for sent.
  window.addEventListener(
    "submit",
    (event) => {
      const left = opens - performance.now();
      if (event.target !== form || left <= 0 || codes?.value) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      form.querySelector("[data-delay-note]")?.removeAttribute("hidden");
      if (!planned) setTimeout(() => form.requestSubmit(), left + 50);
      planned = true;
    },
    { capture: true },
  );
}
