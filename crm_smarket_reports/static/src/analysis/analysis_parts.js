import { Component } from "@odoo/owl";

/** What a figure is made of, such as a cost per lead: each part opens its documents. */
export class AnalysisParts extends Component {
    static template = "crm_smarket_reports.AnalysisParts";
    static props = {
        title: String,
        help: { type: String, optional: true },
        parts: {
            type: Array,
            element: {
                type: Object,
                shape: { key: String, label: String, text: String, cell: Object },
            },
        },
        open: Function,
        close: Function,
    };

    open(cell) {
        this.props.close();
        this.props.open(cell);
    }
}
