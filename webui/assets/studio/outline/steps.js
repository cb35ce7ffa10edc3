/* Reads the steps out of the modeler: in flow order, sub-processes nested, each with what a reader needs. */
import { getBusinessObject, is } from "bpmn-js/lib/util/ModelUtil";

const isStep = (element) => is(element, "bpmn:FlowNode") && element.type !== "label";
const byPlace = (one, other) => one.x - other.x || one.y - other.y;
const isBoundary = (element) => is(element, "bpmn:BoundaryEvent");

export function nextOf(element) {
  return element.outgoing.filter((flow) => is(flow, "bpmn:SequenceFlow"));
}

function previousOf(element) {
  return element.incoming.filter((flow) => is(flow, "bpmn:SequenceFlow"));
}

/* Depth first along the flows, boundary events right after the step they sit on. */
function inFlowOrder(steps) {
  const seen = new Set();
  const visit = (step) => {
    if (seen.has(step) || !steps.includes(step)) return;
    seen.add(step);
    (step.attachers ?? []).filter(isStep).sort(byPlace).forEach((event) => seen.add(event));
    nextOf(step).map((flow) => flow.target).forEach(visit);
    (step.attachers ?? []).filter(isStep).forEach((event) => nextOf(event).forEach((flow) => visit(flow.target)));
  };
  const beginnings = steps.filter((step) => previousOf(step).length === 0 && !isBoundary(step)).sort(byPlace);
  [...beginnings.filter((step) => is(step, "bpmn:StartEvent")), ...beginnings, ...[...steps].sort(byPlace)].forEach(visit);
  return [...seen];
}

function holdsSteps(element) {
  return is(element, "bpmn:SubProcess") || is(element, "bpmn:Participant") || is(element, "bpmn:Process");
}

export function lanesOf(modeler) {
  return modeler.get("elementRegistry").filter((element) => is(element, "bpmn:Lane") && element.children.every((child) => !is(child, "bpmn:Lane")));
}

export function laneOf(modeler, element) {
  return lanesOf(modeler).find((lane) => (getBusinessObject(lane).flowNodeRef ?? []).includes(getBusinessObject(element)));
}

/* [{element, children: [...]}], the children only for sub-processes. */
export function readSteps(modeler) {
  const root = modeler.get("canvas").getRootElement();
  const registry = modeler.get("elementRegistry");
  const below = (parent) =>
    inFlowOrder(registry.filter((element) => element.parent === parent && isStep(element))).map((element) => ({
      element,
      children: holdsSteps(element) ? below(element) : [],
    }));
  const pools = registry.filter((element) => is(element, "bpmn:Participant") && element.parent === root);
  return pools.length > 0 ? pools.flatMap(below) : below(root);
}

export function nameOf(element) {
  return getBusinessObject(element).name || "";
}

/* "UserTask", "MessageBoundaryEvent": the words of the replace menu, spoken by the editors' translate service. */
export function typeOf(modeler, element) {
  const object = getBusinessObject(element);
  const event = object.eventDefinitions?.[0]?.$type.replace(/^bpmn:|EventDefinition$/g, "") ?? "";
  const plain = `${object.triggeredByEvent ? "Event" : ""}${element.type.replace(/^bpmn:/, "")}`;
  const words = `${event}${plain}`.replace(/SubProcess/, "Sub-process").replace(/(\B[A-Z])/g, " $1").toLowerCase();
  const capital = words.charAt(0).toUpperCase() + words.slice(1).replace("event based", "event-based");
  return modeler.get("translate")(capital);
}
