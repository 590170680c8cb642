import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { expect, test } from "@odoo/hoot";
import { defineModels, fields, models, mountView, onRpc } from "@web/../tests/web_test_helpers";

class Transition extends models.Model {
    _name = "crm.project.transition";

    name = fields.Char();

    _records = [{ id: 1, name: "Needs analysis" }];
}

defineMailModels();
defineModels([Transition]);

function mountHistory() {
    return mountView({
        type: "list",
        resModel: "crm.project.transition",
        arch: `<list js_class="crm_project_history_list"><field name="name"/></list>`,
    });
}

test("while the past is being read, the history says how far it is", async () => {
    onRpc("crm.project.backfill", "get_progress", () => ({ done: 1500, total: 12000 }));
    await mountHistory();
    expect(".alert").toHaveText(/1,500 of 12,000 changes/);
    expect(".o_data_row").toHaveCount(1);
});

test("once the past is read, the history is a list like any other", async () => {
    onRpc("crm.project.backfill", "get_progress", () => false);
    await mountHistory();
    expect(".alert").toHaveCount(0);
    expect(".o_data_row").toHaveCount(1);
});
