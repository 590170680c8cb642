import { Component, useEffect, useRef, useState } from "@odoo/owl";

import { Dialog } from "@web/core/dialog/dialog";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useSortable } from "@web/core/utils/sortable_owl";
import { getLayout } from "../dashboard/arrangement";

/** Lets a user put the widgets in order and hide some: by pointer, by keyboard, and on a phone. */
export class ArrangeDialog extends Component {
    static template = "crm_smarket_reports.ArrangeDialog";
    static components = { Dialog };
    static props = {
        widgets: Array,
        save: Function,
        close: Function,
    };

    steps = [
        { by: -1, label: _t("Move up"), icon: "fa-arrow-up" },
        { by: 1, label: _t("Move down"), icon: "fa-arrow-down" },
    ];

    setup() {
        this.list = useRef("list");
        this.state = useState({
            widgets: this.props.widgets.map((widget) => ({ ...widget })),
            moved: null,
        });
        useSortable({
            ref: this.list,
            elements: ".o_crm_smarket_arranged",
            handle: ".o_crm_smarket_handle",
            cursor: "grabbing",
            onDrop: ({ element, previous }) =>
                this.drop(element.dataset.key, previous?.dataset.key),
        });
        // A row that moves loses the focus of its button, and the next press would go nowhere.
        useEffect(
            (moved) => moved && this.focus(moved),
            () => [this.state.moved]
        );
    }

    /** What a screen reader hears of the last move. */
    get told() {
        const { widgets, moved } = this.state;
        const index = widgets.findIndex(({ key }) => key === moved?.key);
        return index < 0
            ? ""
            : _t("%(name)s: place %(place)s of %(count)s", {
                  name: widgets[index].widget.title,
                  place: index + 1,
                  count: widgets.length,
              });
    }

    focus({ key, step }) {
        const row = this.list.el.querySelector(`[data-key="${key}"]`);
        const [wanted, other] = [step, -step].map((one) =>
            row.querySelector(`[data-step="${one}"]`)
        );
        (wanted.disabled ? other : wanted).focus();
    }

    move(index, step) {
        const [widget] = this.state.widgets.splice(index, 1);
        this.state.widgets.splice(index + step, 0, widget);
        this.state.moved = { key: widget.key, step };
    }

    drop(key, previousKey) {
        const { widgets } = this.state;
        const [widget] = widgets.splice(
            widgets.findIndex((one) => one.key === key),
            1
        );
        widgets.splice(widgets.findIndex((one) => one.key === previousKey) + 1, 0, widget);
    }

    getEyeLabel({ widget, isHidden }) {
        return isHidden ? _t("Show %s", widget.title) : _t("Hide %s", widget.title);
    }

    save() {
        this.props.save(getLayout(this.state.widgets));
        this.props.close();
    }

    reset() {
        this.props.save(false);
        this.props.close();
    }
}

registry.category("lazy_components").add("crm_smarket_reports.ArrangeDialog", ArrangeDialog);
