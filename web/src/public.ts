// The public pages, where scripts run. Loaded before the page is drawn: who comes back to it after
// leaving must see nothing of it.
import "./public/quick_exit";
import "./public/service_list";
import "./public/service_page";
import "./public/offline_copy";
