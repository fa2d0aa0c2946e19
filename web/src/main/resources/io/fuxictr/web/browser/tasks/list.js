/** All tasks: counts, filters, rows. */

import { api } from "../api.js";
import { attempt, el } from "../dom.js";
import { say } from "../words.js";
import { actions, badge } from "./actions.js";
import { workersPanel } from "./workers.js";

const STATUSES = ["running", "pending", "paused", "completed", "failed", "cancelled"];
const PAGE = 100;
const PAUSE = 2_000;
const LONGEST_PAUSE = 30_000;

/** Shows the list; returns how to end it. */
export function listView(view) {
  const filter = { user: "", status: "", q: "" };
  let limit = PAGE;
  let timer = 0;
  let pause = PAUSE;
  let ended = false;

  const stats = el("div", { class: "stats" });
  const workers = workersPanel();
  const rows = el("div", { class: "card flush" });
  const users = el("select", { "aria-label": say("user"), onchange: changed("user") });
  const statuses = el(
    "select",
    { "aria-label": say("anyStatus"), onchange: changed("status") },
    option("", say("anyStatus")),
    STATUSES.map((status) => option(status, say(status))),
  );
  const search = el("input", {
    type: "search",
    placeholder: say("search"),
    oninput: changed("q"),
  });
  view.append(
    el(
      "div",
      { class: "heading" },
      el("h1", {}, say("list")),
      el("a", { class: "button primary", href: "#/tasks/new" }, say("newTask")),
    ),
    stats,
    el("div", { class: "filters" }, search, users, statuses),
    rows,
    workers.node,
  );

  function changed(field) {
    return (event) => {
      filter[field] = event.target.value;
      limit = PAGE;
      refresh();
    };
  }

  function clear() {
    Object.assign(filter, { user: "", status: "", q: "" });
    search.value = users.value = statuses.value = "";
    refresh();
  }

  async function refresh() {
    clearTimeout(timer);
    try {
      const [counts, tasks, known] = await Promise.all([
        api.stats(),
        api.list({ ...filter, limit }),
        api.workers(),
      ]);
      if (ended) {
        return;
      }
      stats.replaceChildren(...STATUSES.map((status) => stat(status, counts.counts[status])));
      rows.replaceChildren(...content(tasks));
      workers.show(known.workers);
      pause = PAUSE;
    } catch {
      pause = Math.min(LONGEST_PAUSE, pause * 2);
    }
    if (!ended) {
      clearTimeout(timer);
      timer = setTimeout(refresh, pause);
    }
  }

  function content(tasks) {
    if (tasks.length === 0) {
      return [Object.values(filter).some(Boolean) ? noMatch() : empty()];
    }
    const list = tasks.map((task) => row(task, refresh));
    return tasks.length < limit ? list : [...list, more()];
  }

  function more() {
    const showMore = () => {
      limit = Math.min(1000, limit + PAGE);
      refresh();
    };
    return el(
      "div",
      { class: "empty" },
      el("button", { class: "button", onclick: showMore }, say("more")),
    );
  }

  function noMatch() {
    return el(
      "div",
      { class: "empty" },
      el("p", {}, say("noMatch")),
      el("button", { class: "button", onclick: clear }, say("clear")),
    );
  }

  attempt(async () => {
    const known = await api.users();
    users.replaceChildren(
      option("", say("everybody")),
      ...known.users.map((user) => option(user, user)),
    );
  });
  refresh();
  return () => {
    ended = true;
    clearTimeout(timer);
  };
}

function option(value, label) {
  return el("option", { value }, label);
}

function stat(status, count) {
  return el("div", { class: `stat ${status}` }, el("b", {}, String(count)), el("span", {}, say(status)));
}

function empty() {
  return el("div", { class: "empty" }, el("b", {}, "∅"), say("empty"));
}

function row(task, refresh) {
  return el(
    "div",
    { class: "row" },
    el(
      "div",
      {},
      el("a", { class: "name", href: `#/tasks/${task.task_id}` }, task.name || `#${task.task_id}`),
      el("div", { class: "muted" }, `#${task.task_id} · ${task.user || "–"} / ${task.model || "–"}`),
    ),
    el(
      "div",
      { class: "state" },
      badge(task.status),
      task.status === "running"
        ? el("div", { class: "muted" }, say("stepsDone", task.current_step))
        : null,
    ),
    el("div", { class: "when muted" }, task.created_at.slice(0, 16)),
    el("div", { class: "experiment" }, el("span", { class: "chip" }, task.experiment_id || "–")),
    el("div", { class: "actions" }, openLink(task), actions(task, refresh, refresh)),
  );
}

function openLink(task) {
  return el("a", { class: "button small", href: `#/tasks/${task.task_id}` }, say("open"));
}
