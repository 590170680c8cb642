import { Component, useState } from "@odoo/owl";

import { MultiRecordSelector } from "@web/core/record_selectors/multi_record_selector";
import { TextSelector } from "../analysis/text_selector";
import { CHOICES } from "./customer_choice";

const NAMED = 10; // customers that are shown by their names

/** Whose history is shown. */
export class CustomerBar extends Component {
    static template = "crm_smarket_reports.CustomerBar";
    static components = { MultiRecordSelector, TextSelector };
    static props = { choice: Object, choose: Function };

    setup() {
        // What was asked for stays open while nothing is chosen in it.
        this.state = useState({ opened: [] });
    }

    get shown() {
        const { choice } = this.props;
        const isShown = ({ key }) => choice[key]?.length || this.state.opened.includes(key);
        const shown = CHOICES.filter(isShown);
        return shown.length ? shown : CHOICES.slice(0, 1);
    }

    get others() {
        return CHOICES.filter((one) => !this.shown.includes(one));
    }

    getIds({ key }) {
        return this.props.choice[key] || [];
    }

    isNamed(one) {
        return this.getIds(one).length <= NAMED;
    }

    open(ev) {
        this.state.opened.push(ev.target.value);
        ev.target.value = "";
    }

    drop(key) {
        this.state.opened = this.state.opened.filter((one) => one !== key);
        if (this.props.choice[key]?.length) {
            this.props.choose(key, []);
        }
    }
}
