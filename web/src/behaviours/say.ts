// Sentences that a page keeps ready, said when they are needed.
const shelf = (): HTMLElement | null => document.getElementById("said");

export const say = (name: string): void => {
  const words = document.querySelector<HTMLTemplateElement>(`template[data-says="${name}"]`);
  const place = shelf();
  if (!words || !place) return;
  place.dataset.says = name;
  place.replaceChildren(words.content.cloneNode(true));
};

// Said once and left standing, however often it is true again.
export const goOnSaying = (name: string): void => {
  if (shelf()?.dataset.says !== name || !shelf()?.childElementCount) say(name);
};

export const saidEnough = (name: string): void => {
  if (shelf()?.dataset.says === name) shelf()?.replaceChildren();
};
