import { onWillStart } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { formatInteger } from "@web/views/fields/formatters";
import { ListController } from "@web/views/list/list_controller";
import { listView } from "@web/views/list/list_view";

/** The history as a list that says, while the past is still being read, how far it is. */
export class ProjectHistoryListController extends ListController {
    static template = "crm_smarket.ProjectHistoryListView";

    setup() {
        super.setup();
        const orm = useService("orm");
        onWillStart(async () => {
            this.reading = await orm.call("crm.project.backfill", "get_progress", []);
        });
    }

    get readingText() {
        return _t(
            "The time before installation is being read: %(done)s of %(total)s changes so far, newest deals first.",
            {
                done: formatInteger(this.reading.done),
                total: formatInteger(this.reading.total),
            }
        );
    }
}

export const projectHistoryListView = { ...listView, Controller: ProjectHistoryListController };

registry.category("views").add("crm_project_history_list", projectHistoryListView);
