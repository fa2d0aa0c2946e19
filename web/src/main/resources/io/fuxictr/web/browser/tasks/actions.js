/** What can be done to a task, and how its status looks. */

import { api } from "../api.js";
import { attempt, confirm, el, toast } from "../dom.js";
import { say } from "../words.js";

/** Returns the sign of a status. */
export function badge(status) {
  return el("span", { class: `badge ${status}` }, say(status));
}

/** Returns the buttons that the status of a task allows. */
export function actions(task, changed, removed) {
  const buttons = [];
  if (["failed", "cancelled"].includes(task.status)) {
    buttons.push(button("retry", "primary", () => retry(task, "", changed)));
  }
  if (task.status === "completed") {
    buttons.push(button("start", "", () => start(task, changed)));
  }
  if (["pending", "running"].includes(task.status) && !task.draft) {
    buttons.push(button("pause", "", () => pause(task, changed)));
  }
  if (task.status === "paused") {
    buttons.push(button("resume", "primary", () => resume(task, changed)));
  }
  if (["pending", "running", "paused"].includes(task.status) && !task.draft) {
    buttons.push(button("cancel", "", () => cancel(task, changed)));
  }
  buttons.push(button("remove", "ghost", () => remove(task, removed)));
  return buttons;
}

function button(word, kind, onclick) {
  return el("button", { class: `button small ${kind}`, type: "button", onclick }, say(word));
}

/** Tries a task again, from a step if one is named. */
export async function retry(task, step, changed) {
  const answer = await attempt(() => api.retry(task.task_id, step));
  tell(answer, changed);
}

async function start(task, changed) {
  tell(await attempt(() => api.start(task.task_id)), changed);
}

async function pause(task, changed) {
  tell(await attempt(() => api.pause(task.task_id)), changed);
}

async function resume(task, changed) {
  tell(await attempt(() => api.resume(task.task_id)), changed);
}

async function cancel(task, changed) {
  const choice = await confirm(
    say("askCancel", task.name),
    [["cancel", say("cancel"), "danger"]],
    say("never"),
  );
  if (choice) {
    tell(await attempt(() => api.cancel(task.task_id)), changed);
  }
}

async function remove(task, removed) {
  const choice = await confirm(
    say("askDelete", task.name),
    [
      ["keep", say("keepFiles"), "danger"],
      ["purge", say("purge"), "danger"],
    ],
    say("never"),
  );
  if (choice) {
    const purge = choice === "purge" ? "true" : "";
    tell(await attempt(() => api.remove(task.task_id, purge)), removed);
  }
}

function tell(answer, after) {
  if (answer) {
    toast(answer.message);
    after();
  }
}
