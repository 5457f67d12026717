// The one place that knows the form engine: a form is opened in an element, and says what is written in it.
// It knows no address: whoever opens a form brings what it needs, and takes what it gives.
import { calendar, codeOf, followLanguage, setTexts, watchLabels } from "./localization";
import type { FormRoot } from "@getodk/web-forms";

export interface Written {
  readonly xml: string;
  // By the names that the answers call them.
  readonly files: ReadonlyMap<string, File>;
}

export interface Opening {
  readonly xform: string;
  readonly instance?: string | undefined; // answers to go on with
  readonly instanceFiles?: readonly string[] | undefined; // names of files that they speak of
  readonly fetchAttachment: (name: string) => Promise<Response>;
  readonly words: Record<string, string>;
  readonly language?: string | undefined; // as the form names it
  readonly onDraft: (written: Written) => unknown;
  readonly onSend: (written: Written) => Promise<unknown>;
}

export interface OpenForm {
  readonly owed: () => string; // what was not told yet, at once and without files: the page may be going away
  readonly close: () => void;
}

const RECORD = "xml_submission_file";
const PAUSE = 3_000;
const nameIn = (address: string | URL): string => decodeURIComponent(String(address).split("/").pop() ?? "");

const answersOf = async (root: FormRoot): Promise<Written> => {
  const { data } = await root.prepareInstancePayload({ payloadType: "monolithic" });
  const files = new Map<string, File>();
  for (const [name, file] of data[0].entries()) {
    if (name !== RECORD && file instanceof File) files.set(name, file);
  }
  return { xml: await (data[0].get(RECORD) as File).text(), files };
};

export const openForm = async (element: HTMLElement, opening: Opening): Promise<OpenForm> => {
  setTexts(opening.words);
  const [{ createApp, h }, { OdkWebForm, webFormsPlugin }] = await Promise.all([import("vue"), import("./engine")]);
  let ready!: (root: FormRoot) => void;
  let fails!: (why: Error) => void;
  const opened = new Promise<FormRoot>((resolve, reject) => ([ready, fails] = [resolve, reject]));
  const fetchFormAttachment = (address: URL): Promise<Response> => opening.fetchAttachment(nameIn(address));
  const resolveInstance = async (): Promise<string | undefined> => opening.instance;
  const before = { resolveInstance, attachmentFileNames: opening.instanceFiles ?? [], resolveAttachment: opening.fetchAttachment };
  const editInstance = opening.instance ? before : undefined;
  let root: FormRoot;
  const onSubmit = async (): Promise<void> => void (await opening.onSend(await answersOf(root)));
  const app = createApp({ render: () => h(OdkWebForm, { formXml: opening.xform, fetchFormAttachment, editInstance, onSubmit }) });
  // The engine gives nobody its form while it is filled in; its own header is handed it.
  app.mixin({
    beforeMount() {
      if (this.$props?.form?.prepareInstancePayload) ready(this.$props.form);
      if (this.$props?.error instanceof Error) fails(this.$props.error);
    },
  });
  app.use(webFormsPlugin);
  const { locale } = app.config.globalProperties.$primevue.config;
  Object.assign(locale, calendar(codeOf(opening.language ?? "") || document.documentElement.lang));
  const stopLabels = watchLabels(element);
  app.mount(element);
  root = await opened;
  const chosen = root.languages.find((each) => each.language === opening.language);
  if (chosen) root.setLanguage(chosen);
  const stopLanguage = followLanguage(element, () => root.currentState.activeLanguage.language);

  let last = root.instanceState.instanceXML;
  let waiting = 0;
  const report = async (): Promise<void> => {
    if (root.instanceState.instanceXML === last) return;
    last = root.instanceState.instanceXML;
    await opening.onDraft(await answersOf(root));
  };
  const reportSoon = (): void => {
    clearTimeout(waiting);
    waiting = window.setTimeout(() => void report(), PAUSE);
  };
  // Lists and calendars of the engine lie outside the element, at the end of the page.
  const EVENTS = ["input", "change", "click"] as const;
  for (const each of EVENTS) document.addEventListener(each, reportSoon);
  return {
    owed: () => {
      const { instanceXML } = root.instanceState;
      return instanceXML === last ? "" : (last = instanceXML);
    },
    close: () => {
      clearTimeout(waiting);
      for (const each of EVENTS) document.removeEventListener(each, reportSoon);
      stopLabels();
      stopLanguage();
      app.unmount();
    },
  };
};
