import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { beforeEach, expect, test } from "@odoo/hoot";
import { queryAllTexts } from "@odoo/hoot-dom";
import {
    contains,
    defineModels,
    fields,
    MockServer,
    mountView,
    onRpc,
} from "@web/../tests/web_test_helpers";

import { Lead, ProjectStage } from "../project_models";

class NamedLead extends Lead {
    name = fields.Char({ required: true });
}

defineMailModels();
defineModels([NamedLead, ProjectStage]);

beforeEach(() => {
    NamedLead._records = [{ id: 1, name: "Shop", project_stage_ids: [1, 2] }];
    ProjectStage._records = [
        { id: 1, name: "Needs" },
        { id: 2, name: "Offer" },
    ];
});

function mountLead() {
    return mountView({
        type: "form",
        resModel: "crm.lead",
        resId: 1,
        arch: `
            <form>
                <field name="name"/>
                <field name="project_stage_ids" widget="project_stage_list" mode="list,kanban">
                    <list editable="bottom" open_form_view="1"><field name="name"/></list>
                    <kanban>
                        <templates><t t-name="card"><field name="name"/></t></templates>
                    </kanban>
                </field>
            </form>`,
    });
}

const view = (index) => `.o_data_row:eq(${index}) .o_list_record_open_form_view button`;
const names = () => queryAllTexts(".o_data_cell[name=name]");

test.tags("desktop");
test("a stage is edited in place, and opens as a form of its own once the project is saved", async () => {
    onRpc("crm.lead", "web_save", ({ args }) => {
        expect.step(args[1]);
    });
    await mountLead();
    await contains(".o_data_cell:eq(0)").click();
    await contains(".o_selected_row [name=name] input").edit("First talk");
    await contains(view(1)).click();
    expect.verifySteps([{ project_stage_ids: [[1, 1, { name: "First talk" }]] }]);
    expect(".modal .modal-title").toHaveText("Offer");

    MockServer.env["crm.project.stage"].write([1], { name: "Moved along by the server" });
    await contains(".modal .o_form_button_cancel, .modal .btn-close").click();
    expect(".modal").toHaveCount(0);
    expect(names()).toEqual(["Moved along by the server", "Offer"], {
        message: "what the buttons of one stage did to others is read",
    });
});

test.tags("desktop");
test("a stage that is not saved yet opens as well: saving gives it its id", async () => {
    await mountLead();
    await contains(".o_field_x2many_list_row_add a").click();
    await contains(".o_selected_row [name=name] input").edit("Contract", { confirm: false });
    await contains(view(2)).click();
    expect(".modal .modal-title").toHaveText("Contract");
    expect(".modal .o_field_widget[name=name] input").toHaveValue("Contract");
    expect(names()).toEqual(["Needs", "Offer", "Contract"]);
});

test.tags("desktop");
test("nothing opens when the project cannot be saved", async () => {
    onRpc("crm.lead", "web_save", () => expect.step("save"));
    await mountLead();
    await contains(".o_field_widget[name=name]:first input").edit("");
    await contains(view(0)).click();
    expect(".modal").toHaveCount(0);
    expect(".o_field_invalid").toHaveCount(1);
    expect.verifySteps([]);
});

test.tags("mobile");
test("on a phone a card opens its stage once the project is saved", async () => {
    onRpc("crm.lead", "web_save", ({ args }) => {
        expect.step(args[1]);
    });
    await mountLead();
    await contains(".o_field_widget[name=name] input").edit("Big shop");
    await contains(".o_kanban_record:eq(1)").click();
    expect.verifySteps([{ name: "Big shop" }]);
    expect(".modal .o_field_widget[name=name] input").toHaveValue("Offer");
});
