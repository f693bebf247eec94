/** The rich editors of the test pages: what a test does in one and asks of it by `window.editor` (see `editors/page.js`). */

import assert from "node:assert/strict";
import { until } from "./waiting.mjs";

/** @typedef {import("puppeteer-core").Page} Page */
/** @typedef {{x: number, y: number, width: number, height: number}} Box */

const UNDO_LIMIT = 12; // presses of Ctrl+Z after which an editor should be where it was

/** Fail where two texts begin to differ, with what stands around it. @param {string} before @param {string} now */
export function same(before, now) {
  if (before === now) return;
  let at = 0;
  while (at < before.length && before[at] === now[at]) at += 1;
  const cut = (/** @type {string} */ text) => text.slice(Math.max(0, at - 80), at + 160);
  assert.fail(`${cut(before)}\nbecame\n${cut(now)}`);
}

export class Editor {
  /** @param {Page} page */
  constructor(page) {
    this.page = page;
  }

  /** @param {import("./browser.mjs").Firefox} firefox @param {string} url */
  static async open(firefox, url) {
    const page = await firefox.page(url);
    await page.waitForFunction(() => /** @type {any} */ (window).editor?.ready);
    return new Editor(page);
  }

  /** What one of `window.editor`'s methods answers. @param {string} method @param {...any} given @returns {Promise<any>} */
  ask(method, ...given) {
    return this.page.evaluate((name, all) => /** @type {any} */ (window).editor[name](...all), method, given);
  }

  /** What the editor itself would save. @returns {Promise<string>} */
  content() {
    return this.ask("content");
  }

  /** The page as it is, our one element aside, when nothing changes it any more. */
  async markup() {
    let seen = "";
    await until(async () => seen === (seen = await this.ask("markup")), "a page that stays as it is");
    return seen;
  }

  /** @param {import("puppeteer-core").KeyInput} key */
  async withControl(key) {
    await this.page.keyboard.down("Control");
    await this.page.keyboard.press(key);
    await this.page.keyboard.up("Control");
  }

  /** Type a word before the second line, with the real keyboard. @param {string} word */
  async typeWord(word) {
    const { x, y } = await this.ask("firstLine");
    await this.page.mouse.click(x, y);
    await this.withControl("Home");
    await this.page.keyboard.press("ArrowDown");
    await this.page.keyboard.press("Home");
    await this.page.keyboard.type(word);
  }

  /** Press Ctrl+Z until the content is this again. @param {string} content */
  async undoTo(content) {
    for (let press = 0; press < UNDO_LIMIT; press += 1) {
      await this.withControl("z");
      if ((await this.content()) === content) return;
    }
    same(content, await this.content());
  }

  /** Scroll to the end and back, with what the editor does of it (such as toolbars that stick). */
  async scrollThrough() {
    for (const share of [1, 0]) {
      await this.ask("scroll", share);
      await this.markup();
    }
  }

  /** Take the focus out of the editor. */
  leave() {
    return this.page.evaluate(() => {
      const active = /** @type {any} */ (document.activeElement);
      active.contentDocument?.activeElement.blur();
      active.blur();
    });
  }

  /** A picture of the viewport, as base64. */
  picture() {
    return this.page.screenshot({ encoding: "base64" });
  }

  /** The share of each box's width that has an underline of ours beneath it. @param {Box[]} boxes @returns {Promise<number[]>} */
  async underlined(boxes) {
    return this.ask("underlined", await this.picture(), boxes);
  }
}
