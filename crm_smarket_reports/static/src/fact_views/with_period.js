import { useEffect } from "@odoo/owl";

import { router } from "@web/core/browser/router";
import { Domain } from "@web/core/domain";
import { FactControlPanel } from "./fact_control_panel";
import { getPeriodDomain, readPeriod } from "./period";

const DEFAULT = "search_default_period_months";
const KEPT = "crm_fact_period";

/**
 * Give a search model a period beside what is searched for.
 *
 * There is one where the action's context asks for it (`search_default_period_months`). It goes along from
 * view to view and through breadcrumbs, stands in the address, and is kept in favourites.
 */
function withPeriod(SearchModel) {
    return class extends SearchModel {
        async load(config) {
            const months = config.context?.[DEFAULT];
            const isReloaded = router.current.action === this.env.config.actionId;
            this.period =
                config.state?.period ||
                (months && ((isReloaded && readPeriod(router.current)) || { months, end: null })) ||
                null;
            return super.load(config);
        }

        /** @param {import("./period").Period} period */
        setPeriod(period) {
            this.period = period;
            return this._notify();
        }

        exportState() {
            return { ...super.exportState(), period: this.period };
        }

        toggleSearchItem(id) {
            const { type, context } = this.searchItems[id];
            if (type === "favorite" && this.period && context?.[KEPT]) {
                this.period = context[KEPT];
            }
            return super.toggleSearchItem(id);
        }

        _getDomain(params = {}) {
            let domain = super._getDomain({ ...params, raw: true });
            if (this.period && params.withGlobal !== false) {
                domain = Domain.and([domain, getPeriodDomain(this.period)]);
            }
            return params.raw ? domain : domain.toList(this.domainEvalContext);
        }

        _getIrFilterDescription() {
            const { preFavorite, irFilter } = super._getIrFilterDescription(...arguments);
            if (this.period) {
                const kept = { [KEPT]: this.period };
                preFavorite.context = { ...preFavorite.context, ...kept };
                irFilter.context = { ...irFilter.context, ...kept };
            }
            return { preFavorite, irFilter };
        }
    };
}

/** Let a controller write the period into the address, so that it is there after a reload. */
function withPeriodInAddress(Controller) {
    return class extends Controller {
        setup() {
            super.setup();
            const { searchModel } = this.env;
            useEffect(
                (period) => {
                    if (period) {
                        this.props.updateActionState?.({ ...period, end: period.end || undefined });
                    }
                },
                () => [searchModel.period]
            );
        }
    };
}

/**
 * @param {Object} view of core
 * @param {typeof import("@web/search/search_model").SearchModel} SearchModel of that view
 * @returns {Object} the same with a period above it
 */
export function withPeriodBar(view, SearchModel) {
    return {
        ...view,
        Controller: withPeriodInAddress(view.Controller),
        ControlPanel: FactControlPanel,
        SearchModel: withPeriod(SearchModel),
    };
}
