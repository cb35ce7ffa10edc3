/* What happens beside the flow: events on the border of a step, and sub-processes that an event starts. */
import { is } from "bpmn-js/lib/util/ModelUtil";
import { definitionOf, mayGoOn } from "./kinds.js";

const BETWEEN_EVENTS = 50;
const GAP = 60;
const SUB_PROCESS = { width: 350, height: 200 };

export const holdsBoundaryEvents = (element) => is(element, "bpmn:Activity") && !element.businessObject.triggeredByEvent;

/* An event on the lower border of `host`, right of those that are there. */
export function attach(modeler, host, { event, stops, name }) {
  const there = (host.attachers ?? []).filter((one) => one.type !== "label").length;
  const shape = modeler.get("elementFactory").createShape({
    type: "bpmn:BoundaryEvent",
    eventDefinitionType: definitionOf(event),
    cancelActivity: stops || !mayGoOn(event),
  });
  const place = { x: host.x + 25 + (there * BETWEEN_EVENTS) % Math.max(host.width - 25, BETWEEN_EVENTS), y: host.y + host.height };
  const added = modeler.get("modeling").createShape(shape, place, host, { attach: true });
  if (name) modeler.get("modeling").updateProperties(added, { name });
  return added;
}

/* A sub-process below everything in the scope of `step`, with the event that starts it; returns that event. */
export function addEventSubProcess(modeler, step, { event, stops, name }) {
  const factory = modeler.get("elementFactory");
  const scope = step.parent;
  const inside = scope.children.filter((child) => !child.waypoints && child.type !== "label" && !is(child, "bpmn:Lane"));
  const lowest = Math.max(...inside.map((child) => child.y + child.height));
  const leftmost = Math.min(...inside.map((child) => child.x));
  const box = factory.createShape({ type: "bpmn:SubProcess", triggeredByEvent: true, isExpanded: true, x: 0, y: 0, ...SUB_PROCESS });
  const start = factory.createShape({
    type: "bpmn:StartEvent",
    eventDefinitionType: definitionOf(event),
    isInterrupting: stops || !mayGoOn(event),
    x: 40,
    y: 82,
    parent: box,
  });
  const centre = { x: leftmost + SUB_PROCESS.width / 2, y: lowest + GAP + SUB_PROCESS.height / 2 };
  modeler.get("modeling").createElements([box, start], centre, scope, { autoResize: true });
  if (name) modeler.get("modeling").updateProperties(box, { name });
  return start;
}

/* The first event inside a sub-process that was just made; without one nothing in it would ever begin. */
export function beginInside(modeler, box) {
  const start = modeler.get("elementFactory").createShape({ type: "bpmn:StartEvent" });
  modeler.get("modeling").createShape(start, { x: box.x + 58, y: box.y + box.height / 2 }, box);
}
