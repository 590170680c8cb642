import { Component } from "@odoo/owl";

import { _t } from "@web/core/l10n/translation";

/** Zoom, today, print and the legend above a stage diagram. */
export class PlanToolbar extends Component {
    static template = "crm_smarket.PlanToolbar";
    static props = {
        zoom: String,
        relative: { type: Boolean, optional: true },
        onZoom: Function,
        onToday: { type: Function, optional: true },
        onPrint: Function,
    };

    zooms = [
        { id: "day", label: _t("Day") },
        { id: "week", label: _t("Week") },
        { id: "month", label: _t("Month") },
    ];
}
