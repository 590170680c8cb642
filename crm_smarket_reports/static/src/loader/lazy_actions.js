import { loadBundle } from "@web/core/assets";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";

const actionRegistry = registry.category("actions");

/**
 * Register a function that loads an action when it is opened for the first time, and whose place the action takes.
 *
 * @param {string} tag
 * @param {string[]} bundles in the order in which they are loaded
 * @param {Object} [values] what is known of the action before it is there
 */
function addLazyAction(tag, bundles, values = {}) {
    async function loadAction(env, action) {
        for (const bundle of bundles) {
            await loadBundle(bundle);
        }
        if (actionRegistry.get(tag) === loadAction) {
            // The bundle is broken: asking again would never end.
            env.services.notification.add(_t("The page could not be loaded."), { type: "danger" });
            return;
        }
        return action;
    }
    actionRegistry.add(tag, Object.assign(loadAction, values));
}

const DASHBOARD = "crm_smarket_reports.assets_dashboard";
const ANALYSIS = "crm_smarket_reports.assets_analysis";

addLazyAction("crm_smarket_reports.dashboard", [DASHBOARD], {
    path: "general-information",
    displayName: _t("General Information"),
});
addLazyAction("crm_smarket_reports.analysis", [DASHBOARD, ANALYSIS]);
addLazyAction("crm_smarket_reports.customer", [
    DASHBOARD,
    ANALYSIS,
    "crm_smarket_reports.assets_customer",
]);
