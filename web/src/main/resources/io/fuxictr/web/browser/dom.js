/** Elements made in code. Text goes in as text, never as markup. */

const SVG = "http://www.w3.org/2000/svg";

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) {
      node.addEventListener(name.slice(2), value);
    } else if (typeof value === "boolean") {
      node.toggleAttribute(name, value);
    } else {
      node.setAttribute(name, value);
    }
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null));
  return node;
}

/** Returns an element with attributes (functions under on…) and children or texts. */
export function el(name, attributes = {}, ...children) {
  return fill(document.createElement(name), attributes, children);
}

/** Returns an element of a drawing. */
export function svg(name, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, name), attributes, children);
}

/** Shows a line for some seconds. */
export function toast(text, kind = "") {
  const node = el("div", { class: `toast ${kind}` }, text);
  document.getElementById("toasts").append(node);
  setTimeout(() => node.remove(), kind === "bad" ? 8000 : 3000);
}

/** Does something and shows the words of its failure. */
export async function attempt(action) {
  try {
    return await action();
  } catch (error) {
    toast(error.message, "bad");
    return undefined;
  }
}

/** Asks before something that cannot be undone; resolves to the chosen value, or to "". */
export function confirm(question, choices, cancel) {
  return new Promise((resolve) => {
    const dialog = el("dialog", {}, el("p", {}, question));
    const button = ([value, label, kind]) =>
      el("button", { class: `button ${kind}`, onclick: () => dialog.close(value) }, label);
    dialog.append(el("div", { class: "actions" }, [["", cancel, ""], ...choices].map(button)));
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue);
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}
