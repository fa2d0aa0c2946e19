/** The shell: chooses the view that the address names, and keeps an eye on the server. */

import { api } from "./api.js";
import { detailView } from "./tasks/detail.js";
import { formView } from "./tasks/form.js";
import { listView } from "./tasks/list.js";
import { language, say, switchLanguage } from "./words.js";

const HEALTH_PAUSE = 10_000;
const view = document.getElementById("view");
let close = () => {};

function show() {
  close();
  const [, , id] = location.hash.split("/");
  document.documentElement.lang = language();
  document.getElementById("subtitle").textContent = say("subtitle");
  document.getElementById("language").textContent = say("language");
  view.className = id ? "detail" : "list";
  view.replaceChildren();
  if (id === "new") {
    close = formView(view);
  } else if (id) {
    close = detailView(view, id);
  } else {
    close = listView(view);
  }
}

async function checkHealth() {
  const sign = document.getElementById("health");
  try {
    const health = await api.health();
    const well = health.status === "ok";
    sign.textContent = well ? "" : `${say("degraded")}: ${health.db}, ${health.broker}`;
    sign.className = well ? "health" : "health down";
  } catch {
    sign.textContent = say("down");
    sign.className = "health down";
  }
  setTimeout(checkHealth, HEALTH_PAUSE);
}

document.getElementById("language").addEventListener("click", () => {
  switchLanguage();
  show();
});
window.addEventListener("hashchange", show);
show();
checkHealth();
