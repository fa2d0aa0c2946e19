/** The one door to the server. */

const TASKS = "/api/workflow/tasks";

/** What the server refused, with the faults of single fields where it named them. */
export class Refusal extends Error {
  constructor(status, detail) {
    const faults = Array.isArray(detail) ? detail : [];
    super(faults.length ? faults.map(words).join("\n") : String(detail));
    this.status = status;
    this.faults = new Map(faults.map((fault) => [fault.loc.at(-1), fault.msg]));
  }
}

function words(fault) {
  return `${fault.loc.slice(1).join(".")}: ${fault.msg}`;
}

async function call(method, path, body) {
  const request = { method, headers: {} };
  if (body !== undefined) {
    request.headers["Content-Type"] = "application/json";
    request.body = JSON.stringify(body);
  }
  const response = await fetch(path, request);
  const answer = await response.json();
  if (!response.ok && response.status !== 503) {
    throw new Refusal(response.status, answer.detail);
  }
  return answer;
}

function query(parameters) {
  const filled = Object.entries(parameters).filter(([, value]) => value !== "");
  return new URLSearchParams(filled).toString();
}

export const api = {
  health: () => call("GET", "/api/health"),
  stats: () => call("GET", "/api/workflow/stats"),
  workers: () => call("GET", "/api/workflow/workers"),
  users: () => call("GET", "/api/workflow/users"),
  models: (user) => call("GET", `/api/workflow/models?${query({ user })}`),
  experiments: (user, model) => call("GET", `/api/workflow/experiments?${query({ user, model })}`),
  list: (filter) => call("GET", `${TASKS}?${query(filter)}`),
  create: (task) => call("POST", TASKS, task),
  read: (id) => call("GET", `${TASKS}/${id}`),
  edit: (id, task) => call("PUT", `${TASKS}/${id}`, task),
  progress: (id) => call("GET", `${TASKS}/${id}/progress`),
  metrics: (id) => call("GET", `${TASKS}/${id}/metrics`),
  points: (id) => call("GET", `${TASKS}/${id}/metrics/points?epochs_only=true`),
  artifacts: (id) => call("GET", `${TASKS}/${id}/artifacts`),
  start: (id) => call("POST", `${TASKS}/${id}/start`),
  retry: (id, step = "") => call("POST", `${TASKS}/${id}/retry?${query({ step })}`),
  pause: (id) => call("POST", `${TASKS}/${id}/pause`),
  resume: (id) => call("POST", `${TASKS}/${id}/resume`),
  cancel: (id) => call("POST", `${TASKS}/${id}/cancel`),
  remove: (id, purge) => call("DELETE", `${TASKS}/${id}?${query({ purge })}`),
  downloadPath: (id) => `${TASKS}/${id}/logs/download`,
};

/**
 * Follows a task over a WebSocket that comes back by itself and asks for what it missed.
 *
 * @param id the task
 * @param onMessage called with each message
 * @param onState called with true when connected, false when not
 * @returns a function that ends it
 */
export function follow(id, onMessage, onState) {
  const scheme = location.protocol === "https:" ? "wss" : "ws";
  const longestPause = 30_000;
  let pause = 3_000;
  let lastSeq = 0;
  let socket = null;
  let timer = 0;
  let ended = false;

  function open() {
    socket = new WebSocket(`${scheme}://${location.host}${TASKS}/${id}/logs?after_seq=${lastSeq}`);
    socket.onopen = () => {
      pause = 3_000;
      onState(true);
    };
    socket.onmessage = (event) => {
      const message = JSON.parse(event.data);
      lastSeq = message.seq ?? lastSeq;
      onMessage(message);
    };
    socket.onclose = (event) => {
      onState(false);
      if (!ended && event.code !== 4404) {
        timer = setTimeout(open, pause);
        pause = Math.min(longestPause, pause * 2);
      }
    };
  }

  open();
  return () => {
    ended = true;
    clearTimeout(timer);
    socket.close();
  };
}
