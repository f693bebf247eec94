/**
 * Questions to the toolbar's popup in Firefox. It lives in another process than the browser's own window: a script is
 * sent to it, and its answer comes as a message.
 */

/** Each question has an answer of its own name: a late one must not be taken for the next. */
let asked = 0;

/** @param {string} name of the answer @param {string} body of a function with the popup's `document` */
function script(name, body) {
  return `
    let answer;
    try {
      const gesture = content.windowUtils.setHandlingUserInput(true);
      try {
        answer = { value: ((document) => { ${body} })(content.document) };
      } finally {
        gesture.destruct();
      }
    } catch (error) {
      answer = { error: String(error) };
    }
    sendAsyncMessage("${name}", JSON.stringify(answer));`;
}

/** Run in the browser's window, with `name`, `sent` and `patience`. */
const ASK = `
  const popup = [...document.querySelectorAll("browser.webextension-popup-browser")].at(-1);
  if (!popup) throw new Error("no popup is open");
  const { messageManager } = popup;
  const answer = await new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error("the popup gave no answer")), patience);
    const listen = (message) => {
      messageManager.removeMessageListener(name, listen);
      resolve(JSON.parse(message.data));
    };
    messageManager.addMessageListener(name, listen);
    messageManager.loadFrameScript("data:," + encodeURIComponent(sent), false);
  });
  if (answer.error) throw new Error(answer.error);
  return answer.value;`;

/**
 * Run the body of a function in the open popup, with its `document`, as in a person's click.
 * @param {{inWindow(body: string, values: Record<string, unknown>): Promise<any>}} firefox
 * @param {string} body
 * @param {number} [patience] milliseconds
 * @returns {Promise<any>} what it returns (JSON)
 */
export function askPopup(firefox, body, patience = 15_000) {
  asked += 1;
  const name = `tests:answer:${asked}`;
  return firefox.inWindow(ASK, { sent: script(name, body), name, patience });
}
