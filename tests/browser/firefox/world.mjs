/** Eyes in the extension's own world of a page (`harness/world.js`), and on what the background sends. */

import { readFileSync } from "node:fs";

const FUNCTION = readFileSync(new URL("../harness/world.js", import.meta.url), "utf8").trim().replace(/;$/, "");

/** @typedef {{markup: string[], highlights: [number, string][], alive: string[]}} Seen what there is in all frames */

export class World {
  /**
   * @param {import("puppeteer-core").Page} helper a page of the extension, in a tab of its own
   * @param {import("puppeteer-core").Page} page
   */
  constructor(helper, page) {
    this.helper = helper;
    this.page = page;
  }

  /** @param {string} wish @returns {Promise<any[]>} */
  async #run(wish) {
    await this.page.bringToFront();
    return JSON.parse(/** @type {string} */ (await this.helper.evaluate(`(async () => {
      const [tab] = await browser.tabs.query({ active: true, currentWindow: true });
      const target = { tabId: tab.id, allFrames: true };
      const found = await browser.scripting.executeScript({ target, func: ${FUNCTION}, args: [${JSON.stringify(wish)}], injectImmediately: true });
      const wrong = found.find(({ error }) => error);
      if (wrong) throw new Error(String(wrong.error?.message ?? wrong.error));
      return JSON.stringify(found.sort((a, b) => a.frameId - b.frameId).map(({ result }) => result ?? null));
    })()`)));
  }

  /** Note from now on what of ours is alive. */
  async count() {
    await this.#run("count");
  }

  /** @returns {Promise<Seen>} */
  async look() {
    const frames = (await this.#run("look")).filter(Boolean);
    return {
      markup: frames.map(({ markup }) => markup),
      highlights: frames.flatMap(({ highlights }) => highlights.map((/** @type {any} */ each) => [each.at, each.text])),
      alive: frames.flatMap(({ alive }) => alive),
    };
  }
}

/** Note from now on the bodies of all requests to the service. @param {import("./browser.mjs").Firefox} firefox */
export function watchRequests(firefox) {
  return firefox.inWindow(`
    if (window.sentByTest) return void (window.sentByTest.length = 0);
    window.sentByTest = [];
    const { NetUtil } = ChromeUtils.importESModule("resource://gre/modules/NetUtil.sys.mjs");
    window.observerByTest = {
      observe(subject) {
        const channel = subject.QueryInterface(Ci.nsIHttpChannel);
        if (channel.URI.port !== 8765 || channel.requestMethod !== "POST") return;
        const { uploadStream } = subject.QueryInterface(Ci.nsIUploadChannel);
        const stream = uploadStream.QueryInterface(Ci.nsICloneableInputStream).clone();
        const body = NetUtil.readInputStreamToString(stream, stream.available(), { charset: "utf-8" });
        window.sentByTest.push(channel.URI.pathQueryRef + " " + body);
      },
    };
    Services.obs.addObserver(window.observerByTest, "http-on-modify-request");`);
}

/** The notes that were sent. @param {import("./browser.mjs").Firefox} firefox @returns {Promise<string[]>} */
export async function notesSent(firefox) {
  const sent = await firefox.inWindow("return window.sentByTest;");
  return sent.filter((/** @type {string} */ each) => each.startsWith("/v1/suggest"));
}
