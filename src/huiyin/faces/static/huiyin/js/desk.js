// Starts every controller on the page. Each finds its elements by a data attribute; a page
// without one is left alone, and every page works without any of them.
import { startClocks } from "./clock.js";
import { startKeys } from "./keys.js";
import { startMenus } from "./menus.js";
import { startRequests } from "./requests.js";
import { startTheme } from "./theme.js";
import { startTriage } from "./triage.js";
import { startUndo } from "./undo.js";
import { startWrites } from "./writes.js";

startTheme(document);
startClocks(document);
startKeys(document);
startUndo(document);
startMenus(document);
startRequests(document);
startTriage(document);
startWrites(document);
