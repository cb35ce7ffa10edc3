/* The ordered list of steps: one button a step, `aria-current` on the selected one. */
import { text } from "../texts.js";
import { laneOf, nameOf, nextOf, readSteps, typeOf } from "./steps.js";

export function speakable(element) {
  return nameOf(element) || text("unnamed");
}

function line(modeler, { element, children }, number, onChoose, selected) {
  const item = document.createElement("li");
  const button = document.createElement("button");
  button.type = "button";
  button.dataset.step = element.id;
  button.className = "outline-step";
  if (element === selected) button.setAttribute("aria-current", "true");
  const title = document.createElement("span");
  title.className = "outline-name";
  title.textContent = text("step", { number, name: speakable(element), type: typeOf(modeler, element) });
  const more = document.createElement("span");
  more.className = "outline-more";
  const lane = laneOf(modeler, element);
  const targets = nextOf(element).map((flow) => speakable(flow.target));
  more.textContent = [
    lane ? text("inLane", { lane: speakable(lane) }) : "",
    targets.length > 0 ? text("goesTo", { names: targets.join(", ") }) : text("goesNowhere"),
  ].filter(Boolean).join(" · ");
  button.append(title, more);
  button.addEventListener("click", () => onChoose(element));
  item.append(button);
  if (children.length > 0) item.append(listOf(modeler, children, `${number}.`, onChoose, selected));
  return item;
}

function listOf(modeler, steps, prefix, onChoose, selected) {
  const list = document.createElement("ol");
  list.className = "outline-list";
  list.append(...steps.map((step, index) => line(modeler, step, `${prefix}${index + 1}`, onChoose, selected)));
  return list;
}

/* Draws anew and keeps the keyboard focus on the step that had it. */
export function drawList(holder, { modeler, selected, onChoose }) {
  const focused = holder.contains(document.activeElement) ? document.activeElement.dataset.step : null;
  const steps = readSteps(modeler);
  const empty = document.createElement("p");
  empty.textContent = text("stepsEmpty");
  holder.replaceChildren(steps.length > 0 ? listOf(modeler, steps, "", onChoose, selected) : empty);
  if (focused) holder.querySelector(`[data-step="${CSS.escape(focused)}"]`)?.focus();
  return steps;
}

export function flatten(steps) {
  return steps.flatMap((step) => [step.element, ...flatten(step.children)]);
}
