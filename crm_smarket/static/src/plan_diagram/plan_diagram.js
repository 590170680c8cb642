import { Component, onPatched, onWillUpdateProps, useState } from "@odoo/owl";

import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { uniqueId } from "@web/core/utils/functions";

import { usePlanDrag } from "./plan_drag_hook";
import { usePlanFocus } from "./plan_focus_hook";
import { barBox, initialScroll, planRange } from "./plan_layout";
import { PlanList } from "./plan_list";
import { moveModes } from "./plan_move";
import { planProps } from "./plan_props";
import { toX } from "./plan_scale";
import { firstZoom, makeScene } from "./plan_scene";
import { usePlanScroll } from "./plan_scroll_hook";
import { describeBar, formatLateness, formatPeriod, STATES, tooltipInfo } from "./plan_text";
import { PlanToolbar } from "./plan_toolbar";

const NAMES_WIDTH = { small: 116, plain: 232, grouped: 300 };
const HEADER_HEIGHT = 48;
const PRINT_WIDTH = 1040;

/**
 * Stages as bars on a time axis, with their links, baseline and lateness.
 *
 * It knows nothing of records or the server: it draws what it is given and
 * says what a person did. Parents decide what a move means.
 */
export class PlanDiagram extends Component {
    static template = "crm_smarket.PlanDiagram";
    static components = { PlanList, PlanToolbar };
    static props = planProps;
    static defaultProps = { links: [], closed: [], groups: [], now: null, origin: null };

    setup() {
        this.uid = uniqueId("o_crm_smarket_plan_");
        this.headerHeight = HEADER_HEIGHT;
        this.state = useState({
            zoom: null,
            collapsed: new Set(),
            activeId: null,
            printing: false,
        });
        const getInset = () => this.namesWidth;
        const getScale = () => this.scene.scale;
        this.scroll = usePlanScroll("scroll", {
            getInset,
            getScale,
            getFirstScroll: (width) => this.firstScroll(width),
        });
        this.drag = usePlanDrag({
            scrollRef: this.scroll.ref,
            isEnabled: () => this.canMove,
            getInset,
            getScale,
            getBar: (barId) => this.props.bars.find((bar) => String(bar.id) === String(barId)),
            onMove: (...args) => this.props.onMove(...args),
        });
        this.focus = usePlanFocus({
            scroll: this.scroll,
            headerHeight: HEADER_HEIGHT,
            getRows: () => this.scene.rows,
            getBox: (row) => barBox(row.bar, row, this.scene.scale),
        });
        onWillUpdateProps(() => this.scroll.hold(0));
        onPatched(() => this.printIfAsked());
    }

    // ------------------------------------------------------------------
    // What the template reads
    // ------------------------------------------------------------------

    /** On a phone a finger scrolls; plans are changed in the stage's form there. */
    get canMove() {
        return !this.props.readonly && !this.env.isSmall && Boolean(this.props.onMove);
    }

    get namesWidth() {
        const { small, grouped, plain } = NAMES_WIDTH;
        return this.env.isSmall ? small : this.props.groups.length ? grouped : plain;
    }

    get origin() {
        return (this.props.relative && this.props.origin) || null;
    }

    get zoom() {
        return this.props.scale || this.state.zoom || this.suitableZoom;
    }

    /** Computes the picture; called by the template once per rendering. */
    makeScene() {
        const { bars, links, closed, groups, now } = this.props;
        const { printing, collapsed } = this.state;
        const { current } = this.drag.state;
        const width = (printing ? PRINT_WIDTH : this.scroll.state.width) - this.namesWidth;
        // Chosen once: a bar that moves must not change the zoom under a person's hand.
        this.suitableZoom ??= firstZoom(bars, width);
        const all = ({ width, rows }) => ({ first: 0, last: rows.length - 1, window: [0, width] });
        this.scene = makeScene(
            { bars, links, closed, groups, now, origin: this.origin, reach: current?.end },
            {
                width,
                zoom: this.zoom,
                fit: printing,
                collapsed,
                clip: printing ? all : this.scroll.clip,
            }
        );
        this.tabId = this.focus.getCurrent();
        return this.scene;
    }

