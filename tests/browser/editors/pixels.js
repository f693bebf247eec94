/** What a screenshot shows where a word is underlined: measured, not looked at. */

/** The underlines of highlights and of boxes over textareas. @type {[number, number, number][]} */
const LINES = [[13, 148, 136], [204, 108, 0], [120, 132, 148]];
const NEAR = 40; // of 255, in each channel
const BELOW = 6; // pixels below a word's box that its underline may reach

/** @param {string} png base64 */
async function pixels(png) {
  const bytes = Uint8Array.from(atob(png), (letter) => letter.charCodeAt(0));
  const picture = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
  const canvas = new OffscreenCanvas(picture.width, picture.height);
  const context = /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext("2d"));
  context.drawImage(picture, 0, 0);
  return context.getImageData(0, 0, picture.width, picture.height);
}

/**
 * The share of each word's width that has an underline of ours beneath it.
 * @param {string} png base64, a picture of the viewport
 * @param {{x: number, y: number, width: number, height: number}[]} words in CSS pixels
 * @returns {Promise<number[]>} 0 to 1, one a word
 */
export async function underlined(png, words) {
  const { data, width, height } = await pixels(png);
  const scale = width / innerWidth;
  const ours = (/** @type {number} */ x, /** @type {number} */ y) => {
    const at = 4 * (y * width + x);
    return LINES.some((line) => line.every((value, channel) => Math.abs(value - (data[at + channel] ?? 0)) <= NEAR));
  };
  return words.map((word) => {
    const [left, right] = [Math.round(word.x * scale), Math.round((word.x + word.width) * scale)];
    const [top, bottom] = [Math.round((word.y + word.height / 2) * scale), Math.min(Math.round((word.y + word.height + BELOW) * scale), height)];
    let hit = 0;
    for (let x = left; x < right; x++) {
      for (let y = top; y < bottom; y++) {
        if (!ours(x, y)) continue;
        hit++;
        break;
      }
    }
    return hit / Math.max(right - left, 1);
  });
}

/**
 * The box around all that differs inside an element between two pictures of the viewport, in CSS pixels.
 * @param {Element} element
 * @param {string} before base64
 * @param {string} after base64
 * @returns {Promise<{left: number, top: number, right: number, bottom: number}>}
 */
export async function difference(element, before, after) {
  const [one, two] = await Promise.all([pixels(before), pixels(after)]);
  const scale = one.width / innerWidth;
  const edge = element.getBoundingClientRect();
  const inside = (/** @type {number} */ x, /** @type {number} */ y) => x >= edge.left && x < edge.right && y >= edge.top && y < edge.bottom;
  let [left, top, right, bottom] = [Infinity, Infinity, -1, -1];
  for (let at = 0; at < one.data.length; at += 4) {
    if ([0, 1, 2].every((channel) => Math.abs((one.data[at + channel] ?? 0) - (two.data[at + channel] ?? 0)) < 24)) continue;
    const [x, y] = [(at / 4) % one.width, Math.floor(at / 4 / one.width)];
    if (!inside(x / scale, y / scale)) continue;
    [left, top, right, bottom] = [Math.min(left, x), Math.min(top, y), Math.max(right, x + 1), Math.max(bottom, y + 1)];
  }
  return { left: left / scale, top: top / scale, right: right / scale, bottom: bottom / scale };
}
