import { Component, onMounted, onWillUnmount, useRef, useState } from "@odoo/owl";

import { FunnelDiagram } from "./funnel_diagram";
import { shareWidth } from "./funnel_layout";

const GAP = 32;

/** Funnels side by side, in one scale, below each other where there is no room. */
export class SmarketFunnelRenderer extends Component {
    static template = "crm_smarket_reports.SmarketFunnelRenderer";
    static components = { FunnelDiagram };
    static props = { data: Object, openRecords: Function };

    gap = GAP;

    setup() {
        this.rootRef = useRef("root");
        this.state = useState({ width: 0 });
        const observer = new ResizeObserver(([{ contentRect }]) => {
            this.state.width = Math.floor(contentRect.width);
        });
        onMounted(() => observer.observe(this.rootRef.el));
        onWillUnmount(() => observer.disconnect());
    }

    get width() {
        return shareWidth(this.props.data.funnels.length, this.state.width, GAP);
    }

    get max() {
        const levels = this.props.data.funnels.flatMap((funnel) => funnel.levels);
        return Math.max(...levels.map(({ value }) => value), 0);
    }
}
