/* The ways onward from the selected step: each with its condition and a button that removes it. */
import { getBusinessObject, is } from "bpmn-js/lib/util/ModelUtil";
import { text } from "../texts.js";
import { speakable } from "./list.js";
import { nextOf } from "./steps.js";

function conditionField(flow, outline) {
  const label = document.createElement("label");
  label.textContent = text("conditionOf", { to: speakable(flow.target) });
  const field = document.createElement("input");
  field.type = "text";
  field.value = getBusinessObject(flow).conditionExpression?.body ?? "";
  field.id = `condition-${flow.id}`;
  label.htmlFor = field.id;
  field.addEventListener("change", () => {
    outline.actions.setCondition(flow, field.value.trim());
    outline.say(text("conditionChanged"));
  });
  return [label, field];
}

function removeButton(flow, outline) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button small";
  button.textContent = text("removeFlow", { to: speakable(flow.target) });
  button.addEventListener("click", () => {
    const said = text("disconnected", { from: speakable(flow.source), to: speakable(flow.target) });
    outline.actions.disconnect(flow);
    outline.draw();
    outline.part("target").focus();
    outline.say(said);
  });
  return button;
}

export function drawWays(holder, { step, outline }) {
  if (holder.contains(document.activeElement) && document.activeElement.tagName === "INPUT") return;
  const choosing = is(step, "bpmn:ExclusiveGateway") || is(step, "bpmn:InclusiveGateway");
  const items = nextOf(step).map((flow) => {
    const item = document.createElement("li");
    item.append(...(choosing ? conditionField(flow, outline) : []), removeButton(flow, outline));
    return item;
  });
  holder.replaceChildren(...items);
}
