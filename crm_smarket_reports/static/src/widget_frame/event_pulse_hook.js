import { useEffect } from "@odoo/owl";

import { browser } from "@web/core/browser/browser";
import { useService } from "@web/core/utils/hooks";
import { useDebounced } from "@web/core/utils/timing";

const EVERY = 5 * 60 * 1000;
const CHANGED = "crm_smarket_reports/events_changed";

/**
 * Call back every five minutes, soon after an event has changed, and when the page is looked at
 * again after something was missed; never while nobody looks.
 *
 * @param {() => void} callback
 */
export function useEventPulse(callback) {
    const bus = useService("bus_service");
    let isMissed = false;
    const call = () => {
        isMissed = document.visibilityState !== "visible";
        if (!isMissed) {
            callback();
        }
    };
    const callSoon = useDebounced(call, 1000);
    const onVisible = () => isMissed && call();
    useEffect(
        () => {
            const timer = browser.setInterval(call, EVERY);
            bus.subscribe(CHANGED, callSoon);
            document.addEventListener("visibilitychange", onVisible);
            return () => {
                browser.clearInterval(timer);
                bus.unsubscribe(CHANGED, callSoon);
                document.removeEventListener("visibilitychange", onVisible);
            };
        },
        () => []
    );
}
