import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { expect, test } from "@odoo/hoot";
import { queryAllTexts } from "@odoo/hoot-dom";
import { contains, defineModels, fields, models, mountView } from "@web/../tests/web_test_helpers";

import { Lead, ProjectStage } from "../project_models";

class ProjectDocument extends models.Model {
    _name = "crm.project.document";

    name = fields.Char();
    stage_id = fields.Many2one({ relation: "crm.project.stage" });

    _records = [
        { id: 1, name: "Specification", stage_id: 1 },
        { id: 2, name: "Floor plan" },
    ];
}

defineMailModels();
defineModels([Lead, ProjectStage, ProjectDocument]);

test.tags("desktop");
test("what belongs to no stage belongs to the whole project", async () => {
    ProjectStage._records = [{ id: 1, name: "Needs" }];
    await mountView({
        type: "list",
        resModel: "crm.project.document",
        arch: `
            <list editable="bottom">
                <field name="name"/>
                <field name="stage_id" widget="project_stage_many2one" placeholder="Whole project"/>
            </list>`,
    });
    expect(queryAllTexts(".o_data_cell[name=stage_id]")).toEqual(["Needs", "Whole project"]);
    await contains(".o_data_cell[name=stage_id]:eq(1)").click();
    expect(".o_selected_row [name=stage_id]").toHaveText("");
    expect(".o_selected_row [name=stage_id] input").toHaveAttribute("placeholder", "Whole project");
});
