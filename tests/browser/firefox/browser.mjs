/**
 * The system's Firefox with the extension installed, driven over WebDriver BiDi by puppeteer-core.
 *
 * What a page cannot do (click the toolbar button, press a shortcut, choose from the context menu, look
 * into the popup) is done in the browser's own window, which `--remote-allow-system-access` opens to tests.
 */

import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import puppeteer from "puppeteer-core";
import { askPopup } from "./popup.mjs";
import { Shadow } from "./shadow.mjs";
import { until } from "./waiting.mjs";

/** @typedef {import("puppeteer-core").Page} Page */

/** CHARTSIDE_EXTENSION names another than the one of this project, such as an unpacked package. */
export const EXTENSION =
  process.env.CHARTSIDE_EXTENSION || fileURLToPath(new URL("../../../extension", import.meta.url));

/** @returns {string} CHARTSIDE_FIREFOX, else the system's browser */
function executable() {
  const named = process.env.CHARTSIDE_FIREFOX;
  const found = named ?? ["/usr/bin/firefox-esr", "/usr/bin/firefox"].find((path) => existsSync(path));
  if (!found) throw new Error("No Firefox found: install the package firefox-esr, or set CHARTSIDE_FIREFOX.");
  return found;
}

/** Run in the browser's window: the extension's objects. */
const PREAMBLE = `
  const { ExtensionParent } = ChromeUtils.importESModule("resource://gre/modules/ExtensionParent.sys.mjs");
  const extension = WebExtensionPolicy.getByID(id).extension;
  const until = async (look) => {
    for (let i = 0; i < 400; i += 1) {
      const seen = await look();
      if (seen) return seen;
      await new Promise((go) => setTimeout(go, 25));
    }
    throw new Error("waited in vain for " + look);
  };`;

export class Firefox {
  /**
   * @param {import("puppeteer-core").Browser} browser
   * @param {string} id the extension's id
   */
  constructor(browser, id) {
    this.browser = browser;
    this.id = id;
    /** puppeteer keeps its BiDi connection to itself, and has no call for the browser's own window. @type {any} */
    this.bidi = /** @type {any} */ (browser).connection;
    this.host = "";
  }

  /**
   * @param {{ extension?: string, preferences?: Record<string, unknown>, home?: string }} [wishes] `home`: another
   *   home folder than the user's
   * @returns {Promise<Firefox>} a browser with a fresh profile and the extension
   */
  static async launch({ extension = EXTENSION, preferences = {}, home = "" } = {}) {
    const browser = await puppeteer.launch({
      browser: "firefox",
      executablePath: executable(),
      headless: true,
      enableExtensions: true,
      ...(home && { env: { ...process.env, HOME: home } }),
      args: ["--remote-allow-system-access", "--width=1280", "--height=800"],
      extraPrefsFirefox: preferences,
      defaultViewport: null,
    });
    const firefox = new Firefox(browser, await browser.installExtension(extension));
    firefox.host = await firefox.inWindow("return WebExtensionPolicy.getByID(id).mozExtensionHostname;");
    return firefox;
  }

  /** @param {string} url @returns {Promise<Page>} a new tab in front */
  async page(url) {
    const page = await this.browser.newPage();
    await page.goto(url);
    return page;
  }

  /**
   * A page of the extension in a tab. It loads in another process, and puppeteer's own `goto` waits in vain.
   * @param {string} path such as "options/options.html"
   */
  async extensionPage(path) {
    const page = await this.browser.newPage();
    const context = /** @type {any} */ (page.mainFrame())._id;
    const url = `moz-extension://${this.host}/${path}`;
    await this.bidi.send("browsingContext.navigate", { context, url, wait: "none" });
    const loaded = () => page.evaluate((wanted) => location.href === wanted && document.readyState === "complete", url);
    await until(() => loaded().catch(() => false), `${path} to load`);
    return page;
  }

  /** @param {Page} page @returns {Shadow} eyes for the panel and the lookup on the page */
  shadow(page) {
    return new Shadow(this.bidi, page);
  }

  /**
   * Run the body of an async function in the browser's window; `id`, `extension`, `until` and what is in
   * `values` are at hand there.
   * @param {string} body
   * @param {Record<string, unknown>} [values] JSON values
   * @returns {Promise<any>} what it returns (JSON)
   */
  async inWindow(body, values = {}) {
    const { result: tree } = await this.bidi.send("browsingContext.getTree", { "moz:scope": "chrome" });
    const expression = `(async () => {
      const id = ${JSON.stringify(this.id)};
      const { ${Object.keys(values).join(", ")} } = ${JSON.stringify(values)};
      ${PREAMBLE}
      return JSON.stringify((await (async () => { ${body} })()) ?? null);
    })()`;
    const { result } = await this.bidi.send("script.evaluate", {
      expression,
      target: { context: tree.contexts[0].context },
      awaitPromise: true,
      userActivation: true,
    });
    if (result.type === "exception") throw new Error(result.exceptionDetails.text);
    return JSON.parse(result.result.value);
  }

