/*
 * The keyboard outline: the list of steps and, for the selected step, plain controls to rename, move to another lane,
 * name its form, connect, add behind, delete. In step with the canvas both ways. What was done is said in a live region.
 */
import { getBusinessObject, is } from "bpmn-js/lib/util/ModelUtil";
import { text } from "../texts.js";
import { OutlineActions } from "./actions.js";
import { addEventSubProcess, attach, holdsBoundaryEvents } from "./happenings.js";
import { mayGoOn } from "./kinds.js";
import { drawList, flatten, speakable } from "./list.js";
import { drawWays } from "./ways.js";
import { laneOf, lanesOf, nameOf, typeOf } from "./steps.js";

export class Outline {
  constructor(root, modeler) {
    this.root = root;
    this.modeler = modeler;
    this.actions = new OutlineActions(modeler);
    this.selected = null;
    this.part = (name) => root.querySelector(`[data-outline="${name}"]`);
    this.#listen();
  }

  #listen() {
    const redraw = () => this.#drawSoon();
    this.modeler.on(["import.done", "commandStack.changed", "elements.changed"], redraw);
    this.modeler.on("selection.changed", ({ newSelection }) => {
      this.selected = newSelection.length === 1 && is(newSelection[0], "bpmn:FlowNode") ? newSelection[0].labelTarget ?? newSelection[0] : null;
      this.#drawSoon();
    });
    this.#on("name", "change", (field) => this.#do(() => this.actions.rename(this.selected, field.value), () => text("renamed", { name: field.value })));
    this.#on("lane", "change", (field) => this.#changeLane(field.value));
    this.#on("form", "change", (field) => this.#do(() => this.actions.setFormId(this.selected, field.value.trim()), () => text("formChanged", { form: field.value })));
    this.#on("add", "click", () => this.#add());
    this.#on("happening", "change", () => this.#drawHappening());
    this.#on("attach", "click", () => this.#addHappening(attach));
    this.#on("begin", "click", () => this.#addHappening(addEventSubProcess));
    this.#on("connect", "click", () => this.#connect());
    this.#on("delete", "click", () => this.#delete());
    this.#on("undo", "click", () => this.#do(() => this.actions.undo(), () => text("undone"), false));
    this.#on("redo", "click", () => this.#do(() => this.actions.redo(), () => text("redone"), false));
    this.#on("properties", "click", () => document.querySelector(".bio-properties-panel input, .bio-properties-panel button, .bio-properties-panel [tabindex='0']")?.focus());
  }

  #on(part, event, action) {
    const control = this.part(part);
    control.addEventListener(event, () => action(control));
  }

  #drawSoon() {
    window.clearTimeout(this.pending);
    this.pending = window.setTimeout(() => this.draw(), 0);
  }

  choose(element) {
    const root = this.modeler.get("canvas").findRoot(element);
    if (root) this.modeler.get("canvas").setRootElement(root);
    this.modeler.get("selection").select(element);
    this.modeler.get("canvas").scrollToElement(element, 100);
  }

  say(sentence) {
    this.part("said").textContent = sentence;
  }

  draw() {
    if (this.selected && !this.modeler.get("elementRegistry").get(this.selected.id)) this.selected = null;
    const steps = drawList(this.part("steps"), { modeler: this.modeler, selected: this.selected, onChoose: (element) => this.choose(element) });
    this.part("detail").hidden = !this.selected;
    this.part("hint").hidden = Boolean(this.selected);
    if (this.selected) this.#drawDetail(flatten(steps));
  }

  #drawDetail(all) {
    const step = this.selected;
    this.part("selected").textContent = text("selected", { name: `${speakable(step)} (${typeOf(this.modeler, step)})` });
    this.part("name").value = nameOf(step);
    this.part("form-row").hidden = !(is(step, "bpmn:UserTask") || is(step, "bpmn:StartEvent"));
    this.part("form").value = this.actions.formId(step);
    const lanes = lanesOf(this.modeler);
    this.part("lane-row").hidden = lanes.length === 0 || is(step, "bpmn:BoundaryEvent");
    fill(this.part("lane"), lanes, laneOf(this.modeler, step));
    fill(this.part("target"), all.filter((other) => other !== step && other.parent === step.parent), null);
    drawWays(this.part("ways"), { step, outline: this });
    this.#drawHappening();
  }

  #drawHappening() {
    this.part("attach").disabled = !holdsBoundaryEvents(this.selected);
    this.part("stops").disabled = !mayGoOn(this.part("happening").value);
  }

  /* Acts on the selected step, then says what was done. */
  #do(action, sentence, needsStep = true) {
    if (needsStep && !this.selected) return this.say(text("selectStepFirst"));
    const said = sentence();
    action();
    this.draw();
    return this.say(said);
  }

  #changeLane(id) {
    const lane = this.modeler.get("elementRegistry").get(id);
    const name = speakable(this.selected);
    this.#do(() => this.actions.setLane(this.selected, lane), () => text("laneChanged", { name, lane: speakable(lane) }));
  }

  #add() {
    if (!this.selected) return this.say(text("selectStepFirst"));
    const field = this.part("new-name");
    this.#show(this.actions.add(this.selected, this.part("new-type").value, field.value.trim()));
    field.value = "";
  }

  #addHappening(make) {
    if (!this.selected) return this.say(text("selectStepFirst"));
    const field = this.part("happening-name");
    const asked = { event: this.part("happening").value, stops: this.part("stops").checked, name: field.value.trim() };
    this.#show(make(this.modeler, this.selected, asked), asked.name);
    field.value = "";
  }

  /* Leads to what was just made, and says so. */
  #show(added, name = speakable(added)) {
    this.choose(added);
    this.selected = added;
    this.draw();
    this.part("steps").querySelector(`[data-step="${CSS.escape(added.id)}"]`)?.focus();
    this.say(text("added", { name: name || typeOf(this.modeler, added) }));
  }

  #connect() {
    const target = this.modeler.get("elementRegistry").get(this.part("target").value);
    if (!this.selected || !target) return this.say(text("selectStepFirst"));
    const made = this.actions.connect(this.selected, target);
    this.draw();
    return this.say(made ? text("connected", { from: speakable(this.selected), to: speakable(target) }) : text("notAllowed"));
  }

  #delete() {
    if (!this.selected) return this.say(text("selectStepFirst"));
    const gone = this.selected;
    const name = speakable(gone);
    const before = gone.incoming[0]?.source ?? null;
    this.actions.remove(gone);
    this.selected = null;
    if (before) this.choose(before);
    this.draw();
    (this.part("steps").querySelector("[aria-current]") ?? this.part("steps").querySelector("button"))?.focus();
    return this.say(text("deleted", { name }));
  }
}

function fill(select, elements, chosen) {
  select.replaceChildren(
    ...elements.map((element) => new Option(speakable(element) === text("unnamed") ? element.id : speakable(element), getBusinessObject(element).id, false, element === chosen)),
  );
}
