/** The service and the page server, which belong to pytest and are reached through its control address. */

const CONTROL = process.env.CHARTSIDE_TEST_CONTROL ?? "";

/** Address of a page fixture. @param {string} name */
export const page = (name) => `${process.env.CHARTSIDE_TEST_PAGES}/${name}`;

/** @param {string} what start, stop, code or token @returns {Promise<string>} */
async function control(what) {
  const answer = await fetch(`${CONTROL}/${what}`, { method: "POST" });
  if (!answer.ok) throw new Error(await answer.text());
  return answer.text();
}

export const startService = () => control("start");
export const stopService = () => control("stop");

/** What `POST /v1/suggest` answers to a note, as a script gets it. @param {string} text @returns {Promise<any>} */
export async function suggest(text) {
  const headers = { Authorization: `Bearer ${await control("token")}`, "Content-Type": "application/json" };
  const body = JSON.stringify({ text, setting: "outpatient" });
  const answer = await fetch("http://127.0.0.1:8765/v1/suggest", { method: "POST", headers, body });
  if (!answer.ok) throw new Error(await answer.text());
  return answer.json();
}

/** What the service says of the battery's plain note. @returns {Promise<{codes: [string, string][], quotes: [number, string][]}>} */
export const plain = async () => JSON.parse(await control("plain"));

/**
 * Pair as a person does it: the code from the terminal, typed into the options page.
 * @param {import("./browser.mjs").Firefox} firefox
 */
export async function pair(firefox) {
  const options = await firefox.extensionPage("options/options.html");
  const find = () => {
    const labels = [...document.querySelectorAll("label")];
    const field = labels.find((label) => /code/i.test(label.textContent))?.control;
    const button = [...document.querySelectorAll("button")].find((each) => /pair|connect/i.test(each.textContent));
    return field && button ? [field, button] : null;
  };
  await options.waitForFunction(find);
  const [field, button] = await Promise.all(
    [0, 1].map((at) => options.evaluateHandle(`(${find})()[${at}]`)),
  );
  await /** @type {any} */ (field).type(await control("code"));
  await options.type("#coder", "Ana Ruiz");
  await /** @type {any} */ (button).click();
  await options.waitForFunction(() => /\b(paired|connected)\b/i.test(document.body.innerText));
  await options.close();
}
