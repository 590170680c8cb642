import { Component, onWillStart, useEffect, useRef } from "@odoo/owl";

import { loadBundle } from "@web/core/assets";
import { cookie } from "@web/core/browser/cookie";
import { formatCurrency } from "@web/core/currency";
import { deserializeDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { describeTarget } from "../../target/target";
import { widgetProps } from "../widget_props";
import { getChartConfig } from "./shipment_chart";

/** Twelve months of shipments and their cost as bars, the margin as a line. */
export class ShipmentDynamics extends Component {
    static template = "crm_smarket_reports.ShipmentDynamics";
    static props = widgetProps;

    setup() {
        this.canvas = useRef("canvas");
        onWillStart(() => loadBundle("web.chartjs_lib"));
        useEffect(
            (data) => {
                const labels = {
                    amount: _t("Shipped"),
                    cost: _t("Cost"),
                    margin: _t("Margin"),
                    target: _t("Target"),
                    margin_target: _t("Margin target"),
                };
                const { color } = getComputedStyle(this.canvas.el);
                const config = getChartConfig(
                    data,
                    labels,
                    color,
                    cookie.get("color_scheme"),
                    (row) => this.openFacts(row)
                );
                const chart = new Chart(this.canvas.el, config);
                return () => chart.destroy();
            },
            () => [this.props.data]
        );
    }

    getMonth(row) {
        return deserializeDate(row.start).toFormat("LLLL yyyy");
    }

    /** What a screen reader says of a month. */
    getLabel(row) {
        const currencyId = this.props.data.currency_id;
        const label = `${this.getMonth(row)}: ${formatCurrency(row.amount, currencyId)}`;
        return row.target ? `${label}. ${describeTarget(row.target, currencyId)}` : label;
    }

    openFacts(row) {
        return this.props.open(this.getMonth(row), row.domain);
    }
}

registry.category("crm_smarket_reports.widgets").add(
    "shipment_dynamics",
    {
        title: _t("Shipment Dynamics"),
        Component: ShipmentDynamics,
        size: "small",
        details: "crm_smarket_reports.crm_shipment_fact_action",
        isEmpty: (data) =>
            data.rows.every((row) => data.measures.every((measure) => !row[measure])),
    },
    { sequence: 50 }
);
