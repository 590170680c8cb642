import { Component } from "@odoo/owl";

import { deserializeDate, today } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { getEventTitle, useOpenEvent } from "../event_hook";
import { widgetProps } from "../widget_props";

/** Ten meetings, calls and activities that are going on or come next. */
export class NearestEvents extends Component {
    static template = "crm_smarket_reports.NearestEvents";
    static props = widgetProps;

    setup() {
        this.getTitle = getEventTitle;
        this.openRecord = useOpenEvent();
    }

    getMoment(event) {
        const day = deserializeDate(event.day);
        const name = day.hasSame(today(), "day") ? _t("Today") : day.toFormat("ccc d LLL");
        return [name, event.time].filter(Boolean).join(" ");
    }

    getContext(event) {
        return [event.customer, event.stage].filter(Boolean).join(" · ");
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
