import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { expect, test } from "@odoo/hoot";
import { advanceTime, animationFrame } from "@odoo/hoot-mock";

import { openDashboard } from "./dashboard_mock";

defineMailModels();

const PROGRESS = ".o_crm_smarket_progress";

/** Open the page while the server gives these answers, one after the other. */
async function openWhile(...answers) {
    const getProgress = () => {
        const answer = answers.shift();
        if (answer instanceof Error) {
            throw answer;
        }
        return answer;
    };
    await openDashboard({}, (keys) => expect.step(keys.length), { getProgress });
    expect.verifySteps([6]);
}

async function wait() {
    await advanceTime(5000);
    await animationFrame();
}

test("it moves by itself; at its end it goes, and the figures are asked for anew", async () => {
    await openWhile({ percent: 40, is_stuck: false }, { percent: 70, is_stuck: false }, false);
    expect(PROGRESS).toHaveText(/Reading the past: 40 %/);
    await wait();
    expect(PROGRESS).toHaveText(/70 %/);
    expect(`${PROGRESS} [role=progressbar]`).toHaveAttribute("aria-valuenow", "70");
    expect.verifySteps([]);
    await wait();
    expect(PROGRESS).toHaveCount(0);
    expect.verifySteps([6]);
    await wait(); // and nobody is asked any more
});

test("one that does not go on says so", async () => {
    await openWhile({ percent: 40, is_stuck: true });
    expect(`${PROGRESS} .o_crm_smarket_stuck`).toHaveText(/does not go on/);
});

test("a server that does not answer is asked again", async () => {
    await openWhile({ percent: 40, is_stuck: false }, new Error("down"), {
        percent: 50,
        is_stuck: false,
    });
    await wait();
    expect(PROGRESS).toHaveText(/40 %/);
    expect(PROGRESS).toHaveText(/could not be reached/);
    await wait();
    expect(PROGRESS).toHaveText(/50 %/);
});

test("where all is there nothing is said, nor asked for again", async () => {
    await openWhile(false);
    expect(PROGRESS).toHaveCount(0);
    await wait();
});
