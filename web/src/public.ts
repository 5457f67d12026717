// The public pages, where scripts run. Loaded before the page is drawn: who comes back to it after
// leaving must see nothing of it.
import "./public/leaving";
import "./public/nearness";
import "./public/taking";
import "./public/keeping";
import "./public/mapping";
