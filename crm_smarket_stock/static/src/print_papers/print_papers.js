import { registry } from "@web/core/registry";

/**
 * Downloads papers by ordinary links, one after another: no pop-up window, so that it works on a phone and in the
 * app as well.
 *
 * @param {Object} env
 * @param {Object} action with `params.urls` and, if more is to be done, `params.next`
 * @returns {Object} the action to go on with
 */
function printPapers(env, action) {
    for (const url of action.params.urls) {
        const link = document.createElement("a");
        link.href = url;
        link.download = "";
        link.click();
    }
    return action.params.next || { type: "ir.actions.act_window_close" };
}

registry.category("actions").add("crm_smarket_stock_print", printPapers);
