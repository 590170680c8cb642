import { useOwnedDialogs } from "@web/core/utils/hooks";
import { FormViewDialog } from "@web/views/view_dialogs/form_view_dialog";

/**
 * Opens a stage of an opportunity or a template in a dialog of its own.
 *
 * The stage's buttons act on the server, so the record around it is saved
 * before and read anew after.
 *
 * @returns {(parent: RelationalRecord, fieldName: string, id: string) => Promise<void>}
 *  `id` is that of the record in the list, which an unsaved stage has too
 */
export function useStageDialog() {
    const addDialog = useOwnedDialogs();
    return async (parent, fieldName, id) => {
        const index = parent.data[fieldName].records.findIndex((stage) => stage.id === id);
        if (!(await parent.save())) {
            return;
        }
        const stage = parent.data[fieldName].records[index];
        if (stage) {
            const { resModel, resId, data } = stage;
            addDialog(
                FormViewDialog,
                { resModel, resId, title: data.name },
                { onClose: () => parent.load() }
            );
        }
    };
}
