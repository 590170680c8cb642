import { Component } from "@odoo/owl";

import { planProps } from "./plan_props";
import { describeBar } from "./plan_text";

/**
 * All stages of a diagram as sentences, for screen readers.
 *
 * A component of its own, so that scrolling the diagram does not write it anew.
 */
export class PlanList extends Component {
    static template = "crm_smarket.PlanList";
    static props = { bars: planProps.bars, now: planProps.now, origin: planProps.origin };

    describe(bar) {
        const { now, origin } = this.props;
        return describeBar(bar, { now, origin });
    }
}