  /** Click the toolbar button, which grants activeTab as a person's click does; the popup opens. @param {Page} page */
  async openPopup(page) {
    await page.bringToFront();
    await this.inWindow(`
      ExtensionParent.apiManager.global.browserActionFor(extension).triggerAction(window);
      await until(() => document.querySelector("browser.webextension-popup-browser")
        ?.currentURI?.spec.startsWith("moz-extension:"));`);
    await this.untilInPopup("return document.readyState === 'complete';", "the popup");
  }

  /**
   * Wait until the body of a function returns something true in the open popup. One that is only being loaded may be
   * exchanged for another and never answer: it is asked again.
   * @param {string} body @param {string} what @returns {Promise<any>}
   */
  untilInPopup(body, what) {
    return until(() => this.inPopup(body, 2000).catch(() => false), what, 20_000);
  }

  /** What a function's body returns in the open popup. @param {string} body @param {number} [patience] milliseconds @returns {Promise<any>} */
  inPopup(body, patience) {
    return askPopup(this, body, patience);
  }

  /** Close the popup as Escape does. */
  closePopup() {
    return this.inWindow(`
      document.querySelector("browser.webextension-popup-browser")?.closest("panel")?.hidePopup();
      await until(() => !document.querySelector("browser.webextension-popup-browser"));`);
  }

  /**
   * Press a shortcut of the manifest on the page. Keys sent to a page do not reach the browser's shortcuts;
   * the browser's own <key> element is run instead, with the grant that comes with it.
   * @param {string} name a command of the manifest
   * @param {Page} page
   */
  async command(name, page) {
    await page.bringToFront();
    await this.inWindow(
      `const { shortcut } = (await extension.shortcuts.allCommands()).find((each) => each.name === command);
       const wanted = shortcut.split("+");
       const key = [...document.querySelectorAll("keyset[id^='ext-keyset'] key")]
         .find((each) => each.getAttribute("key") === wanted.at(-1));
       key.doCommand();`,
      { command: name },
    );
  }

  /**
   * Right-click into the page and choose one of our entries of the context menu.
   * @param {Page} page
   * @param {{x: number, y: number}} point in CSS pixels of the page
   * @param {string} label part of the entry's text
   */
  async contextMenu(page, point, label) {
    await page.bringToFront();
    await page.mouse.click(point.x, point.y, { button: "right" });
    await this.inWindow(
      `const menu = document.getElementById("contentAreaContextMenu");
       await until(() => menu.state === "open");
       const find = () => [...menu.querySelectorAll("menuitem")].find((each) => each.label.includes(label));
       const outer = [...menu.querySelectorAll("menu")].find((each) => each.id.includes("chartside"));
       if (outer && !menu.querySelector(":scope > menuitem[id*='chartside']")) {
         outer.openMenu(true);
         await until(() => outer.menupopup.state === "open");
       }
       const item = await until(find);
       item.closest("menupopup").activateItem(item);`,
      { label },
    );
  }

  /** Answer the browser's question for a permission with yes. It takes no click while it opens. */
  allow() {
    return this.inWindow(`
      const notice = () => PopupNotifications.getNotification("addon-webext-permissions");
      await until(notice);
      await until(() => {
        const { panel } = PopupNotifications;
        if (notice() && panel.state === "open") panel.firstElementChild?.button?.click();
        return !notice();
      });`);
  }

  /** Patterns of all sites for which the extension has a permission. @returns {Promise<string[]>} */
  granted() {
    return this.inWindow("return extension.allowedOrigins.patterns.map((each) => each.pattern);");
  }

  /** Reload the extension under its pages, as an update does. */
  async reloadExtension() {
    await this.inWindow(`
      const { AddonManager } = ChromeUtils.importESModule("resource://gre/modules/AddonManager.sys.mjs");
      await (await AddonManager.getAddonByID(id)).reload();
      await until(() => WebExtensionPolicy.getByID(id)?.extension !== extension && WebExtensionPolicy.getByID(id)?.active);
      await until(() => document.querySelector("keyset[id^='ext-keyset'] key"));`);
  }

  close() {
    return this.browser.close();
  }
}
