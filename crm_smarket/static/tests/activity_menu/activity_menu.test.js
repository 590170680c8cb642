import { defineMailModels, mailModels } from "@mail/../tests/mail_test_helpers";
import { ActivityMenu } from "@mail/core/web/activity_menu";
import { expect, test } from "@odoo/hoot";
import { animationFrame } from "@odoo/hoot-mock";
import {
    contains,
    mockService,
    mountWithCleanup,
    patchWithCleanup,
} from "@web/../tests/web_test_helpers";

defineMailModels();

const LATE = {
    id: 77,
    type: "project_stage",
    name: "Late Project Stages",
    model: "crm.project.stage",
    icon: "/crm_smarket/static/description/icon.png",
    domain: [],
    total_count: 3,
    view_type: "list",
};
const CALLS = {
    id: 78,
    type: "activity",
    name: "Contact",
    model: "res.partner",
    icon: "/base/static/description/icon.png",
    domain: [],
    total_count: 1,
    overdue_count: 1,
    today_count: 0,
    planned_count: 0,
    view_type: "list",
};
const MENU = "i[aria-label='Activities']";

test("late stages are told by their number, and open as a list of their own", async () => {
    patchWithCleanup(mailModels.ResUsers.prototype, { _get_activity_groups: () => [LATE, CALLS] });
    mockService("action", {
        doAction(action, options) {
            expect.step([action.res_model || action, Boolean(options.clearBreadcrumbs)]);
        },
    });
    await mountWithCleanup(ActivityMenu);
    await contains(MENU).click();
    await animationFrame();
    expect(".o-mail-ActivityMenu-counter").toHaveText("4");
    expect(".o-mail-ActivityGroup:eq(0)").toHaveText("Late Project Stages\n3 Late");
    await contains(".o-mail-ActivityGroup:eq(0)").click();
    expect(".o-mail-ActivityMenu").toHaveCount(0);
    expect.verifySteps([["crm_smarket.crm_project_stage_late_action", true]]);

    await contains(MENU).click();
    await animationFrame();
    await contains(".o-mail-ActivityGroup:eq(1)").click();
    expect.verifySteps([["res.partner", true]]);
});
