import { Component } from "@odoo/owl";

import { DropdownItem } from "@web/core/dropdown/dropdown_item";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { STATIC_ACTIONS_GROUP_NUMBER } from "@web/search/action_menus/action_menus";
import { describeSearch } from "./search_words";
import { WorkbookDialog } from "./workbook_dialog";

/** The entry of the menu that downloads all rows of what is searched for. */
export class WorkbookMenu extends Component {
    static template = "crm_smarket_reports.WorkbookMenu";
    static components = { DropdownItem };
    static props = {};

    async download() {
        // Not through useService: the menu, and this with it, is gone as soon as it is clicked.
        const { action, dialog, orm } = this.env.services;
        const { searchModel, config } = this.env;
        const job = await orm.call("crm.workbook.job", "start", [
            searchModel.resModel,
            searchModel.domain,
            config.getDisplayName(),
            await describeSearch(searchModel),
        ]);
        const fetch = () =>
            action.doAction({ type: "ir.actions.act_url", url: job.url, target: "self" });
        if (job.is_large) {
            dialog.add(WorkbookDialog, { id: job.id, url: job.url, onDone: fetch });
        } else {
            await fetch();
        }
    }
}

registry.category("cogMenu").add(
    "crm_fact_workbook",
    {
        Component: WorkbookMenu,
        groupNumber: STATIC_ACTIONS_GROUP_NUMBER,
        isDisplayed: (env) =>
            env.config.viewSubType?.startsWith("crm_fact_") &&
            user.hasGroup("base.group_allow_export"),
    },
    { sequence: 15 }
);
