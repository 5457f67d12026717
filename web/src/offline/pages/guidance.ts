// All guidance that came along, by step: to be read without a network.
import { h, icon } from "../dom";
import { guidance, guidanceList } from "../guidance";
import type { Page } from "../router";
import { t } from "../translations";

export const guidancePage = (): Page => {
  const known = guidance();
  const none = h("div.empty-state", {}, icon("book-2"), h("strong", {}, t("guidance_none")), h("span", {}, t("guidance_none_words")));
  return {
    title: t("guidance"),
    main: [h("div.page-head", {}, h("div", {}, h("h1", {}, t("guidance")))), ...(known ? guidanceList(known) : [none])],
  };
};
