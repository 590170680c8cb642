import { Component } from "@odoo/owl";

import { deserializeDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { widgetProps } from "../widget_props";

/** The working days of this week with what was planned for each and what was done. */
export class WeekEvents extends Component {
    static template = "crm_smarket_reports.WeekEvents";
    static props = widgetProps;

    setup() {
        this.action = useService("action");
    }

    getDayName(day) {
        return deserializeDate(day.date).toFormat("ccc d LLL");
    }

    getTitle(event) {
        return [event.kind, event.name, event.customer, event.stage, event.person]
            .filter(Boolean)
            .join(" · ");
    }

    getIcon(event) {
        return event.is_done ? "fa-check-circle text-success" : "fa-circle-o text-muted";
    }

    showAll(day) {
        return this.props.reload({ smarket_whole_day: day.date });
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
    "week_events",
    {
        title: _t("This Week's Events"),
        Component: WeekEvents,
        size: "wide",
        hasMine: true,
        isEmpty: (data) => !data.days.length,
    },
    { sequence: 60 }
);
