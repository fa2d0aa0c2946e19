/** Five cards, one per stage: state, duration, failure, and how far it has come. */

import { el } from "../dom.js";
import { say } from "../words.js";

/**
 * Returns the cards: their node, `show` for what the server knows, `hear` for live progress.
 *
 * @param onRetry called with the stage that is to be retried
 */
export function stageCards(onRetry) {
  const node = el("div", { class: "cards" });
  const progress = new Map();
  const bars = new Map();

  function show(steps, retryable) {
    bars.clear();
    node.replaceChildren(...steps.map((step) => card(step, retryable)));
    steps.forEach((step) => draw(step.name));
  }

  function card(step, retryable) {
    const bar = el("i");
    const words = el("div", { class: "muted" });
    bars.set(step.name, { bar, words, running: step.status === "running" });
    const again = () => onRetry(step.name);
    return el(
      "div",
      { class: `stage ${step.status}` },
      el("b", {}, say(step.name)),
      el("span", {}, say(step.status), time(step)),
      step.retry_count > 0 ? el("span", { class: "muted" }, say("retries", step.retry_count)) : null,
      step.error_message ? el("div", { class: "why" }, step.error_message) : null,
      step.status === "running" ? words : null,
      step.status === "running" ? el("div", { class: "bar" }, bar) : null,
      retryable && step.status === "failed"
        ? el("button", { class: "button small", onclick: again }, say("retryHere"))
        : null,
    );
  }

  function hear(message) {
    if (message.type === "progress") {
      progress.set(message.step, message.data);
      draw(message.step);
    }
  }

  function draw(name) {
    const data = progress.get(name);
    const place = bars.get(name);
    if (data && place?.running) {
      place.bar.style.width = `${data.percent}%`;
      place.words.textContent = `${data.current}/${data.total} ${data.message}`;
    }
  }

  return { node, show, hear };
}

function time(step) {
  if (!step.started_at || !step.completed_at) {
    return "";
  }
  const seconds = (Date.parse(`${step.completed_at}Z`) - Date.parse(`${step.started_at}Z`)) / 1000;
  return ` · ${seconds} s`;
}
