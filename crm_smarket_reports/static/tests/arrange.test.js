import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { beforeEach, expect, test } from "@odoo/hoot";
import { click, queryAll } from "@odoo/hoot-dom";
import { animationFrame, mockDate } from "@odoo/hoot-mock";
import { onRpc, patchWithCleanup } from "@web/../tests/web_test_helpers";

import { arrange } from "@crm_smarket_reports/dashboard/arrangement";
import { user } from "@web/core/user";
import { openDashboard } from "./dashboard_mock";

const entries = ["a", "b", "c"].map((key) => [key, { title: key }]);
const getKeys = (widgets) => widgets.map(({ key }) => key);
const getShown = () => queryAll(".o_crm_smarket_widget").map((element) => element.dataset.widget);
const row = (key, selector = "") => `.o_crm_smarket_arranged[data-key=${key}] ${selector}`;

defineMailModels();
beforeEach(() => mockDate("2026-03-17 09:00:00", 0));

/** Open the page as a user sees it who has arranged it like this. */
async function openArranged(layout) {
    patchWithCleanup(user, {
        get settings() {
            return { id: 1, general_information_layout: layout };
        },
    });
    onRpc("res.users.settings", "set_res_users_settings", ({ kwargs }) => {
        expect.step(kwargs.new_settings.general_information_layout);
        return {};
    });
    await openDashboard();
}

test("nothing chosen: as they come", () => {
    expect(getKeys(arrange(entries, false))).toEqual(["a", "b", "c"]);
});

test("chosen order, with what came since behind the one that it follows", () => {
    expect(getKeys(arrange(entries, { order: ["c", "a"] }))).toEqual(["c", "a", "b"]);
    expect(getKeys(arrange(entries, { order: ["c", "b"] }))).toEqual(["a", "c", "b"]);
});

test("a widget that has gone is forgotten, a hidden one is not", () => {
    const widgets = arrange(entries, { order: ["gone", "b", "a", "c"], hidden: ["a", "gone"] });
    expect(getKeys(widgets)).toEqual(["b", "a", "c"]);
    expect(getKeys(widgets.filter(({ isHidden }) => isHidden))).toEqual(["a"]);
});

test("the page as the user has arranged it, and only what is shown is asked for", async () => {
    await openArranged({
        order: ["week_events", "receipts_by_branch"],
        hidden: ["leading_managers", "leading_companies", "nearest_events"],
    });
    expect(getShown()).toEqual(["week_events", "receipts_by_branch", "shipment_dynamics"]);
});

test("move by keyboard, hide, and save", async () => {
    await openArranged(null);
    await click(".o_crm_smarket_arrange");
    await animationFrame();
    expect(row("receipts_by_branch", "[data-step='-1']")).not.toBeEnabled();
    await click(row("leading_managers", "[data-step='-1']"));
    await animationFrame();
    // It stands first now: the focus goes to the button that still works.
    expect(row("leading_managers", "[data-step='1']")).toBeFocused();
    expect("[role=dialog] [role=status]").toHaveText("Managers by Receipts: place 1 of 6");
    await click(row("week_events", ".o_crm_smarket_eye"));
    await click(".modal-footer .btn-primary");
    await animationFrame();
    expect(getShown().slice(0, 2)).toEqual(["leading_managers", "receipts_by_branch"]);
    expect(getShown()).toHaveLength(5);
    expect.verifySteps([
        {
            order: [
                "leading_managers",
                "receipts_by_branch",
                "leading_companies",
                "nearest_events",
                "shipment_dynamics",
                "week_events",
            ],
            hidden: ["week_events"],
        },
    ]);
});

test("nothing is kept of an arrangement that is discarded", async () => {
    await openArranged(null);
    await click(".o_crm_smarket_arrange");
    await animationFrame();
    await click(row("week_events", ".o_crm_smarket_eye"));
    await click(".modal-footer .btn-secondary");
    await animationFrame();
    expect(getShown()).toHaveLength(6);
    expect.verifySteps([]);
});

test("all hidden: the page says so, and reset brings all back", async () => {
    const keys = ["receipts_by_branch", "leading_managers", "leading_companies"];
    const others = ["nearest_events", "shipment_dynamics", "week_events"];
    await openArranged({ order: [], hidden: [...keys, ...others] });
    expect(".o_crm_smarket_nothing").toHaveText(/Everything is hidden/);
    await click(".o_crm_smarket_nothing button");
    await animationFrame();
    const labels = queryAll(".o_crm_smarket_eye").map((one) => one.getAttribute("aria-label"));
    expect(labels[0]).toBe("Show Receipts by Branch");
    await click(".modal-footer .btn-link");
    await animationFrame();
    expect(getShown()).toHaveLength(6);
    expect.verifySteps([false]);
});