    /** Where a bar that is being moved would go. */
    ghost(row) {
        const { current } = this.drag.state;
        if (current?.id !== row.bar.id) {
            return null;
        }
        const { start, end } = current;
        const box = barBox({ ...row.bar, start, end }, row, this.scene.scale);
        return { ...box, label: formatPeriod(start, end, this.origin) };
    }

    canResize(bar) {
        return this.canMove && moveModes(bar).includes("resize");
    }

    barClass({ bar, box }) {
        const modes = this.canMove ? moveModes(bar) : [];
        return {
            [`o_state_${bar.state}`]: true,
            o_late: bar.late,
            o_critical: bar.critical,
            o_milestone: box?.milestone,
            o_movable: modes.includes("move"),
            o_moving: this.drag.state.current?.id === bar.id,
        };
    }

    isActive({ from, to }) {
        return [from, to].includes(this.state.activeId);
    }

    stateIcon(bar) {
        return STATES[bar.state].icon;
    }

    describe(bar) {
        return describeBar(bar, { now: this.props.now, origin: this.origin });
    }

    tooltip(bar) {
        return tooltipInfo(bar, { now: this.props.now, origin: this.origin });
    }

    lateness(bar) {
        return formatLateness(bar, this.props.now);
    }

    foldLabel(group) {
        return _t("Stages of %s", group.name);
    }

    isToday(date) {
        const { now } = this.props;
        return Boolean(now) && this.zoom === "week" && date.hasSame(now, "day");
    }

    /** What a screen reader hears while a bar is moved by keyboard. */
    get announcement() {
        const { current } = this.drag.state;
        if (!current?.byKeyboard) {
            return "";
        }
        return _t("%(dates)s. Enter keeps the change, Escape discards it.", {
            dates: formatPeriod(current.start, current.end, this.origin),
        });
    }

    // ------------------------------------------------------------------
    // Handlers
    // ------------------------------------------------------------------

    firstScroll(width) {
        const { scale } = this.scene;
        const range = planRange(this.props.bars);
        return initialScroll(scale, this.props.now, range ? range.start : scale.start, width);
    }

    /** The page is printed once everything is drawn, and goes back to its window after. */
    printIfAsked() {
        if (this.state.printing) {
            document.body.classList.add("o_crm_smarket_plan_printing");
            window.print();
            document.body.classList.remove("o_crm_smarket_plan_printing");
            this.state.printing = false;
            this.scroll.restart();
        }
    }

    onPrint() {
        this.state.printing = true;
    }

    /** Today stays where it is when it is seen, else the middle of the view does. */
    onZoom(zoom) {
        this.scroll.hold(this.scroll.partOf(this.scene.now) ?? 0.5);
        this.state.zoom = zoom;
        this.props.onScale?.(zoom);
    }

    onToggleGroup(groupId) {
        const collapsed = new Set(this.state.collapsed);
        if (!collapsed.delete(groupId)) {
            collapsed.add(groupId);
        }
        this.state.collapsed = collapsed;
    }

    get areAllFolded() {
        return this.props.groups.every(({ id }) => this.state.collapsed.has(id));
    }

    onToggleAllGroups() {
        const ids = this.areAllFolded ? [] : this.props.groups.map(({ id }) => id);
        this.state.collapsed = new Set(ids);
    }

    onBarClick(bar) {
        if (!this.drag.takeClick()) {
            this.props.onOpen?.(bar.id);
        }
    }

    onBarKeydown(ev, bar) {
        if (this.drag.onKeydown(ev, bar) || this.focus.onKeydown(ev, bar)) {
            ev.preventDefault();
            ev.stopPropagation();
            this.revealMoved();
        } else if (["Enter", " "].includes(ev.key)) {
            ev.preventDefault();
            this.props.onOpen?.(bar.id);
        }
    }

    /** Follows a bar that is moved by keyboard. */
    revealMoved() {
        const { current } = this.drag.state;
        if (current) {
            const date = current.mode === "move" ? current.start : current.end;
            this.scroll.reveal(toX(this.scene.scale, date));
        }
    }

    onBarFocus(bar) {
        this.focus.setCurrent(bar.id);
        this.state.activeId = bar.id;
    }
}

registry.category("lazy_components").add("crm_smarket.PlanDiagram", PlanDiagram);
