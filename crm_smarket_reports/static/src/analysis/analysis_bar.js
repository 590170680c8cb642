import { Component, useState } from "@odoo/owl";

import { DateTimeInput } from "@web/core/datetime/datetime_input";
import { deserializeDate, formatDate, serializeDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { MultiRecordSelector } from "@web/core/record_selectors/multi_record_selector";
import { changeDimension, changeFilter, changeKind, movePeriod } from "./analysis_options";
import { TextSelector } from "./text_selector";

/** What can be chosen of an analysis: period, comparison, dimension, measure, reading and filters. */
export class AnalysisBar extends Component {
    static template = "crm_smarket_reports.AnalysisBar";
    static components = { DateTimeInput, MultiRecordSelector, TextSelector };
    static props = {
        options: Object,
        choices: Object,
        periods: Object,
        change: Function,
    };

    kinds = [
        ["month", _t("Month")],
        ["quarter", _t("Quarter")],
        ["year", _t("Year")],
        ["12months", _t("12 months")],
        ["custom", _t("Any days")],
    ];
    allComparisons = [
        ["", _t("Not compared")],
        ["previous", _t("With the period before")],
        ["year_ago", _t("With a year ago")],
    ];

    setup() {
        // A filter that was asked for stays open while nothing is chosen in it.
        this.state = useState({ opened: [] });
    }

    get comparisons() {
        return this.allComparisons.slice(this.props.choices.must_compare ? 1 : 0);
    }

    /** The choices of one kind among equals, as `[key, label]`. */
    get lists() {
        const { choices, options } = this.props;
        return [
            ["measure", _t("Measure"), choices.measures],
            ["reading", _t("Reading"), choices.readings],
            ["dimension", _t("Rows"), choices.dimensions],
        ]
            .filter(([, , list]) => list.length > 1)
            .map(([key, label, list]) => ({ key, label, list, value: options[key] }));
    }

    get filters() {
        const { choices, options } = this.props;
        return choices.filters.filter(
            ({ key }) => options.filters[key]?.length || this.state.opened.includes(key)
        );
    }

    get otherFilters() {
        return this.props.choices.filters.filter((filter) => !this.filters.includes(filter));
    }

    get isPresent() {
        return this.props.options.period.offset === 0;
    }

    getDay(name) {
        return deserializeDate(this.props.options.period[name]);
    }

    describe({ start, end }) {
        return `${formatDate(deserializeDate(start))} – ${formatDate(deserializeDate(end))}`;
    }

    setKind(kind) {
        this.props.change(changeKind(this.props.options, kind));
    }

    move(steps) {
        this.props.change(movePeriod(this.props.options, steps));
    }

    setDay(name, day) {
        if (!day) {
            return;
        }
        const { kind, start, end } = this.props.options.period;
        const period = { kind, start, end, [name]: serializeDate(day) };
        if (period.end < period.start) {
            period[name === "start" ? "end" : "start"] = period[name];
        }
        this.props.change({ period });
    }

    choose(key, value) {
        this.props.change(
            key === "dimension" ? changeDimension(this.props.options, value) : { [key]: value }
        );
    }

    addFilter(ev) {
        this.state.opened.push(ev.target.value);
        ev.target.value = "";
    }

    setFilter(key, ids) {
        this.props.change(changeFilter(this.props.options, key, ids));
    }

    dropFilter(key) {
        this.state.opened = this.state.opened.filter((one) => one !== key);
        if (this.props.options.filters[key]?.length) {
            this.setFilter(key, []);
        }
    }
}
