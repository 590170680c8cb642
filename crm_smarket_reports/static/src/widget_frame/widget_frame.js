import { Component, onMounted, onWillUnmount, useEffect, useRef, useState } from "@odoo/owl";

import { browser } from "@web/core/browser/browser";
import { getCurrency } from "@web/core/currency";
import { deserializeDateTime, formatDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { KeepLast } from "@web/core/utils/concurrency";
import { ErrorHandler } from "@web/core/utils/components";
import { useBus, useService } from "@web/core/utils/hooks";
import { url } from "@web/core/utils/urls";
import { user } from "@web/core/user";
import { useEventPulse } from "./event_pulse_hook";

/**
 * What each widget has around it: title, time of its figures, refresh, details, download, and
 * its states of loading, nothing to show, and failure, which never reach the rest of the page.
 *
 * The description of a widget, in the registry `crm_smarket_reports.widgets`:
 * - `title` {string}
 * - `Component` {Component} gets `data`, `name`, `open(name, domain)` and `reload(context)`
 * - `isEmpty` {(data) => boolean} whether there is nothing to show
 * - `size` {"small"|"tall"|"wide"} one row, two rows, or a line of the page
 * - `details` {string} an action with all figures behind it, optional
 * - `getDetailContext` {(data) => Object} core's keys of what the details show at first, such as `pivot_row_groupby`
 * - `hasMine` {boolean} has a switch between the company's and one's own
 * - `isLive` {boolean} follows changes of events while the page is looked at
 */
export class WidgetFrame extends Component {
    static template = "crm_smarket_reports.WidgetFrame";
    static components = { ErrorHandler };
    static props = {
        name: String,
        widget: Object,
        loader: Object,
    };

    setup() {
        this.action = useService("action");
        this.keepLast = new KeepLast();
        this.mineKey = `crm_smarket_reports.mine.${this.props.name}`;
        this.state = useState({
            data: null,
            isEmpty: false,
            error: "",
            isLoading: false,
            isMine: Boolean(browser.localStorage.getItem(this.mineKey)),
        });
        this.isGone = false;
        onWillUnmount(() => (this.isGone = true));
        useBus(this.props.loader.bus, "refresh", () => this.load());
        if (this.props.widget.isLive) {
            useEventPulse(() => this.load());
        }
        // As high while it loads as it was the last time, so that nothing below it moves.
        const root = useRef("root");
        const heightKey = `crm_smarket_reports.height.${this.props.name}`;
        this.height = Number(browser.localStorage.getItem(heightKey));
        useEffect(
            (data) => {
                if (data) {
                    browser.localStorage.setItem(heightKey, root.el.offsetHeight);
                }
            },
            () => [this.state.data]
        );
        // Once the frame stands, so that a widget that breaks on its figures breaks within it.
        onMounted(() => this.load());
    }

    get asOf() {
        const time = this.state.data?.as_of;
        return time ? formatDateTime(deserializeDateTime(time), { format: "HH:mm" }) : "";
    }

    /** The symbol of the currency of all amounts, where there are any. */
    get currency() {
        return getCurrency(this.state.data?.currency_id)?.symbol;
    }

    get downloadUrl() {
        return url(`/crm_smarket/dashboard/${this.props.name}.xlsx`, {
            companies: user.context.allowed_company_ids.join(","),
            mine: this.state.isMine ? 1 : null,
        });
    }

    /** @param {Object} [context] what the widget adds to the context of its request */
    async load(context = {}) {
        this.state.isLoading = true;
        const mine = this.state.isMine ? { smarket_mine: true } : {};
        let data;
        try {
            data = await this.keepLast.add(
                this.props.loader.load(this.props.name, { ...mine, ...context })
            );
        } catch {
            data = { error: _t("The server could not be reached.") };
        }
        if (!this.isGone) {
            const error = data.error || "";
            Object.assign(this.state, { data, error, isEmpty: false, isLoading: false });
            try {
                this.state.isEmpty = !error && this.props.widget.isEmpty?.(data);
            } catch (broken) {
                this.onBroken(broken);
            }
        }
    }

    toggleMine() {
        this.state.isMine = !this.state.isMine;
        if (this.state.isMine) {
            browser.localStorage.setItem(this.mineKey, "1");
        } else {
            browser.localStorage.removeItem(this.mineKey);
        }
        this.load();
    }

    onBroken(error) {
        this.state.error = _t("This part could not be shown.");
        browser.console.error(error);
    }

    /**
     * Open the facts behind a number.
     *
     * @param {string} name what they are, for the title
     * @param {Array} domain
     */
    open(name, domain) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            name,
            res_model: this.state.data.model,
            views: [
                [false, "list"],
                [false, "pivot"],
            ],
            domain,
        });
    }

    openDetails() {
        const additionalContext = this.props.widget.getDetailContext?.(this.state.data || {});
        return this.action.doAction(this.props.widget.details, { additionalContext });
    }
}
