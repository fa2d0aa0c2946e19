/** Who works, on what, and what it takes. */

import { el } from "../dom.js";
import { say } from "../words.js";

const MIB = 2 ** 20;
const STATES = ["busy", "idle", "hindered", "gone"];

/** Returns the panel: its node, and `show` for what the server knows of the workers. */
export function workersPanel() {
  const head = el("summary", {}, say("workers"));
  const body = el("div");
  const node = el("details", { class: "card" }, head, body);

  function show(workers) {
    const counts = STATES.map((state) => [state, workers.filter((it) => it.state === state).length])
      .filter(([, count]) => count > 0)
      .map(([state, count]) => `${count} ${say(state)}`);
    head.textContent = `${say("workers")}: ${counts.join(", ") || say("noWorkers")}`;
    body.replaceChildren(table(workers));
  }

  return { node, show };
}

function table(workers) {
  const titles = ["stage", "worker", "state", "since", "lastSeen", "load"];
  return el(
    "table",
    { class: "table" },
    el("tr", {}, titles.map((title) => el("th", {}, say(title)))),
    workers.map(row),
  );
}

function row(worker) {
  return el(
    "tr",
    {},
    el("td", {}, say(worker.step)),
    el("td", {}, `${worker.host}:${worker.pid}`),
    el("td", { class: worker.why ? "ERROR" : "" }, state(worker)),
    el("td", {}, worker.since),
    el("td", {}, worker.last_seen),
    el("td", {}, load(worker)),
  );
}

function state(worker) {
  if (worker.task_id !== null) {
    return el("a", { href: `#/tasks/${worker.task_id}` }, `${say(worker.state)}: #${worker.task_id}`);
  }
  return worker.why ? `${say(worker.state)}: ${worker.why}` : say(worker.state);
}

function load(worker) {
  const parts = [];
  if (worker.cpu_percent !== null) {
    parts.push(`CPU ${Math.round(worker.cpu_percent)} %`);
  }
  if (worker.resident_bytes !== null) {
    parts.push(`${Math.round(worker.resident_bytes / MIB)} MiB`);
  }
  for (const gpu of worker.gpus) {
    parts.push(`GPU ${gpu.index} ${gpu.percent} %`);
  }
  return parts.join(", ");
}
