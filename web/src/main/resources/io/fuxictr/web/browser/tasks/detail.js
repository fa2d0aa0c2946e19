/** One task: where it stands, its stages, figures, files and live log. */

import { api, follow } from "../api.js";
import { attempt, el, toast } from "../dom.js";
import { say } from "../words.js";
import { actions, badge, retry } from "./actions.js";
import { chart } from "./chart.js";
import { taskForm } from "./form.js";
import { logPanel } from "./log.js";
import { stageCards } from "./stages.js";

const PAUSE = 250;
const LOUD = new Set(["status", "complete", "error"]);

/** Shows a task; returns how to end it. */
export function detailView(view, id) {
  const head = el("div");
  const progress = el("div", { class: "card" });
  const setup = el("div");
  const figures = el("div");
  const log = logPanel(api.downloadPath(id));
  const stages = stageCards((step) => retry({ task_id: id }, step, refresh));
  let timer = 0;
  let formFor = "";
  let ended = false;
  view.append(head, progress, setup, figures, log.node);

  async function refresh() {
    clearTimeout(timer);
    timer = 0;
    const found = await Promise.all([
      api.read(id),
      api.progress(id),
      api.metrics(id),
      api.points(id),
      api.artifacts(id),
    ]).catch((error) => error);
    if (ended) {
      return;
    }
    if (found instanceof Error) {
      missing(found);
      return;
    }
    const [task, state, metrics, points, artifacts] = found;
    head.replaceChildren(...header(task));
    showProgress(task, state);
    showSetup(task);
    const opened = [...figures.querySelectorAll("details[open]")].map((node) => node.dataset.name);
    figures.replaceChildren(...showFigures(metrics.metrics, points, artifacts));
    for (const node of figures.querySelectorAll("details")) {
      node.open = opened.includes(node.dataset.name);
    }
  }

  function missing(error) {
    if (error.status === 404 || error.status === 422) {
      stop();
      view.replaceChildren(
        el("div", { class: "empty" }, el("p", {}, say("unknownTask")), backLink()),
      );
    } else {
      timer = setTimeout(refresh, 3_000);
    }
  }

  function header(task) {
    const leave = () => {
      location.hash = "#/tasks";
    };
    const facts = [
      [say("user"), task.user || "–"],
      [say("model"), task.model || "–"],
      [say("experiment"), task.experiment_id || "–"],
      [say("hiveTable"), task.hive_table || "–"],
      [say("created"), task.created_at],
      [say("duration"), span(task.started_at, task.completed_at)],
      [say("attempt"), String(task.attempt)],
      [say("dataset"), task.dataset_id ?? "–"],
    ];
    return [
      el(
        "div",
        { class: "heading" },
        backLink(),
        el("h1", {}, task.name || `#${task.task_id}`),
        task.draft ? el("span", { class: "badge" }, say("draft")) : badge(task.status),
        el("div", { class: "actions" }, actions(task, refresh, leave)),
      ),
      el("div", { class: "card" }, el("dl", { class: "facts" }, facts.map(fact))),
      task.error_message ? el("div", { class: "notice" }, task.error_message) : null,
    ].filter(Boolean);
  }

  function showProgress(task, state) {
    const fill = el("i");
    fill.style.width = `${Math.floor((100 * state.current_step) / state.total_steps)}%`;
    stages.show(state.steps, ["failed", "cancelled"].includes(task.status));
    progress.replaceChildren(
      el("h2", {}, say("progress"), el("small", {}, say("stepsDone", state.current_step))),
      el("div", { class: "bar" }, fill),
      el("p", {}),
      stages.node,
    );
  }

  /** The form is built once per state, so that typing is not lost while events come. */
  function showSetup(task) {
    const editable = task.draft || ["completed", "failed", "cancelled"].includes(task.status);
    const key = `${editable} ${task.attempt}`;
    if (key === formFor) {
      return;
    }
    formFor = key;
    if (!editable) {
      setup.replaceChildren();
      return;
    }
    const form = taskForm(task);
    const save = async (run) => {
      const saved = await form.send((values) => api.edit(id, values));
      if (saved && (!run || (await attempt(() => api.start(id))))) {
        toast(run ? say("started", id) : say("saved"));
        refresh();
      }
    };
    const buttons = el(
      "div",
      { class: "actions" },
      el("button", { class: "button", onclick: () => save(false) }, say("save")),
      el("button", { class: "button primary", onclick: () => save(true) }, say("saveAndRun")),
    );
    const content = [form.node, buttons];
    setup.replaceChildren(
      task.draft
        ? el("div", { class: "card" }, el("h2", {}, say("configuration")), content)
        : el("details", { class: "card" }, el("summary", {}, say("configuration")), content),
    );
  }

  function hear(message) {
    log.add(message);
    stages.hear(message);
    if (LOUD.has(message.type) && timer === 0) {
      timer = setTimeout(refresh, PAUSE);
    } else if (message.type === "metric" && message.data.epoch && !message.data.name.startsWith("batch_")) {
      timer = timer || setTimeout(refresh, 4 * PAUSE);
    }
  }

  const unfollow = follow(id, hear, log.connected);
  function stop() {
    ended = true;
    clearTimeout(timer);
    unfollow();
  }
  refresh();
  return stop;
}

