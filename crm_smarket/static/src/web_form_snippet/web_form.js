// For pages of other sites: posts a form marked data-crm-form without leaving the page.
// The form works without this script as well; plain JavaScript, nothing of Odoo is needed.
(() => {
    const SELECTOR = "form[data-crm-form]";

    /** A key that no other post has: the same post sent twice makes one inquiry. */
    function makeKey() {
        const bytes = crypto.getRandomValues(new Uint8Array(16));
        return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
    }

    /** @returns {HTMLElement|undefined} the input of a field; the first of several */
    function findInput(form, name) {
        const found = form.elements.namedItem(name);
        return found instanceof RadioNodeList ? found[0] : found;
    }

    function clearErrors(form) {
        for (const el of form.querySelectorAll(".crm-form-message")) {
            el.remove();
        }
        for (const el of form.querySelectorAll("[aria-invalid]")) {
            el.removeAttribute("aria-invalid");
            el.removeAttribute("aria-describedby");
        }
    }

    function makeMessage(text) {
        const el = document.createElement("span");
        el.className = "crm-form-message";
        el.style.display = "block";
        el.setAttribute("role", "alert");
        el.textContent = text;
        return el;
    }

    /**
     * @param {HTMLFormElement} form
     * @param {Object<string, string>} errors what is wrong, by the name of the field; no name: with all of it
     */
    function showErrors(form, errors) {
        let first;
        for (const [name, text] of Object.entries(errors)) {
            const input = findInput(form, name);
            const message = makeMessage(text);
            if (!input || input.type === "hidden") {
                form.append(message);
                continue;
            }
            message.id = `${form.dataset.crmKey}-${name}`;
            input.setAttribute("aria-invalid", "true");
            input.setAttribute("aria-describedby", message.id);
            (input.closest("label") || input).after(message);
            first ??= input;
        }
        first?.focus();
    }

    function showThanks(form) {
        const el = document.createElement("div");
        el.className = "crm-form-thanks";
        el.setAttribute("role", "status");
        el.tabIndex = -1;
        el.textContent = form.dataset.thanks;
        form.replaceWith(el);
        el.focus();
    }

    async function send(form) {
        form.dataset.crmKey ||= makeKey();
        const body = new FormData(form);
        body.set("_key", form.dataset.crmKey);
        const response = await fetch(form.action, {
            method: "POST",
            headers: { Accept: "application/json" },
            body,
        });
        const answer = await response.json();
        if (!response.ok) {
            showErrors(form, answer.errors);
        } else if (answer.redirect_url) {
            window.location.assign(new URL(answer.redirect_url, form.action));
        } else {
            showThanks(form);
        }
    }

    document.addEventListener("submit", async (ev) => {
        const form = ev.target;
        if (!form.matches(SELECTOR)) {
            return;
        }
        ev.preventDefault();
        if (form.hasAttribute("aria-busy")) {
            return;
        }
        form.setAttribute("aria-busy", "true");
        clearErrors(form);
        try {
            await send(form);
        } catch {
            form.append(makeMessage(form.dataset.failed));
        } finally {
            form.removeAttribute("aria-busy");
        }
    });
})();
