/** A small drawing of figures over epochs. */

import { el, svg } from "../dom.js";

const WIDTH = 420;
const HEIGHT = 180;
const LEFT = 44;
const RIGHT = 8;
const TOP = 8;
const BOTTOM = 20;
const GRID = 4;
const COLOURS = 6;
const MOST_LABELS = 12;

/** Returns one line per name of figure, the last value of each epoch. */
export function chart(title, points) {
  const series = bySeries(points);
  const xs = [...series.values()].flatMap((line) => [...line.keys()]);
  const ys = [...series.values()].flatMap((line) => [...line.values()]);
  if (ys.length === 0) {
    return el("div");
  }
  const x = scale(Math.min(...xs), Math.max(...xs), LEFT, WIDTH - RIGHT);
  const y = scale(Math.min(...ys), Math.max(...ys), HEIGHT - BOTTOM, TOP);
  const names = [...series.keys()];
  return el(
    "figure",
    {},
    el("figcaption", {}, title),
    svg(
      "svg",
      { class: "chart", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": title },
      grid(y),
      readable([...new Set(xs)]).map((epoch) => label(x(epoch), HEIGHT - 6, String(epoch), "middle")),
      names.map((name, i) => draw(series.get(name), i, x, y)),
    ),
    el(
      "div",
      { class: "legend" },
      names.map((name, i) => el("span", {}, el("span", { class: colour(i) }, "● "), name)),
    ),
  );
}

function bySeries(points) {
  const series = new Map();
  for (const { name, epoch, value } of points) {
    const line = series.get(name) ?? new Map();
    series.set(name, line.set(epoch, value));
  }
  return series;
}

function scale(least, most, from, to) {
  const span = most - least;
  return (value) => (span === 0 ? (from + to) / 2 : from + ((value - least) / span) * (to - from));
}

function grid(y) {
  const lines = [];
  for (let i = 0; i <= GRID; i++) {
    const height = TOP + ((HEIGHT - TOP - BOTTOM) * i) / GRID;
    lines.push(
      svg("line", { class: i === GRID ? "axis" : "grid", x1: LEFT, x2: WIDTH - RIGHT, y1: height, y2: height }),
    );
  }
  return [...lines, ...ticks(y)];
}

/** The scale is linear, so that two of its points give the value at any height. */
function ticks(y) {
  const zero = y(0);
  const slope = y(1) - zero;
  if (slope === 0) {
    return [];
  }
  return [0, GRID / 2, GRID].map((i) => {
    const height = TOP + ((HEIGHT - TOP - BOTTOM) * i) / GRID;
    return label(LEFT - 4, height + 4, ((height - zero) / slope).toPrecision(3), "end");
  });
}

function draw(line, index, x, y) {
  const places = [...line].sort(([a], [b]) => a - b).map(([epoch, value]) => [x(epoch), y(value)]);
  return [
    svg("polyline", { class: colour(index), points: places.map((place) => place.join(",")).join(" ") }),
    ...places.map(([cx, cy]) =>
      svg("circle", { class: colour(index), cx, cy, r: 2.5 }),
    ),
  ];
}

function label(x, y, text, anchor) {
  return svg("text", { x, y, "text-anchor": anchor }, text);
}

function colour(index) {
  return `line-${index % COLOURS}`;
}

/** Leaves out so many numbers that those which stay do not touch. */
function readable(epochs) {
  const step = Math.ceil(epochs.length / MOST_LABELS);
  return epochs.filter((_, place) => place % step === 0);
}
