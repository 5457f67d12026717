// Buttons that only a script can keep the promise of: hidden until it can.
const deeds: Record<string, () => void> = {
  print: () => window.print(),
  back: () => history.back(),
};

for (const [name, deed] of Object.entries(deeds)) {
  for (const button of document.querySelectorAll<HTMLButtonElement>(`button[data-${name}]`)) {
    button.hidden = false;
    button.addEventListener("click", deed);
  }
}
