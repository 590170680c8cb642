import { expect, test } from "@odoo/hoot";
import { advanceTime, animationFrame, mockDate } from "@odoo/hoot-mock";
import {
    contains,
    defineModels,
    fields,
    getService,
    models,
    mountWithCleanup,
    onRpc,
    patchWithCleanup,
} from "@web/../tests/web_test_helpers";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";

import { browser } from "@web/core/browser/browser";
import { WebClient } from "@web/webclient/webclient";

class SoldFact extends models.Model {
    _name = "crm.sold.fact";

    date = fields.Date();
    amount = fields.Float();
    commercial_partner_id = fields.Many2one({ relation: "crm.sold.fact" });

    _records = [{ id: 1, date: "2026-03-05", amount: 10 }];
    _views = {
        list: `<list js_class="crm_fact_list"><field name="date" /><field name="amount" /></list>`,
        search: `<search><filter name="small" string="Small" domain="[('amount', '&lt;', 15)]" /></search>`,
    };
}

defineMailModels();
defineModels([SoldFact]);

/** Open the list, and ask for its workbook. */
async function askForWorkbook(job) {
    mockDate("2026-03-17 09:00:00", 0);
    onRpc("has_group", () => true);
    onRpc("crm.workbook.job", "start", ({ args }) => {
        expect.step(args);
        return job;
    });
    await mountWithCleanup(WebClient);
    await getService("action").doAction({
        type: "ir.actions.act_window",
        name: "Sold",
        res_model: "crm.sold.fact",
        context: { search_default_period_months: 1, search_default_small: 1 },
        views: [[false, "list"]],
    });
    await contains(".o_cp_action_menus .fa-cog").click();
    // Only now: the address of the list itself is assigned, too.
    patchWithCleanup(browser.location, { assign: (url) => expect.step(url) });
    await contains(".o_crm_smarket_workbook_menu").click();
    await animationFrame();
}

const ASKED = [
    "crm.sold.fact",
    ["&", ["amount", "<", 15], "&", ["date", ">=", "2026-03-01"], ["date", "<", "2026-04-01"]],
    "Sold",
    [
        ["Period", "03/01/2026 – 03/31/2026"],
        ["Search", "Small"],
    ],
];

test.tags("desktop");
test("few rows are fetched at once, with what was searched for in words", async () => {
    await askForWorkbook({ id: 3, url: "/crm_smarket/workbook/3.xlsx", is_large: false });
    expect.verifySteps([ASKED, "/crm_smarket/workbook/3.xlsx"]);
    expect(".o_crm_smarket_workbook_dialog").toHaveCount(0);
});

test.tags("desktop");
test("of many rows one sees how far they are, and gets them when they are there", async () => {
    const answers = [
        { state: "waiting", count: 40000, written: 0, error: false },
        { state: "running", count: 40000, written: 10000, error: false },
        { state: "done", count: 40000, written: 40000, error: false },
    ];
    onRpc("crm.workbook.job", "get_progress", () => answers.shift());
    await askForWorkbook({ id: 3, url: "/crm_smarket/workbook/3.xlsx", is_large: true });
    expect.verifySteps([ASKED]);
    expect(".o_crm_smarket_workbook_dialog").toHaveText("Many rows: it begins in a moment.");
    await advanceTime(1000);
    expect(".o_crm_smarket_workbook_dialog").toHaveText("10,000 of 40,000 rows");
    expect("[role=progressbar]").toHaveAttribute("aria-valuenow", "25");
    expect.verifySteps([]);
    await advanceTime(1000);
    expect.verifySteps(["/crm_smarket/workbook/3.xlsx"]);
    expect(".o_crm_smarket_workbook_dialog a").toHaveAttribute(
        "href",
        "/crm_smarket/workbook/3.xlsx"
    );
});

test.tags("desktop");
test("a failure is said", async () => {
    const error = "Ask again.";
    onRpc("crm.workbook.job", "get_progress", () => ({
        state: "failed",
        count: 9,
        written: 0,
        error,
    }));
    await askForWorkbook({ id: 3, url: "/x", is_large: true });
    expect.verifySteps([ASKED]);
    expect(".o_crm_smarket_workbook_dialog .text-danger").toHaveText(error);
});

test.tags("desktop");
test("who closes the window before the end has it cancelled, and is not asked for any more", async () => {
    onRpc("crm.workbook.job", "get_progress", () => {
        expect.step("progress");
        return { state: "running", count: 40000, written: 10000, error: false };
    });
    onRpc("crm.workbook.job", "action_cancel", ({ args }) => {
        expect.step(["cancelled", ...args]);
        return true;
    });
    await askForWorkbook({ id: 3, url: "/x", is_large: true });
    expect.verifySteps([ASKED, "progress"]);
    await contains(".modal-footer button:contains(Cancel)").click();
    await advanceTime(2000);
    expect(".o_crm_smarket_workbook_dialog").toHaveCount(0);
    expect.verifySteps([["cancelled", 3]]);
});
