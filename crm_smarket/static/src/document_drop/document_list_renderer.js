import { useEffect } from "@odoo/owl";

import { _t } from "@web/core/l10n/translation";
import { checkFileSize, useFileUploader } from "@web/core/utils/files";
import { useService } from "@web/core/utils/hooks";
import { ListRenderer } from "@web/views/list/list_renderer";

const TARGET_CLASS = "o_crm_smarket_drop_target";

/**
 * A list of documents on which files are dropped: on a row they become files
 * of that document, elsewhere each becomes a document of its own.
 *
 * As with the button beside it, files are uploaded at once and belong to the
 * document when the form is saved.
 */
export class DocumentListRenderer extends ListRenderer {
    static template = "crm_smarket.DocumentListRenderer";

    setup() {
        super.setup();
        this.uploadFiles = useFileUploader();
        this.notification = useService("notification");
        useEffect(
            (root) => {
                const listeners = {
                    dragover: (ev) => this.onFileDragOver(ev),
                    dragleave: (ev) => this.onFileDragLeave(ev),
                    drop: (ev) => this.onFileDrop(ev),
                };
                for (const [name, listener] of Object.entries(listeners)) {
                    root.addEventListener(name, listener);
                }
                return () => {
                    for (const [name, listener] of Object.entries(listeners)) {
                        root.removeEventListener(name, listener);
                    }
                };
            },
            () => [this.rootRef.el]
        );
    }

    get canDrop() {
        return !this.props.readonly && !this.env.isSmall;
    }

    /** The element that files would fall on; none for anything but files. */
    getDropTarget(ev) {
        const hasFiles = ev.dataTransfer?.types.includes("Files");
        return this.canDrop && hasFiles
            ? ev.target.closest(".o_data_row") || this.rootRef.el
            : null;
    }

    markDropTarget(target) {
        const root = this.rootRef.el;
        for (const el of [root, ...root.querySelectorAll(`.${TARGET_CLASS}`)]) {
            el.classList.toggle(TARGET_CLASS, el === target);
        }
        target?.classList.add(TARGET_CLASS);
    }

    onFileDragOver(ev) {
        const target = this.getDropTarget(ev);
        if (target) {
            ev.preventDefault();
            this.markDropTarget(target);
        }
    }

    onFileDragLeave(ev) {
        if (!this.rootRef.el.contains(ev.relatedTarget)) {
            this.markDropTarget(null);
        }
    }

    async onFileDrop(ev) {
        const target = this.getDropTarget(ev);
        if (!target) {
            return;
        }
        ev.preventDefault();
        this.markDropTarget(null);
        const files = [...ev.dataTransfer.files].filter((file) =>
            checkFileSize(file.size, this.notification)
        );
        const document = this.props.list.records.find(({ id }) => id === target.dataset.id);
        if (document) {
            await this.attach(document, files);
            return;
        }
        for (const file of files) {
            const added = await this.props.list.addNewRecord({ position: "bottom" });
            await added.update({ name: file.name.replace(/\.[^.]+$/, "") });
            await this.attach(added, [file]);
            await this.props.list.leaveEditMode();
        }
    }

    /** Uploads files and adds them to a document. */
    async attach(document, files) {
        if (!files.length) {
            return;
        }
        const answers = await this.uploadFiles("/web/binary/upload_attachment", {
            csrf_token: odoo.csrf_token,
            ufile: files,
            model: document.resModel,
            id: document.resId || 0,
        });
        for (const { error } of answers.filter((answer) => answer.error)) {
            this.notification.add(error, { title: _t("Uploading error"), type: "danger" });
        }
        const add = answers.filter((answer) => !answer.error).map((answer) => answer.id);
        await document.data.attachment_ids.addAndRemove({ add });
    }
}
