import { Component, onWillStart, onWillUnmount, useState } from "@odoo/owl";

import { browser } from "@web/core/browser/browser";
import { useService } from "@web/core/utils/hooks";

const EVERY = 5000;

/** How far the past is read, while it is: it moves by itself, and goes when all is there. */
export class FillProgress extends Component {
    static template = "crm_smarket_reports.FillProgress";
    static props = {
        onDone: Function,
    };

    setup() {
        this.orm = useService("orm");
        this.state = useState({ progress: false });
        this.isGone = false;
        onWillStart(() => {
            this.load(); // not awaited: the page does not wait for it
        });
        onWillUnmount(() => {
            this.isGone = true;
            browser.clearTimeout(this.timer);
        });
    }

    async load() {
        let { progress } = this.state;
        try {
            progress = await this.orm.silent.call("crm.fact.run", "get_progress", []);
        } catch {
            progress &&= { ...progress, isUnknown: true };
        }
        if (this.isGone) {
            return;
        }
        if (this.state.progress && !progress) {
            this.props.onDone();
        }
        this.state.progress = progress;
        if (progress) {
            this.timer = browser.setTimeout(() => this.load(), EVERY);
        }
    }
}
