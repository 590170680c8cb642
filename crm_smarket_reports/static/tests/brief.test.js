import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { beforeEach, expect, test } from "@odoo/hoot";
import { click, queryAllTexts, waitFor } from "@odoo/hoot-dom";
import { animationFrame, mockDate } from "@odoo/hoot-mock";
import { mockService, onRpc } from "@web/../tests/web_test_helpers";

import { openDashboard } from "./dashboard_mock";

const LONG =
    "Deals late at the approval of the specification by the regional cooperative of independent shops, " +
    "bakeries and pharmacies of the Southern Urals: 123, worth 987B ₽";

const late = {
    key: "late_deals-7",
    text: LONG,
    level: "watch",
    action: {
        type: "ir.actions.act_window",
        res_model: "crm.lead",
        views: [[false, "list"]],
        domain: [["id", "=", 7]],
    },
};
const leads = { ...late, key: "best_manager-1", text: "Leads by receipts: Vera", level: "good" };

defineMailModels();
beforeEach(() => mockDate("2026-03-17 09:00:00", 0));

/** Let the action service tell which documents it would open, instead of opening them. */
function tellOpened() {
    mockService("action", {
        doAction(action) {
            if (action.res_model) {
                expect.step([action.res_model, action.domain]);
                return;
            }
            return super.doAction(...arguments);
        },
    });
}

async function openBrief(onBrief, params) {
    await openDashboard({}, undefined, { onBrief, params });
    await waitFor(".o_crm_smarket_brief[aria-busy=false]");
}

test("sentences come after the figures, in their order, and say how bad it is", async () => {
    await openDashboard({}, () => expect.step("figures"), {
        onBrief: () => {
            expect.step("brief");
            return [late, leads];
        },
    });
    await waitFor(".o_crm_smarket_sentences a");
    expect.verifySteps(["figures", "brief"]);
    expect(queryAllTexts(".o_crm_smarket_sentences a")).toEqual([LONG, "Leads by receipts: Vera"]);
    expect(".o_crm_smarket_sentences a:eq(0)").toHaveAttribute("title", LONG);
    expect(".o_crm_smarket_sentences [role=img]:eq(0)").toHaveAttribute("aria-label", "To watch");
});

test("a sentence opens exactly what it speaks of", async () => {
    tellOpened();
    await openBrief(() => [late]);
    await click(".o_crm_smarket_sentences a");
    await animationFrame();
    expect.verifySteps([["crm.lead", [["id", "=", 7]]]]);
});

test("nothing to say is one friendly sentence", async () => {
    await openBrief(() => []);
    expect(".o_crm_smarket_brief_empty").toHaveText(/Nothing out of the ordinary/);
    expect(".o_crm_smarket_sentences").toHaveCount(0);
});

test("a brief that fails leaves the widgets and can be asked again", async () => {
    let isBroken = true;
    await openBrief(() => {
        if (isBroken) {
            throw new Error("broken");
        }
        return [leads];
    });
    expect(".o_crm_smarket_brief [role=alert]").toHaveText(/could not be made ready/);
    expect(".o_crm_smarket_widget").toHaveCount(6);
    isBroken = false;
    await click(".o_crm_smarket_brief [role=alert] button");
    await waitFor(".o_crm_smarket_sentences a");
    expect(".o_crm_smarket_brief [role=alert]").toHaveCount(0);
});

test("mails are switched on and off here", async () => {
    onRpc("res.users", "write", ({ args: [, values] }) => {
        expect.step(values);
        return true;
    });
    await openBrief(() => [leads]);
    expect(".o_crm_smarket_brief_mail").toHaveAttribute("aria-pressed", "false");
    await click(".o_crm_smarket_brief_mail");
    await animationFrame();
    expect(".o_crm_smarket_brief_mail").toHaveAttribute("aria-pressed", "true");
    await click(".o_crm_smarket_brief_mail");
    await animationFrame();
    expect.verifySteps([{ general_information_mail: true }, { general_information_mail: false }]);
});

test("the link in a mail opens what its sentence speaks of", async () => {
    tellOpened();
    await openBrief((key) => (key === late.key ? [late] : []), { sentence: late.key });
    expect.verifySteps([["crm.lead", [["id", "=", 7]]]]);
});

test("the link in a mail says when its sentence is not so any more", async () => {
    await openBrief(() => [], { sentence: late.key });
    await waitFor(".o_notification:contains(not so any more)");
    expect(".o_notification").toHaveCount(1);
});
