/** What a user writes down for a task: a new one, or one that is not on its way. */

import { api } from "../api.js";
import { attempt, el, toast } from "../dom.js";
import { say } from "../words.js";

const OTHER = "\u0000other";
const LAST_USER = "user";

/** Shows an empty form; returns how to end it. */
export function formView(view) {
  const blank = {
    name: "",
    user: localStorage.getItem(LAST_USER) ?? "",
    model: "",
    experiment_id: "",
    sample_sql: "",
    infer_sql: "",
    hdfs_path: "/hdfs/data/",
    hive_table: "hive.result",
  };
  const form = taskForm(blank);
  const submit = async (autoStart) => {
    const created = await form.send((task) => api.create({ ...task, auto_start: autoStart }));
    if (created) {
      localStorage.setItem(LAST_USER, created.user);
      toast(autoStart ? say("started", created.task_id) : say("saved"));
      location.hash = `#/tasks/${created.task_id}`;
    }
  };
  view.append(
    el(
      "div",
      { class: "heading" },
      el("h1", {}, say("newTask").replace("+ ", "")),
      el("a", { class: "button", href: "#/tasks" }, say("back")),
    ),
    el(
      "div",
      { class: "card" },
      form.node,
      el(
        "div",
        { class: "actions" },
        el("button", { class: "button", onclick: () => submit(false) }, say("submitDraft")),
        el("button", { class: "button primary", onclick: () => submit(true) }, say("submit")),
      ),
    ),
  );
  return () => {};
}

/**
 * Returns a form filled from a task: its node, and `send`, which passes what it holds to a call and
 * shows the faults of single fields.
 */
export function taskForm(task) {
  const fields = new Map();
  const user = input("user", { maxlength: 100, list: "users" });
  const model = choice("model");
  const experiment = choice("experiment_id");
  user.addEventListener("change", loadModels);
  model.addEventListener("change", loadExperiments);
  const node = el(
    "form",
    { class: "form", onsubmit: (event) => event.preventDefault() },
    field("name", "name", input("name", { maxlength: 255 }), "wide"),
    field("user", "user", user),
    field("model", "model", model),
    field("experiment_id", "experiment", experiment),
    field("sample_sql", "sampleSql", area("sample_sql"), "wide"),
    field("infer_sql", "inferSql", area("infer_sql"), "wide"),
    field("hdfs_path", "hdfsPath", input("hdfs_path", { maxlength: 500 })),
    field("hive_table", "hiveTable", input("hive_table", { maxlength: 255 })),
    field("priority", "priority", input("priority", { type: "number", min: 0, max: 9 })),
    field("epochs", "epochs", input("epochs", { type: "number", min: 1 })),
    field("batch_size", "batchSize", input("batch_size", { type: "number", min: 1 })),
    el("datalist", { id: "users" }),
  );
  loadUsers();
  loadModels();

  function input(name, attributes) {
    const control = el("input", { name, ...attributes });
    control.value = task[name] ?? (name === "priority" ? 4 : "");
    return control;
  }

  function area(name) {
    const control = el("textarea", { name, spellcheck: "false", placeholder: "SELECT …" });
    control.value = task[name];
    return control;
  }

  function choice(name) {
    const control = el("select", { name });
    offer(control, [], task[name]);
    control.addEventListener("change", () => {
      if (control.value === OTHER) {
        const text = window.prompt(say("other")) ?? "";
        offer(control, [...control.options].map((known) => known.value), text);
      }
    });
    return control;
  }

  function field(name, word, control, kind = "") {
    const wrong = el("span", { class: "wrong" });
    fields.set(name, { control, wrong });
    return el("label", { class: kind }, say(word), " ", wrong, control);
  }

  function offer(control, values, chosen) {
    const known = new Set(values.filter((value) => value && value !== OTHER));
    if (chosen) {
      known.add(chosen);
    }
    control.replaceChildren(
      el("option", { value: "" }, say("choose")),
      ...[...known].map((value) => el("option", { value }, value)),
      el("option", { value: OTHER }, say("other")),
    );
    control.value = chosen ?? "";
  }

  async function loadUsers() {
    const known = await attempt(api.users);
    const options = (known?.users ?? []).map((name) => el("option", { value: name }));
    node.querySelector("datalist").replaceChildren(...options);
  }

  async function loadModels() {
    const known = await attempt(() => api.models(user.value.trim()));
    const models = known?.models ?? [];
    const only = models.length === 1 ? models[0] : "";
    offer(model, models, model.value || task.model || only);
    await loadExperiments();
  }

  async function loadExperiments() {
    if (!model.value || model.value === OTHER) {
      return;
    }
    const known = await attempt(() => api.experiments(user.value.trim(), model.value));
    const ids = known?.experiments ?? [];
    const kept = ids.includes(experiment.value) ? experiment.value : "";
    offer(experiment, ids, kept || task.experiment_id);
  }

  function values() {
    const result = {};
    for (const [name, { control }] of fields) {
      const text = control.value.trim();
      if (control.type !== "number") {
        result[name] = text;
      } else if (text !== "") {
        result[name] = Number(text);
      }
    }
    const { result_columns: columns, hive_partition: partition, gpu_count: gpus } = task;
    return {
      ...result,
      result_columns: columns ?? null,
      hive_partition: partition ?? null,
      gpu_count: gpus ?? null,
    };
  }

  async function send(call) {
    fields.forEach(({ wrong }) => wrong.replaceChildren());
    try {
      return await call(values());
    } catch (error) {
      fields.forEach(({ wrong }, name) => wrong.replaceChildren(error.faults?.get(name) ?? ""));
      toast(error.message, "bad");
      return undefined;
    }
  }

  return { node, send };
}
