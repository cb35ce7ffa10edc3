/* What the outline can do to the diagram. Each goes through the modeler's command stack, so undo covers it. */
import { getBusinessObject, is } from "bpmn-js/lib/util/ModelUtil";
import { beginInside } from "./happenings.js";
import { attributesOf } from "./kinds.js";
import { laneOf, nextOf } from "./steps.js";

const SIZE_BETWEEN = 50;

export class OutlineActions {
  constructor(modeler) {
    this.modeler = modeler;
  }

  get(name) {
    return this.modeler.get(name);
  }

  /* Puts a new step behind `source`; a single way onward then leads through the new step. */
  add(source, kind, name) {
    const onward = nextOf(source);
    const shape = this.get("elementFactory").createShape(attributesOf(kind));
    const added = this.get("autoPlace").append(source, shape);
    if (is(added, "bpmn:SubProcess")) beginInside(this.modeler, added);
    if (name) this.rename(added, name);
    if (onward.length === 1 && !is(added, "bpmn:EndEvent") && !is(source, "bpmn:ExclusiveGateway")) this.#leadThrough(onward[0], added);
    return added;
  }

  #leadThrough(flow, added) {
    const target = flow.target;
    this.get("modeling").removeConnection(flow);
    this.#makeRoom(added, target);
    this.get("modeling").connect(added, target);
  }

  /* Moves what stands in the way to the right, as the space tool does. */
  #makeRoom(added, target) {
    const missing = added.x + added.width + SIZE_BETWEEN - target.x;
    if (missing <= 0 || target.x < added.x - added.width) return;
    const movable = this.get("elementRegistry").filter(
      (element) => element.parent === added.parent && element !== added && !element.waypoints && element.x >= target.x && !is(element, "bpmn:Lane") && !element.host && element.type !== "label",
    );
    this.get("modeling").moveElements(movable, { x: missing, y: 0 }, added.parent, { autoResize: true });
  }

  rename(element, name) {
    this.get("modeling").updateProperties(element, { name });
  }

  remove(element) {
    this.get("modeling").removeElements([element]);
  }

  connect(source, target) {
    const allowed = this.get("rules").allowed("connection.create", { source, target });
    return allowed ? this.get("modeling").connect(source, target) : null;
  }

  disconnect(flow) {
    this.get("modeling").removeConnection(flow);
  }

  setCondition(flow, expression) {
    const condition = expression ? this.get("bpmnFactory").create("bpmn:FormalExpression", { body: expression }) : undefined;
    this.get("modeling").updateProperties(flow, { conditionExpression: condition });
  }

  setLane(element, lane) {
    if (laneOf(this.modeler, element) === lane) return;
    const middle = (shape) => shape.y + shape.height / 2;
    this.get("modeling").moveElements([element], { x: 0, y: Math.round(middle(lane) - middle(element)) }, element.parent);
  }

  formId(element) {
    return this.#extension(element, "zeebe:FormDefinition")?.formId ?? "";
  }

  setFormId(element, formId) {
    const object = getBusinessObject(element);
    const factory = this.get("bpmnFactory");
    const modeling = this.get("modeling");
    const existing = this.#extension(element, "zeebe:FormDefinition");
    if (existing) {
      modeling.updateModdleProperties(element, existing, { formId: formId || undefined });
      return;
    }
    const holder = object.extensionElements ?? factory.create("bpmn:ExtensionElements", { values: [] });
    holder.$parent = object;
    if (!object.extensionElements) modeling.updateModdleProperties(element, object, { extensionElements: holder });
    const definition = factory.create("zeebe:FormDefinition", { formId });
    definition.$parent = holder;
    modeling.updateModdleProperties(element, holder, { values: [...(holder.values ?? []), definition] });
  }

  #extension(element, type) {
    return getBusinessObject(element).extensionElements?.values?.find((value) => is(value, type));
  }

  undo() {
    if (this.get("commandStack").canUndo()) this.get("commandStack").undo();
  }

  redo() {
    if (this.get("commandStack").canRedo()) this.get("commandStack").redo();
  }
}
