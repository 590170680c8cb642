import { EventBus } from "@odoo/owl";

/**
 * Asks the server for the figures of widgets.
 *
 * What is asked for at the same moment goes in one request, as when the page opens.
 */
export class DashboardLoader {
    /** @param {Object} orm the service */
    constructor(orm) {
        this.orm = orm;
        this.batches = new Map();
        this.running = new Set();
        this.bus = new EventBus();
    }

    /** Resolves once everything that is asked for at this moment has its answer, well or not. */
    async whenAnswered() {
        await Promise.resolve(); // what is mounted together has asked by then
        await Promise.allSettled(this.running);
    }

    /** Let every widget ask for its figures anew. */
    refreshAll() {
        this.bus.trigger("refresh");
    }

    /**
     * @param {string} key of the widget
     * @param {Object} [context] what the widget adds to the context, such as `smarket_mine`
     * @returns {Promise<Object>} what `crm.smarket.dashboard` answers for this widget
     */
    async load(key, context = {}) {
        const batchKey = JSON.stringify(context);
        if (!this.batches.has(batchKey)) {
            this.batches.set(batchKey, this.makeBatch(batchKey, context));
        }
        const batch = this.batches.get(batchKey);
        batch.keys.push(key);
        return (await batch.answer)[key];
    }

    makeBatch(batchKey, context) {
        const keys = [];
        const answer = Promise.resolve().then(() => {
            this.batches.delete(batchKey);
            return this.orm.silent.call("crm.smarket.dashboard", "get_data", [keys], { context });
        });
        this.running.add(answer);
        const forget = () => this.running.delete(answer);
        answer.then(forget, forget);
        return { keys, answer };
    }
}