function backLink() {
  return el("a", { class: "button small", href: "#/tasks" }, say("back"));
}

function fact([name, value]) {
  return el("div", {}, el("dt", {}, name), el("dd", {}, value));
}

function span(from, to) {
  if (!from) {
    return "–";
  }
  const end = to ? Date.parse(`${to}Z`) : Date.now();
  const seconds = Math.max(0, Math.round((end - Date.parse(`${from}Z`)) / 1000));
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

function showFigures(metrics, points, artifacts) {
  const stages = metrics.filter((row) => row.step_name !== "workflow_report");
  const parts = [];
  if (stages.length > 0 || points.length > 0) {
    const latest = Math.max(0, ...points.map((point) => point.attempt));
    const current = points.filter((point) => point.attempt === latest);
    parts.push(
      el(
        "div",
        { class: "card" },
        el("h2", {}, say("metrics")),
        el(
          "div",
          { class: "charts" },
          chart(say("loss"), current.filter((point) => /loss/i.test(point.name))),
          chart(say("auc"), current.filter((point) => /auc/i.test(point.name))),
        ),
        testFigures(stages),
        el("details", { "data-name": "figures" }, el("summary", {}, say("allFigures")), metricTable(stages)),
      ),
    );
  }
  if (artifacts.files.length > 0) {
    parts.push(files(artifacts));
  }
  return parts;
}

const QUIET = new Set(["id", "task_id", "step_name", "start_time", "end_time", "additional_metrics"]);

/** What counts most: the figures of each objective on rows that training has not seen. */
function testFigures(rows) {
  const measured = Object.entries(rows.find((row) => row.step_name === "train")?.test_metrics ?? {});
  if (measured.length === 0) {
    return "";
  }
  const names = [...new Set(measured.flatMap(([, values]) => Object.keys(values)))];
  return table(
    [say("onTestRows"), ...names],
    measured.map(([label, values]) => [label, ...names.map((name) => values[name] ?? "–")]),
  );
}

function metricTable(rows) {
  const order = ["data_fetch", "train", "infer", "transport", "monitor"];
  const lines = rows
    .toSorted((a, b) => order.indexOf(a.step_name) - order.indexOf(b.step_name))
    .flatMap((row) =>
      Object.entries(row)
        .filter(([name, value]) => !QUIET.has(name) && value !== null && value !== 0)
        .flatMap(([name, value]) => flat(name, value))
        .map(([name, value]) => [say(row.step_name), name, value]),
    );
  return table(["stage", "figure", "value"].map((word) => say(word)), lines);
}

/** Figures within figures, each under the names that lead to it. */
function flat(name, value) {
  return value !== null && typeof value === "object"
    ? Object.entries(value).flatMap(([key, inner]) => flat(`${name} ${key}`, inner))
    : [[name, value]];
}

function table(titles, lines) {
  const kind = (value) => ({ class: typeof value === "number" ? "number" : "" });
  const shown = (value) => (typeof value === "number" ? figure(value) : String(value));
  const numbers = (column) => lines.every((line) => typeof line[column] === "number");
  return el(
    "table",
    { class: "table" },
    el("tr", {}, titles.map((title, column) => el("th", { class: numbers(column) ? "number" : "" }, title))),
    lines.map((line) => el("tr", {}, line.map((value) => el("td", kind(value), shown(value))))),
  );
}

function figure(value) {
  return Number.isInteger(value) ? value.toLocaleString("en") : value.toPrecision(6);
}

function files(artifacts) {
  const total = artifacts.files.reduce((sum, file) => sum + file.bytes, 0);
  const places = ["dataset_dir", "model", "merged_config", "report"]
    .filter((name) => artifacts[name])
    .map((name) => fact([name, artifacts[name]]));
  const rows = artifacts.files.map((file) =>
    el(
      "tr",
      {},
      el("td", {}, file.path),
      el("td", { class: "number" }, size(file.bytes)),
    ),
  );
  return el(
    "details",
    { class: "card", "data-name": "artifacts" },
    el("summary", {}, `${say("artifacts")}: ${say("files", rows.length, size(total))}`),
    el("dl", {}, places),
    el("table", { class: "table" }, rows),
  );
}

function size(bytes) {
  const units = ["B", "KiB", "MiB", "GiB", "TiB"];
  const power = bytes < 1 ? 0 : Math.min(4, Math.floor(Math.log2(bytes) / 10));
  return `${(bytes / 1024 ** power).toFixed(power === 0 ? 0 : 1)} ${units[power]}`;
}
