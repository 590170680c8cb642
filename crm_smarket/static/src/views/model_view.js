/**
 * What a view with a model, a renderer and an arch parser of its own gives to its controller.
 *
 * @param {Object} genericProps of every view
 * @param {Object} view as it is registered
 * @returns {Object} props of the controller
 */
export function getModelViewProps(genericProps, view) {
    const { arch, fields, resModel, state } = genericProps;
    return {
        ...genericProps,
        Model: view.Model,
        Renderer: view.Renderer,
        modelParams: {
            resModel,
            fields,
            archInfo: new view.ArchParser().parse(arch, fields),
            ...state,
        },
    };
}
