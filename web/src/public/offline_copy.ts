// Keeping the pages on this telephone: by a tap, and removed by another. Before the first nothing is
// kept and no worker is there; after the second neither is left.

const CACHE = "kept";
const SCOPE = "/a/";

const worker = () => navigator.serviceWorker.getRegistration(SCOPE);

const removeCopy = async (): Promise<void> => {
  await (await worker())?.unregister();
  await caches.delete(CACHE);
};

const saveCopy = async (url: string): Promise<boolean> => {
  await navigator.serviceWorker.register("/a/w.js", { scope: SCOPE });
  const { active } = await navigator.serviceWorker.ready;
  const { port1, port2 } = new MessageChannel();
  const answer = new Promise<string>((heard) => { port1.onmessage = ({ data }) => heard(data); });
  active?.postMessage(new URL(url, location.href).href, [port2]);
  return (await answer) === "done";
};

const prepareOfflineCopy = async (): Promise<void> => {
  const there = document.querySelector<HTMLElement>("[data-kept]");
  const says = document.querySelector<HTMLElement>("[data-result]");
  if (!there || !says || !("serviceWorker" in navigator)) return;
  const button = document.querySelector<HTMLButtonElement>("[data-keep]");
  const texts = document.querySelector<HTMLTemplateElement>("[data-texts]")?.content;
  const say = (word: string): void => {
    says.hidden = false;
    says.textContent = texts?.querySelector(`[data-for=${word}]`)?.textContent ?? "";
  };
  const show = async (): Promise<void> => { there.hidden = !(await worker()); };
  const cannot = document.querySelector<HTMLElement>("[data-cannot]");
  if (button) button.hidden = false;
  if (cannot) cannot.hidden = true;
  button?.addEventListener("click", async () => {
    button.disabled = true;
    say("working");
    const is_kept = await saveCopy(button.dataset.keep ?? "").catch(() => false);
    if (!is_kept) await removeCopy();
    say(is_kept ? "done" : "failed");
    button.disabled = false;
    await show();
  });
  there.querySelector("[data-remove]")?.addEventListener("click", async () => {
    await removeCopy();
    say("gone");
    await show();
  });
  await show();
};
document.addEventListener("DOMContentLoaded", () => void prepareOfflineCopy());
