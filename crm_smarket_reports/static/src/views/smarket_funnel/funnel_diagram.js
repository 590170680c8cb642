import { Component } from "@odoo/owl";

import { formatCurrency } from "@web/core/currency";
import { _t } from "@web/core/l10n/translation";
import { formatFloat } from "@web/core/utils/numbers";
import { fitText, layoutFunnel } from "./funnel_layout";

const NAME_SIZE = 14;
const SMALL_SIZE = 12;

function formatShare(share) {
    return `${Math.round((share || 0) * 100)} %`;
}

/** One funnel as SVG; each bar and each loss can be reached by keyboard and opens what it counts. */
export class FunnelDiagram extends Component {
    static template = "crm_smarket_reports.FunnelDiagram";
    static props = {
        funnel: Object,
        few: Number,
        currencyId: [Number, Boolean],
        width: Number,
        max: Number,
        openRecords: Function,
    };

    get titles() {
        return [this.props.funnel.group, this.props.funnel.variant].filter(Boolean);
    }

    get layout() {
        const { funnel, width, max } = this.props;
        const layout = layoutFunnel({
            levels: funnel.levels,
            width,
            max,
            titles: this.titles.length,
        });
        return {
            ...layout,
            rows: layout.rows.map((row, index) =>
                this.describe(row, funnel.levels[index], index === layout.rows.length - 1)
            ),
        };
    }

    /** Add the texts of a level to where they stand. */
    describe(row, level, isLast) {
        const isPassage = "passed" in level;
        const value = this.format(level.value, true);
        const share = formatShare(level.share);
        const flags = isPassage ? this.getFlags(level) : "";
        // where the way ends, as in "Won", nobody goes on
        const isEnd = isLast && level.value === level.passed;
        return {
            ...row,
            level,
            nameText: fitText(level.name, row.name.width, NAME_SIZE),
            valueText: isPassage ? value : `${value} · ${share}`,
            flagsText: flags && row.flags ? fitText(flags, row.flags.width, SMALL_SIZE) : "",
            stepText: isPassage ? this.getStep(level, isEnd ? "" : share, !row.flags && flags) : "",
            lostText: level.failed ? _t("%s lost", this.format(level.failed, true)).toString() : "",
            hint: this.getHint(level, isPassage, share, flags),
            isFew: isPassage && level.cases < this.props.few,
        };
    }

    getFlags({ skipped, revisited }) {
        const flags = [
            skipped && _t("%s skipped", skipped),
            revisited && _t("%s came back", revisited),
        ];
        return flags.filter(Boolean).join(" · ");
    }

    getStep({ share, median }, percent, flags) {
        const parts = [
            share === null || !percent ? "" : _t("%s went on", percent),
            median === null ? "" : _t("%s days", formatFloat(median, { digits: [16, 1] })),
            flags,
        ];
        return parts.filter(Boolean).join(" · ");
    }

    /** All that is known of a level, in full. */
    getHint(level, isPassage, share, flags) {
        const lines = [`${level.name}: ${this.format(level.value)}`];
        if (isPassage) {
            const { passed, open, failed, interval, percentile80, cases } = level;
            lines.push(
                _t("Went on: %s", this.format(passed)),
                _t("Still there: %s", this.format(open)),
                _t("Lost there: %s", this.format(failed))
            );
            if (interval) {
                const [low, high] = interval.map(formatShare);
                lines.push(
                    _t("By %(count)s cases the share is likely between %(low)s and %(high)s", {
                        count: cases,
                        low,
                        high,
                    })
                );
            }
            if (percentile80 !== null) {
                const days = formatFloat(percentile80, { digits: [16, 1] });
                lines.push(_t("Four out of five went on within %s days", days));
            }
            if (cases < this.props.few) {
                lines.push(_t("Too few cases to rely on"));
            }
        } else {
            lines.push(share);
        }
        return [...lines, flags].filter(Boolean).join("\n");
    }

    format(value, isShort = false) {
        const { currencyId } = this.props;
        if (currencyId) {
            const isLong = isShort && value >= 1000;
            return formatCurrency(value, currencyId, {
                humanReadable: isLong,
                digits: isShort ? [69, isLong ? 1 : 0] : undefined,
            });
        }
        return formatFloat(value, { digits: [16, Number.isInteger(value) ? 0 : 2] });
    }

    get label() {
        return this.titles.join(", ") || _t("Funnel").toString();
    }

    /** What the list of records shows depends on the kind of passages. */
    get context() {
        const { kind } = this.props.funnel;
        return kind ? { passage_kind: kind } : {};
    }

    open({ level }) {
        if (level.domain) {
            const { model } = this.props.funnel;
            this.props.openRecords(level.name, model, level.domain, this.context);
        }
    }

    openLost({ level }) {
        const name = _t("Lost: %s", level.name).toString();
        this.props.openRecords(name, this.props.funnel.model, level.failed_domain, {
            ...this.context,
            group_by: ["lost_reason_id"],
        });
    }

    /** Enter and the space bar do what a click does; arrows go to the next part. */
    onKeydown(ev, act) {
        if (["Enter", " "].includes(ev.key)) {
            ev.preventDefault();
            act();
        } else if (["ArrowDown", "ArrowUp"].includes(ev.key)) {
            ev.preventDefault();
            const parts = [...ev.currentTarget.ownerSVGElement.querySelectorAll("[tabindex]")];
            const step = ev.key === "ArrowDown" ? 1 : -1;
            parts[parts.indexOf(ev.currentTarget) + step]?.focus();
        }
    }
}
