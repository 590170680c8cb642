/** Which of the page's styles a drawing needs to look the same without the page. */
const STYLES = [
    "fill",
    "fill-opacity",
    "stroke",
    "stroke-width",
    "opacity",
    "font-family",
    "font-size",
    "font-weight",
];
const MARGIN = 24;
const SCALE = 2;

/**
 * Draws SVG elements as they stand on the page into one picture, and downloads it.
 *
 * @param {SVGElement[]} elements
 * @param {string} name of the file
 */
export async function downloadPicture(elements, name) {
    const link = document.createElement("a");
    link.download = name;
    link.href = await makePicture(elements);
    link.click();
}

/**
 * @param {SVGElement[]} elements
 * @returns {Promise<string>} the address of a PNG that holds all its data
 */
export async function makePicture(elements) {
    const boxes = elements.map((element) => element.getBoundingClientRect());
    const left = Math.min(...boxes.map((box) => box.left));
    const top = Math.min(...boxes.map((box) => box.top));
    const canvas = document.createElement("canvas");
    canvas.width = (Math.max(...boxes.map((box) => box.right)) - left + 2 * MARGIN) * SCALE;
    canvas.height = (Math.max(...boxes.map((box) => box.bottom)) - top + 2 * MARGIN) * SCALE;
    const context = canvas.getContext("2d");
    context.scale(SCALE, SCALE);
    context.fillStyle = getBackground(elements[0]);
    context.fillRect(0, 0, canvas.width, canvas.height);
    const images = await Promise.all(elements.map(toImage));
    images.forEach((image, index) => {
        const box = boxes[index];
        context.drawImage(image, box.left - left + MARGIN, box.top - top + MARGIN);
    });
    return canvas.toDataURL("image/png");
}

/** @returns {string} the first colour behind an element that is not transparent */
function getBackground(element) {
    for (let parent = element; parent; parent = parent.parentElement) {
        const { backgroundColor } = getComputedStyle(parent);
        if (backgroundColor !== "rgba(0, 0, 0, 0)") {
            return backgroundColor;
        }
    }
    return "white";
}

/** @returns {Promise<HTMLImageElement>} an element with its styles written into it */
async function toImage(element) {
    const copy = element.cloneNode(true);
    const copies = [copy, ...copy.querySelectorAll("*")];
    [element, ...element.querySelectorAll("*")].forEach((original, index) => {
        const style = getComputedStyle(original);
        const text = STYLES.map((key) => `${key}: ${style.getPropertyValue(key)}`).join("; ");
        copies[index].setAttribute("style", text);
    });
    const image = new Image();
    const source = new XMLSerializer().serializeToString(copy);
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(source)}`;
    await image.decode();
    return image;
}
