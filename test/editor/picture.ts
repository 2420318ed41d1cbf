import path from "node:path";
import type { Page } from "playwright-core";

/** Where the pictures of the README go, if they are to be made anew; see `pictures.ts`. */
const FOLDER = process.env["PICTURES"];

/** Takes a picture of the page, or of the part that these elements take, for the README, if somebody has asked for pictures. */
export async function picture(page: Page, name: string, elements: readonly string[] = []): Promise<void> {
  if (FOLDER === undefined) return;
  const boxes = await Promise.all(elements.map((selector) => edges(page, selector)));
  const [x, y] = [0, 1].map((corner) => Math.min(...boxes.map((box) => box[corner] ?? 0)));
  const [right = 0, bottom = 0] = [2, 3].map((corner) => Math.max(...boxes.map((box) => box[corner] ?? 0)));
  const clip = { x: x ?? 0, y: y ?? 0, width: right - (x ?? 0), height: bottom - (y ?? 0) };
  const file = path.join(FOLDER, `${name}.png`);
  await page.screenshot({ path: file, animations: "disabled", ...(boxes.length > 0 ? { clip } : {}) });
}

/** Left, top, right and bottom. */
async function edges(page: Page, selector: string): Promise<number[]> {
  const box = await page.locator(selector).last().boundingBox();
  if (box === null) throw new Error(`${selector} isn't there to take a picture of`);
  return [box.x, box.y, box.x + box.width, box.y + box.height];
}
