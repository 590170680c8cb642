/** What the frame gives to the component of a widget. */
export const widgetProps = {
    name: String,
    data: Object,
    open: Function,
    reload: Function,
};
