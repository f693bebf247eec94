/** Options: the sites on which the coder pointed at the note, and a button to forget it. */

import { api, t } from "../shared/browser.js";
import { $, ask } from "../shared/page.js";

void show();
api.storage.onChanged.addListener(() => void show());

async function show() {
  const answer = await ask("pointed");
  const list = answer.ok ? /** @type {{origin: string, count: number}[]} */ (answer.value) : [];
  $("no-pointed").hidden = list.length > 0;
  $("pointed").replaceChildren(
    ...list.map(({ origin, count }) => {
      const item = document.createElement("li");
      const text = document.createElement("div");
      const title = document.createElement("b");
      const more = document.createElement("small");
      const forget = document.createElement("button");
      title.textContent = origin;
      more.textContent = t("pointed_count", count);
      text.append(title, more);
      forget.className = "plain";
      forget.type = "button";
      forget.textContent = t("forget");
      forget.setAttribute("aria-label", t("forget_pointed", origin));
      forget.addEventListener("click", () => void ask("unpoint", { origin }).then(show));
      item.append(text, forget);
      return item;
    }),
  );
}
