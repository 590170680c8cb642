import { Component, useState } from "@odoo/owl";

import { deserializeDateTime, toLocaleDateTimeString } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/**
 * The way of one or more sale orders to the customer, with one button for what is next.
 *
 *     <field name="fulfilment_panel" widget="fulfilment_panel" options="{'show_order': True}"/>
 */
export class FulfilmentPanelField extends Component {
    static template = "crm_smarket_stock.FulfilmentPanelField";
    static props = { ...standardFieldProps, showOrder: { type: Boolean, optional: true } };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ busy: false });
    }

    get orders() {
        return (this.props.record.data[this.props.name] || []).map((order) => {
            const current = order.branch ? -1 : order.steps.findIndex((step) => !step.done);
            return {
                ...order,
                steps: order.steps.map((step, index) => ({
                    ...step,
                    current: index === current,
                    when: step.date && toLocaleDateTimeString(deserializeDateTime(step.date)),
                })),
            };
        });
    }

    /** @returns {string} for example "Packed: Nov 4, 9:00 AM, Anna" */
    describe(step) {
        if (!step.done) {
            return step.current ? _t("%s: next", step.label) : _t("%s: not yet", step.label);
        }
        return [`${step.label}: ${step.when || _t("done")}`, step.user].filter(Boolean).join(", ");
    }

    /** Do what is next, as the server agrees. */
    goOn(order) {
        return this.call(order, "action_fulfilment_next", order.next.action);
    }

    keepReservation(order) {
        return this.call(order, "action_keep_reservation");
    }

    /** Call a method of the order, then show how the order stands. */
    async call(order, method, ...args) {
        const { record } = this.props;
        this.state.busy = true;
        try {
            if (await record.save()) {
                const result = await this.orm.call("sale.order", method, [order.id, ...args]);
                if (result?.type) {
                    await this.action.doAction(result, { onClose: () => record.load() });
                }
                await record.load();
            }
        } finally {
            this.state.busy = false;
        }
    }

    open(model, id) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: model,
            res_id: id,
            views: [[false, "form"]],
        });
    }
}

export const fulfilmentPanelField = {
    component: FulfilmentPanelField,
    displayName: _t("Fulfilment"),
    supportedTypes: ["json"],
    supportedOptions: [{ label: _t("Show the order"), name: "show_order", type: "boolean" }],
    extractProps: ({ options }) => ({ showOrder: Boolean(options.show_order) }),
};

registry.category("fields").add("fulfilment_panel", fulfilmentPanelField);
