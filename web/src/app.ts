// Behaviours of staff pages, which work without them. Listeners of one event run in this order.
import "htmx.org/dist/htmx.esm.js";
import "./behaviours/navigation";
import "./behaviours/palette";
import "./behaviours/page_help";
import "./behaviours/display";
import "./behaviours/guidance_drawer";
import "./behaviours/passkey";
import "./behaviours/messages";
import "./behaviours/submit";
import "./behaviours/selection";
import "./behaviours/combobox";
import "./behaviours/copy";
import "./behaviours/retry";
import "./behaviours/unsaved_changes";
import "./behaviours/sign_in_delay";
