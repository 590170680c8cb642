/**
 * Put widgets in the order that a user has chosen.
 *
 * One that the user's order does not know, as it came with another add-on since, stands behind the one that
 * it follows by its sequence.
 *
 * @param {Array<[string, Object]>} entries key and description of each widget, by sequence
 * @param {{ order?: string[], hidden?: string[] }} [layout] what the user has chosen
 * @returns {Array<{ key: string, widget: Object, isHidden: boolean }>}
 */
export function arrange(entries, layout) {
    const { order = [], hidden = [] } = layout || {};
    const widgets = new Map(entries);
    const keys = order.filter((key) => widgets.has(key));
    entries.forEach(([key], index) => {
        if (!keys.includes(key)) {
            const place = index ? keys.indexOf(entries[index - 1][0]) + 1 : 0;
            keys.splice(place, 0, key);
        }
    });
    return keys.map((key) => ({ key, widget: widgets.get(key), isHidden: hidden.includes(key) }));
}

/**
 * Return what is kept of an arrangement.
 *
 * @param {Array<{ key: string, isHidden: boolean }>} widgets
 * @returns {{ order: string[], hidden: string[] }}
 */
export function getLayout(widgets) {
    return {
        order: widgets.map(({ key }) => key),
        hidden: widgets.filter(({ isHidden }) => isHidden).map(({ key }) => key),
    };
}
