// The form engine and what it wears: more than a page carries, so it comes when a form is opened.
import "./engine.css";

export { OdkWebForm, webFormsPlugin } from "@getodk/web-forms";
