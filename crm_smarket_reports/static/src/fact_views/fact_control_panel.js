import { ControlPanel } from "@web/search/control_panel/control_panel";
import { PeriodBar } from "./period_bar";

/** The control panel of facts, with their period below. */
export class FactControlPanel extends ControlPanel {
    static template = "crm_smarket_reports.FactControlPanel";
    static components = { ...ControlPanel.components, PeriodBar };
}
