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

    /** How many events of a day are planned and done; a click shows these and no others, one more all again. */
    getCounts(day) {
        return [
            { key: "planned", text: _t("%s planned", day.planned_count) },
            { key: "done", text: _t("%s done", day.done_count) },
        ];
    }

    /** @param {string} [counted] "planned" or "done": these alone */
    showWhole(day, counted) {
        const isShown = counted && day.counted === counted;
        const context = { smarket_whole_day: day.date, smarket_counted: counted };
        return this.props.reload(isShown ? {} : context);
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
