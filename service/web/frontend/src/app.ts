// What every page loads: small behaviours, each attached once to the document. Charts and the map load when a page has one.
import { startChainMaps } from "./chain/mount.ts";
import { startCharts } from "./charts/mount.ts";
import { startDialogs } from "./dialogs.ts";
import { startForms } from "./forms.ts";
import { startMenus } from "./menus.ts";
import { startPalette } from "./palette.ts";
import { startRequests } from "./requests.ts";
import { startBranching } from "./respond/branching.ts";
import { startSurveyPreview } from "./survey-preview.ts";
import { startTables } from "./tables.ts";
import { startThemeSwitch } from "./theme-switch.ts";
import { startToasts } from "./toasts.ts";

startRequests();
startThemeSwitch();
startMenus();
startDialogs();
startPalette();
startTables();
startForms();
startToasts();
startCharts();
startChainMaps();
startSurveyPreview();
document.querySelectorAll<HTMLFormElement>("form[data-branches]").forEach(startBranching);
