// The closed door: the passphrase opens it, and what waits is sent also while it is shut.
import { button, h, icon, notice } from "../dom";
import { openDrafts } from "../drafts";
import { openAll } from "../files";
import { show, type Page } from "../router";
import { sync } from "../sync";
import type { About } from "../store";
import { daysLeft, empty, unlock } from "../vault";
import { count, t } from "../words";
import { setUpForAnother } from "./set_up";

let wrong = "";

export const unlockPage = (note: About): Page => {
  const input = h("input.form-control", {
    id: "passphrase", type: "password", autocomplete: "off", autocapitalize: "none", spellcheck: "false", maxlength: 200,
    "aria-describedby": wrong ? "unlock-wrong" : null, "aria-invalid": wrong ? "true" : null, "data-focus": true,
  }) as HTMLInputElement;
  const verb = h("button.btn.btn-primary.btn-wide", { type: "submit" }, icon("lock"), t("unlock")) as HTMLButtonElement;
  const error = wrong ? h("p.field-error", { id: "unlock-wrong", role: "alert" }, icon("exclamation-circle"), wrong) : null;
  const field = h(`div.field${wrong ? ".field-bad" : ""}`, {}, h("label", { for: "passphrase" }, t("passphrase")), error, input);
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (verb.disabled || !input.value) return input.focus();
    verb.disabled = true;
    verb.lastChild!.textContent = t("unlocking");
    await tried(input.value);
  };
  const form = h("form.form", { submit: (event) => void submit(event), novalidate: true }, field, verb);
  const left = daysLeft(note);
  const another = h("details", {}, h("summary", {}, t("forgotten")), h("div.stackd", {}, h("p", {}, t("forgotten_words")),
    h("p", {}, button(t("for_another"), () => void forAnother(), "danger"))));
  return {
    title: t("field"), isAlone: true,
    main: [
      h("div.page-head", {}, h("div", {}, h("h1", {}, t("locked")), h("p.lede", {}, t("locked_words", { telephone: note.called, holder: note.holder.initials })))),
      left <= 5 ? notice("warn", "clock", h("p", {}, h("strong", {}, count("days_left", left)), " ", t("days_left_words"))) : h("p.small.soft", {}, count("days_left", left)),
      h("section.panel", { "aria-label": t("unlock") }, h("div.panel-body", {}, form)), another,
    ],
  };
};

const tried = async (passphrase: string): Promise<void> => {
  const result = await unlock(passphrase);
  wrong = typeof result === "number" && result > 0 ? count("wrong_passphrase", result) : "";
  if (result === "open") {
    await Promise.all([openAll(), openDrafts()]);
    void sync();
  }
  await show(true);
};

const forAnother = async (): Promise<void> => {
  if (!(await setUpForAnother())) return;
  await empty();
  await show(true);
};

