import { Component } from "@odoo/owl";

import { Dialog } from "@web/core/dialog/dialog";
import { deserializeDateTime, toLocaleDateTimeString } from "@web/core/l10n/dates";

/** Shows what moving a stage moves besides, to keep or to discard. */
export class SmarketPlanMoveDialog extends Component {
    static template = "crm_smarket.SmarketPlanMoveDialog";
    static components = { Dialog };
    static props = {
        moved: {
            type: Array,
            element: {
                type: Object,
                shape: {
                    id: Number,
                    name: String,
                    lead: String,
                    old_start: [String, Boolean],
                    old_end: [String, Boolean],
                    date_start: [String, Boolean],
                    date_end: [String, Boolean],
                },
            },
        },
        words: { type: Array, element: String },
        keep: Function,
        close: Function,
    };

    /** @returns {string} a UTC text of the server in the user's zone and words */
    format(value) {
        return value ? toLocaleDateTimeString(deserializeDateTime(value)) : "";
    }

    async onKeep() {
        await this.props.keep();
        this.props.close();
    }
}
