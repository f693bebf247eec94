/** The Firefox package as the store gets it: it loads, obeys an organisation's policy, and axe-core finds nothing. */

import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { Firefox } from "./browser.mjs";
import { page as address, pair, startService } from "./service.mjs";
import { highlights, untilReady } from "./panel.mjs";
import { until } from "./waiting.mjs";

const AXE = readFileSync(fileURLToPath(import.meta.resolve("axe-core/axe.min.js")), "utf8");
const SCHEME = "layout.css.prefers-color-scheme.content-override";
const POLICY = { setting: "inpatient", highlights: false, maySwitchSites: false, serviceAddress: "http://10.0.0.1" };

/** @type {Firefox} */
let firefox;
/** A home of its own: Firefox looks for policies of extensions in it. @type {string} */
let home;

before(async () => {
  await startService();
  const extension = process.env.CHARTSIDE_TEST_PACKAGE ?? "";
  const { browser_specific_settings: own } = JSON.parse(readFileSync(join(extension, "manifest.json"), "utf8"));
  home = mkdtempSync(join(tmpdir(), "chartside-home-"));
  const folder = join(home, ".mozilla", "managed-storage");
  mkdirSync(folder, { recursive: true });
  const name = own.gecko.id;
  writeFileSync(join(folder, `${name}.json`), JSON.stringify({ name, description: "A test", type: "storage", data: POLICY }));
  firefox = await Firefox.launch({ extension, home });
  await pair(firefox);
});

after(async () => {
  await firefox?.close();
  rmSync(home, { recursive: true, force: true });
});

test("the Firefox package obeys an organisation's policy", async () => {
  const options = await firefox.extensionPage("options/options.html");
  const said = () => options.evaluate(() => document.body.innerText);
  for (const words of ["Set by your organisation", "Inpatient", "left out: serviceAddress"]) {
    await until(async () => (await said()).includes(words), words);
  }
  const page = await firefox.page(address("plain.html"));
  const shadow = firefox.shadow(page);
  await firefox.command("toggle-page", page);
  await untilReady(shadow);
  await shadow.untilText(["Inpatient"]);
  assert.deepEqual(await highlights(page), []);
  await firefox.openPopup(page);
  const fixed = "return [document.querySelector('#site').disabled, ...[...document.querySelectorAll('[name=setting]')].map((each) => each.disabled)].every(Boolean);";
  await firefox.untilInPopup(fixed, "the switches to be fixed");
  await firefox.inPopup("return document.querySelector('#page').disabled;");
  await firefox.closePopup();
});

test("axe-core finds no violation in popup and options in Firefox", async () => {
  for (const path of ["popup/popup.html", "options/options.html"]) {
    const page = await firefox.extensionPage(path);
    await page.waitForSelector("#lamp.good");
    await page.evaluate(AXE);
    for (const scheme of [0, 1]) {
      await firefox.inWindow("Services.prefs.setIntPref(name, scheme);", { name: SCHEME, scheme });
      const dark = scheme === 0;
      await until(() => page.evaluate((wanted) => matchMedia("(prefers-color-scheme: dark)").matches === wanted, dark), "the colours");
      const found = await page.evaluate(async () => {
        const { violations } = await /** @type {any} */ (globalThis).axe.run(document, { preload: false });
        return violations.map((/** @type {any} */ rule) => `${rule.id}: ${rule.nodes.map((/** @type {any} */ node) => node.html).join(" ")}`);
      });
      assert.deepEqual(found, [], `${path}, ${dark ? "dark" : "light"}`);
    }
    await page.close();
  }
});
