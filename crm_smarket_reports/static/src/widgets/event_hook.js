import { useService } from "@web/core/utils/hooks";

/** Everything that is known of an event, for the tooltip of its row. */
export function getEventTitle(event) {
    return [event.kind, event.name, event.customer, event.stage, event.person]
        .filter(Boolean)
        .join(" · ");
}

/** Return a function that opens the record of an event. */
export function useOpenEvent() {
    const action = useService("action");
    return (event) =>
        action.doAction({
            type: "ir.actions.act_window",
            res_model: event.model,
            res_id: event.id,
            views: [[false, "form"]],
        });
}
