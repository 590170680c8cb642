import { Component, onMounted, onWillUnmount, useState } from "@odoo/owl";

import { browser } from "@web/core/browser/browser";
import { Dialog } from "@web/core/dialog/dialog";
import { formatInteger } from "@web/views/fields/formatters";
import { useService } from "@web/core/utils/hooks";

const EVERY = 1000;

/** How far a large workbook is, until it is there; who closes this before has it cancelled. */
export class WorkbookDialog extends Component {
    static template = "crm_smarket_reports.WorkbookDialog";
    static components = { Dialog };
    static props = {
        id: Number,
        url: String,
        onDone: Function,
        close: Function,
    };

    setup() {
        this.orm = useService("orm");
        this.state = useState({ state: "waiting", written: 0, count: 0, error: "" });
        onMounted(() => this.load());
        onWillUnmount(() => {
            this.isGone = true;
            browser.clearTimeout(this.timer);
            if (this.isOpen) {
                this.orm.silent.call("crm.workbook.job", "action_cancel", [this.props.id]);
            }
        });
    }

    get isOpen() {
        return ["waiting", "running"].includes(this.state.state);
    }

    get percent() {
        const { count, written } = this.state;
        return count ? Math.floor((100 * written) / count) : 0;
    }

    format(number) {
        return formatInteger(number);
    }

    async load() {
        try {
            const progress = await this.orm.silent.call("crm.workbook.job", "get_progress", [
                this.props.id,
            ]);
            Object.assign(this.state, progress);
        } catch {
            // The server could not be reached: it is asked again.
        }
        if (this.isGone) {
            return;
        }
        if (this.isOpen) {
            this.timer = browser.setTimeout(() => this.load(), EVERY);
        } else if (this.state.state === "done") {
            await this.props.onDone();
        }
    }
}
