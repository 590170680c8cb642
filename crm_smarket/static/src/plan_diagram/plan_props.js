import { ZOOMS } from "./plan_scale";
import { STATES } from "./plan_text";

const { DateTime } = luxon;

/** Types of what a stage diagram is given. */

const date = { type: [DateTime, { value: null }, { value: false }], optional: true };
const text = { type: String, optional: true };
const flag = { type: Boolean, optional: true };
const callback = { type: Function, optional: true };
const id = [Number, String];

const bar = {
    type: Object,
    shape: {
        id,
        name: String,
        start: date,
        end: date,
        baselineStart: date,
        baselineEnd: date,
        state: { validate: (state) => state in STATES },
        dependency: text,
        late: flag,
        critical: flag,
        progress: { type: Number, optional: true },
        people: text,
        group: { type: id, optional: true },
        editable: flag,
        notBefore: date,
    },
};

const link = { type: Object, shape: { from: id, to: id, type: String } };
const closed = { type: Object, shape: { start: DateTime, end: DateTime } };
const group = { type: Object, shape: { id, name: String, sub: text, late: flag } };

export const planProps = {
    bars: { type: Array, element: bar },
    links: { type: Array, element: link, optional: true },
    closed: { type: Array, element: closed, optional: true },
    groups: { type: Array, element: group, optional: true },
    now: date,
    relative: flag,
    origin: date,
    readonly: flag,
    scale: { type: String, validate: (zoom) => zoom in ZOOMS, optional: true },
    onScale: callback,
    onOpen: callback,
    onOpenGroup: callback,
    onMove: callback,
};
