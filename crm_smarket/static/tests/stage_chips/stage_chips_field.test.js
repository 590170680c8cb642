import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { beforeEach, expect, test } from "@odoo/hoot";
import { queryAllTexts, queryOne } from "@odoo/hoot-dom";
import { mockDate } from "@odoo/hoot-mock";
import { contains, defineModels, mountView, onRpc } from "@web/../tests/web_test_helpers";

import { Lead, ProjectStage } from "../project_models";

defineMailModels();
defineModels([Lead, ProjectStage]);

const ARCH = `
    <form>
        <field name="name"/>
        <field name="project_stage_ids" widget="project_stage_chips"/>
        <notebook>
            <page string="Stages">
                <field name="project_stage_ids"><list><field name="name"/></list></field>
            </page>
        </notebook>
    </form>`;

const chip = (index) => `.o_crm_smarket_chip:eq(${index})`;

beforeEach(() => {
    mockDate("2026-11-05 09:00:00", 0);
    Lead._records = [{ id: 1, name: "Shop", project_stage_ids: [1, 2, 3, 4] }];
    ProjectStage._records = [
        { id: 1, name: "First contact", state: "done", date_end: "2026-11-03 09:00:00" },
        {
            id: 2,
            name: "Needs",
            state: "in_progress",
            date_end: "2026-11-04 09:00:00",
            is_late: true,
        },
        { id: 3, name: "Legal check", state: "cancelled", date_end: "2026-11-05 09:00:00" },
        { id: 4, name: "Offer", state: "not_started" },
    ];
});

test("the stages in one line, with their states", async () => {
    await mountView({ type: "form", resModel: "crm.lead", resId: 1, arch: ARCH });
    expect(queryAllTexts(".o_crm_smarket_chip")).toEqual([
        "First contact",
        "Needs",
        "Legal check",
        "Offer",
    ]);
    expect(chip(0)).toHaveClass("o_state_done");
    expect(chip(1)).toHaveClass(["o_state_in_progress", "o_late"]);
    expect(chip(1)).toHaveAttribute("aria-current", "step");
    expect(queryOne(chip(1)).title).toMatch(/Needs: In progress, late, until Nov 4, 9:00/);
    expect(chip(2)).toHaveAttribute("title", "Legal check: Cancelled");
    expect(chip(3)).toHaveAttribute("title", "Offer: Not started");
    expect(".o_data_row").toHaveCount(4, { message: "the list of the same field is untouched" });
});

test("a chip opens its stage; the opportunity is saved before and read after", async () => {
    onRpc("crm.lead", "web_save", ({ args }) => {
        expect.step(["lead", args[1]]);
    });
    onRpc("crm.project.stage", "web_save", ({ args }) => {
        expect.step(["stage", args[1]]);
    });
    await mountView({ type: "form", resModel: "crm.lead", resId: 1, arch: ARCH });
    await contains("[name=name] input").edit("Big shop");
    await contains(chip(3)).click();
    expect(".modal .modal-title").toHaveText("Offer");
    await contains(".modal [name=name] input").edit("Commercial offer");
    await contains(".modal .o_form_button_save").click();
    expect(".modal").toHaveCount(0);
    expect.verifySteps([
        ["lead", { name: "Big shop" }],
        ["stage", { name: "Commercial offer" }],
    ]);
    expect(chip(3)).toHaveText("Commercial offer");
});
