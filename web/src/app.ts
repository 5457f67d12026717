// Small behaviours over pages that work without them.
import "htmx.org/dist/htmx.esm.js";
import "./behaviours/buttons";
import "./behaviours/draft";
import "./behaviours/focus";
import "./behaviours/menus";
import "./behaviours/passkey";
import "./behaviours/said";
import "./behaviours/search-key";
import "./behaviours/sure";
import "./behaviours/sending";
import "./behaviours/patience";
import "./behaviours/signal";
import "./behaviours/unsaved";
import "./behaviours/waiting";
