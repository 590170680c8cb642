import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { expect, test } from "@odoo/hoot";
import { queryAllTexts, queryOne } from "@odoo/hoot-dom";
import { contains, defineModels, fields, mountView, onRpc } from "@web/../tests/web_test_helpers";

import { Lead, ProjectStage } from "../project_models";

class TimedStage extends ProjectStage {
    duration = fields.Float();
    duration_unit = fields.Selection({
        selection: [
            ["hours", "Hours"],
            ["days", "Days"],
            ["weeks", "Weeks"],
        ],
    });

    _records = [
        { id: 1, name: "Needs", duration: 3, duration_unit: "days" },
        { id: 2, name: "Offer", duration: 1.5, duration_unit: "weeks" },
        { id: 3, name: "Contract", duration: 0, duration_unit: "hours" },
    ];
}

defineMailModels();
defineModels([Lead, TimedStage]);

const FIELDS = `
    <field name="name"/>
    <field name="duration_unit" column_invisible="1"/>
    <field name="duration" widget="project_delay" options="{'unit_field': 'duration_unit'}"/>`;

test.tags("desktop");
test("a length of time stands in one cell with its unit", async () => {
    await mountView({
        type: "list",
        resModel: "crm.project.stage",
        arch: `<list>${FIELDS}</list>`,
    });
    expect(queryAllTexts(".o_data_cell[name=duration]")).toEqual(["3 d", "1.5 w", "0 h"]);
});

test("amount and unit are changed each on its own", async () => {
    onRpc("crm.project.stage", "web_save", ({ args }) => {
        expect.step(args[1]);
    });
    await mountView({
        type: "form",
        resModel: "crm.project.stage",
        resId: 1,
        arch: `<form>${FIELDS.replace("column_invisible", "invisible")}</form>`,
    });
    expect(queryAllTexts("[name=duration] option")).toEqual(["h", "d", "w"]);
    expect("[name=duration] input").toHaveValue("3");
    expect("[name=duration] select").toHaveValue("days");
    await contains("[name=duration] input").edit("2.5");
    await contains(".o_form_button_save").click();
    await contains("[name=duration] select").select("weeks");
    expect(queryOne("[name=duration] input").value).toBe("2.5");
    await contains(".o_form_button_save").click();
    expect.verifySteps([{ duration: 2.5 }, { duration_unit: "weeks" }]);
});
