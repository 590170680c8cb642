import { Component } from "@odoo/owl";

import { deserializeDate, today } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { widgetProps } from "../widget_props";

/** Ten meetings, calls and activities that are going on or come next. */
export class NearestEvents extends Component {
    static template = "crm_smarket_reports.NearestEvents";
    static props = widgetProps;

    setup() {
        this.action = useService("action");
    }

    getMoment(event) {
        const day = deserializeDate(event.day);
        const name = day.hasSame(today(), "day") ? _t("Today") : day.toFormat("ccc d LLL");
        return [name, event.time].filter(Boolean).join(" ");
    }

    getTitle(event) {
        return [event.kind, event.name, event.customer, event.stage, event.person]
            .filter(Boolean)
            .join(" · ");
    }

    getContext(event) {
        return [event.customer, event.stage].filter(Boolean).join(" · ");
    }

    openRecord(event) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: event.model,
            res_id: event.id,
            views: [[false, "form"]],
        });
    }
}

registry.category("crm_smarket_reports.widgets").add(
    "nearest_events",
    {
        title: _t("Nearest Events"),
        Component: NearestEvents,
        size: "tall",
        hasMine: true,
        isLive: true,
        isEmpty: (data) => !data.events.length,
    },
    { sequence: 40 }
);
