// What we use of the form engine, which comes without types of its own.

declare module "@getodk/web-forms" {
  import type { Component, Plugin } from "vue";

  export interface Language {
    readonly language: string;
  }
  export interface FormRoot {
    readonly languages: readonly Language[];
    readonly currentState: { readonly activeLanguage: Language };
    readonly instanceState: { readonly instanceXML: string };
    setLanguage(language: Language): void;
    prepareInstancePayload(how: { payloadType: "monolithic" }): Promise<{ data: [FormData] }>;
  }
  export const OdkWebForm: Component;
  export const webFormsPlugin: Plugin;
}

declare module "*.css";
