import { loadBundle } from "@web/core/assets";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";

const actionRegistry = registry.category("actions");
const TAG = "crm_smarket_reports.dashboard";

/** Loads the page when it is opened for the first time; its bundle then takes this function's place. */
async function loadDashboard(env, action) {
    await loadBundle("crm_smarket_reports.assets_dashboard");
    if (actionRegistry.get(TAG) === loadDashboard) {
        // The bundle is broken: asking again would never end.
        env.services.notification.add(_t("The page could not be loaded."), { type: "danger" });
        return;
    }
    return action;
}
loadDashboard.path = "general-information";
loadDashboard.displayName = _t("General Information");

actionRegistry.add(TAG, loadDashboard);
