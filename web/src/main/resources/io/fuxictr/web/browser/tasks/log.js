/** The live log: what happened, line by line, as it happens. */

import { el } from "../dom.js";
import { say } from "../words.js";

const MOST_LINES = 500;
const NEAR_END = 40;
const STEPS = ["data_fetch", "train", "infer", "transport", "monitor", "workflow"];
const KINDS = ["INFO", "WARNING", "ERROR", "progress", "metric", "complete", "status"];

/** Returns the panel: its node, `add` for a message, `connected` for the state of the line. */
export function logPanel(downloadPath) {
  const kept = [];
  const lines = el("div", { class: "lines", tabindex: "0" });
  const dot = el("span", { class: "dot" }, say("disconnected"));
  const step = select("allSteps", STEPS);
  const kind = select("allLevels", KINDS);
  const refreshing = el("input", { type: "checkbox", checked: true, onchange: redraw });
  const node = el(
    "section",
    { class: "log" },
    el(
      "div",
      { class: "toolbar" },
      el("b", {}, say("log")),
      dot,
      step,
      kind,
      el("label", {}, refreshing, say("autoRefresh")),
      el("a", { href: downloadPath, download: "" }, say("download")),
    ),
    lines,
  );

  function select(word, values) {
    return el(
      "select",
      { "aria-label": say(word), onchange: redraw },
      el("option", { value: "" }, say(word)),
      values.map((value) => el("option", { value }, value)),
    );
  }

  function add(message) {
    if (message.seq === undefined) {
      return;
    }
    kept.push(message);
    if (kept.length > MOST_LINES) {
      kept.shift();
    }
    if (refreshing.checked && wanted(message)) {
      append([message]);
    }
  }

  function append(messages) {
    const atEnd = lines.scrollHeight - lines.scrollTop - lines.clientHeight < NEAR_END;
    lines.append(...messages.map(line));
    while (lines.childElementCount > MOST_LINES) {
      lines.firstElementChild.remove();
    }
    if (atEnd) {
      lines.scrollTop = lines.scrollHeight;
    }
  }

  function redraw() {
    if (refreshing.checked) {
      lines.replaceChildren();
      append(kept.filter(wanted));
      lines.scrollTop = lines.scrollHeight;
    }
  }

  function wanted(message) {
    const level = message.type === "error" ? "ERROR" : (message.data.level ?? message.type);
    return (!step.value || message.step === step.value) && (!kind.value || level === kind.value);
  }

  function connected(on) {
    dot.className = on ? "dot on" : "dot";
    dot.textContent = say(on ? "connected" : "disconnected");
  }

  return { node, add, connected };
}

function line(message) {
  const [tag, kind, text] = words(message);
  return el(
    "div",
    {},
    el("span", { class: "time" }, `[${message.timestamp}] `),
    el("span", { class: "step" }, `[${message.step}] `),
    el("span", { class: kind }, `[${tag}] ${text}`),
  );
}

function words({ type, data }) {
  switch (type) {
    case "log":
      return [data.level, data.level, data.message];
    case "progress":
      return [
        "PROGRESS",
        type,
        `${say("progress")}: ${data.current}/${data.total} (${data.percent}%) - ${data.message}`,
      ];
    case "metric":
      return ["METRIC", type, `${data.name}: ${figure(data.value)} ${data.unit}`.trim() + place(data)];
    case "error":
      return ["ERROR", type, `${say("errorWord")}: ${data.message}`];
    case "complete":
      return ["COMPLETE", type, say("done")];
    default:
      return ["STATUS", "status", status(data)];
  }
}

/** Says which step is at work, so that two lines in a row never say the same. */
function status(data) {
  const running = Object.entries(data.steps ?? {}).find(([, state]) => state === "running");
  const at = running ? ` (${say(running[0])})` : "";
  const why = data.message ? `: ${data.message}` : "";
  return `${say(data.status)}${at}, ${say("stepsDone", data.current_step)}${why}`;
}

function figure(value) {
  return typeof value === "number" ? String(Number(value.toPrecision(7))) : "–";
}

function place(data) {
  const epoch = data.epoch ? ` (epoch ${data.epoch}` : "";
  const batch = data.batch ? `${epoch ? ", " : " ("}batch ${data.batch}` : "";
  return epoch || batch ? `${epoch}${batch})` : "";
}
