// What was just done, said in a corner and aloud; and questions before what hurts.
import { button, h, icon } from "./dom";
import { t } from "./words";

export const said = (words: string, sign = "circle-check"): void => {
  const close = h("button.btn.btn-square.said-close", { type: "button", "aria-label": t("close") }, icon("x"));
  document.getElementById("said")!.replaceChildren(h("amparo-said.said", {}, icon(sign), h("span", {}, words), close));
};

export const unsaid = (): void => document.getElementById("said")!.replaceChildren();

// Its title asks, its text says what stops and what goes on, its buttons are verbs.
export const sure = (title: string, words: string, verb: string, tone = "danger"): Promise<boolean> =>
  new Promise((decided) => {
    const dialog = h("dialog.sure", { "aria-labelledby": "sure-title" }) as HTMLDialogElement;
    const answer = (yes: boolean): void => {
      decided(yes);
      dialog.close();
    };
    dialog.append(
      h("h2", { id: "sure-title" }, title), h("p", {}, words),
      h("div.deeds", {}, button(t("leave_it"), () => answer(false)), button(verb, () => answer(true), tone)),
    );
    dialog.addEventListener("close", () => {
      decided(false);
      dialog.remove();
    });
    document.body.append(dialog);
    dialog.showModal();
  });
