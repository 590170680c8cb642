import { useState, useEffect } from "@odoo/owl";

import { loadBundle } from "@web/core/assets";
import { cookie } from "@web/core/browser/cookie";
import { registry } from "@web/core/registry";

const lazyComponents = registry.category("lazy_components");

/**
 * Loads the stage diagram when there is something to draw, without keeping the
 * form around it waiting: most opportunities have no stages.
 *
 * @param {() => boolean} isNeeded
 * @returns {{ Diagram: typeof Component|null }} reactive; null until loaded
 */
export function usePlanDiagram(isNeeded) {
    const name = "crm_smarket.PlanDiagram";
    const loaded = useState({ Diagram: lazyComponents.get(name, null) });
    useEffect(
        (needed) => {
            if (needed && !loaded.Diagram) {
                const isDark = cookie.get("color_scheme") === "dark";
                loadBundle(`web.assets_backend_lazy${isDark ? "_dark" : ""}`).then(() => {
                    loaded.Diagram = lazyComponents.get(name);
                });
            }
        },
        () => [isNeeded()]
    );
    return loaded;
}
