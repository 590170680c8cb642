import { ActivityMenu } from "@mail/core/web/activity_menu";
import { patch } from "@web/core/utils/patch";

patch(ActivityMenu.prototype, {
    openActivityGroup(group, filter, newWindow) {
        if (group.type !== "project_stage") {
            return super.openActivityGroup(...arguments);
        }
        this.dropdown.close();
        return this.action.doAction("crm_smarket.crm_project_stage_late_action", {
            newWindow,
            clearBreadcrumbs: true,
        });
    },
});
