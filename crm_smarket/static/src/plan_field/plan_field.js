import { Component } from "@odoo/owl";

import { registry } from "@web/core/registry";
import { exprToBoolean } from "@web/core/utils/strings";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

import { useStageDialog } from "../stage_dialog/stage_dialog_hook";
import { useOutlook } from "./outlook_hook";
import {
    keyOf,
    linksOf,
    ORIGIN,
    projectBar,
    projectChanges,
    templateBar,
    templateChanges,
} from "./plan_data";
import { usePlanDiagram } from "./plan_loader";
import { useTemplateClosedTime } from "./template_closed_time_hook";

const { DateTime } = luxon;

/**
 * The diagram below the list of stages in a form.
 *
 * It draws the records of that list as they are in the form's memory, so what a
 * change moves is seen before it is saved, and a bar that is moved is an edit of
 * its record like any other: the form is dirty, and can be discarded.
 *
 *     <widget name="smarket_plan_diagram" field="project_stage_ids"/>
 *     <widget name="smarket_plan_diagram" field="stage_ids" relative="1"/>
 */
export class PlanField extends Component {
    static template = "crm_smarket.PlanField";
    static props = {
        ...standardWidgetProps,
        field: String,
        relative: { type: Boolean, optional: true },
    };
    static defaultProps = { relative: false };

    setup() {
        const { field, relative } = this.props;
        this.openStage = useStageDialog();
        this.loaded = usePlanDiagram(() => this.list.records.length > 0);
        this.outlook = relative ? useTemplateClosedTime(field) : useOutlook(field, "root");
    }

    get list() {
        return this.props.record.data[this.props.field];
    }

    get hiddenCount() {
        return this.list.count - this.list.records.length;
    }

    get diagramProps() {
        const { field, readonly, record, relative } = this.props;
        const { records } = this.list;
        return {
            bars: records.map((stage) => this.toBar(stage)),
            links: linksOf(records),
            closed: this.outlook.closed,
            now: relative ? null : DateTime.local(),
            origin: relative ? ORIGIN : null,
            relative,
            readonly,
            onOpen: (key) => this.openStage(record, field, this.findStage(key).id),
            onMove: (key, dates) => this.move(key, dates),
        };
    }

    toBar(record) {
        const { readonly, relative } = this.props;
        const bar = relative ? templateBar(record, !readonly) : projectBar(record, !readonly);
        return { ...bar, critical: Boolean(this.outlook.critical?.has(bar.id)) };
    }

    showAll() {
        return this.list.load({ limit: this.list.count, offset: 0 });
    }

    findStage(key) {
        return this.list.records.find((record) => keyOf(record) === key);
    }

    async move(key, dates) {
        const isFree = await this.list.leaveEditMode();
        const record = this.findStage(key);
        if (!isFree || !record) {
            return; // a line with an invalid value, or a new one given up by leaving it
        }
        const bar = this.toBar(record);
        const changes = this.props.relative
            ? templateChanges(record, bar, dates, this.outlook.closed)
            : projectChanges(bar, dates);
        if (Object.keys(changes).length) {
            await record.update(changes);
        }
    }
}

export const planField = {
    component: PlanField,
    extractProps: ({ attrs }) => ({
        field: attrs.field,
        relative: exprToBoolean(attrs.relative || ""),
    }),
};

registry.category("view_widgets").add("smarket_plan_diagram", planField);
