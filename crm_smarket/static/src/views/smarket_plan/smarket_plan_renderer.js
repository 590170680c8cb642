import { Component } from "@odoo/owl";

import { _t } from "@web/core/l10n/translation";
import { useOwnedDialogs, useService } from "@web/core/utils/hooks";

import { PlanDiagram } from "../../plan_diagram/plan_diagram";
import { SmarketPlanMoveDialog } from "./smarket_plan_move_dialog";

const { DateTime } = luxon;

/** Draws the plan of a page of groups; a moved bar asks before anything is written. */
export class SmarketPlanRenderer extends Component {
    static template = "crm_smarket.SmarketPlanRenderer";
    static components = { PlanDiagram };
    static props = {
        model: Object,
        openStage: Function,
        openProject: Function,
    };

    setup() {
        this.addDialog = useOwnedDialogs();
        this.notification = useService("notification");
    }

    get diagramProps() {
        const { model } = this.props;
        const { bars, groups, links, isProject } = model.data;
        return {
            bars: bars.map(({ resId, ...bar }) => bar),
            groups: groups.map(({ resId, ...group }) => group),
            links,
            closed: model.closed,
            now: DateTime.local(),
            readonly: model.useSampleModel,
            scale: model.zoom,
            onScale: (zoom) => {
                model.zoom = zoom;
                model.notify();
            },
            onOpen: (id) => this.openStage(id),
            onOpenGroup: isProject ? (id) => this.openGroup(id) : undefined,
            onMove: (id, dates) => this.move(id, dates),
        };
    }

    get hiddenText() {
        const { hiddenCount } = this.props.model.data;
        return _t("%s more stages are not shown. Narrow the search to see them.", hiddenCount);
    }

    openStage(barId) {
        const bar = this.props.model.data.bars.find(({ id }) => id === barId);
        if (bar.resId) {
            this.props.openStage(bar.resId);
        }
    }

    openGroup(groupId) {
        const group = this.props.model.data.groups.find(({ id }) => id === groupId);
        if (group.resId) {
            this.props.openProject(group.resId);
        }
    }

    /** @returns {Promise} settled when the person has decided, so that the ghost stays until then */
    async move(barId, dates) {
        const { model } = this.props;
        const preview = await model.previewMove(barId, dates);
        if (!preview.moved.length) {
            this.notification.add(
                _t("Nothing moves: the rules of the plan lead to the same dates."),
                {
                    type: "info",
                }
            );
            return;
        }
        await new Promise((resolve) => {
            this.addDialog(
                SmarketPlanMoveDialog,
                {
                    moved: preview.moved,
                    words: preview.words,
                    keep: () => model.keepMove(preview),
                },
                { onClose: resolve }
            );
        });
    }
}
