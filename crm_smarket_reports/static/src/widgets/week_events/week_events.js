import { Component } from "@odoo/owl";

import { deserializeDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { getEventTitle, useOpenEvent } from "../event_hook";
import { widgetProps } from "../widget_props";

/** The working days of this week with what was planned for each and what was done. */
export class WeekEvents extends Component {
    static template = "crm_smarket_reports.WeekEvents";
    static props = widgetProps;

    setup() {
        this.getTitle = getEventTitle;
        this.openRecord = useOpenEvent();
    }

    getDayName(day) {
        return deserializeDate(day.date).toFormat("ccc d LLL");
    }

    getIcon(event) {
        return event.is_done ? "fa-check-circle text-success" : "fa-circle-o text-muted";
    }

    showAll(day) {
        return this.props.reload({ smarket_whole_day: day.date });
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
