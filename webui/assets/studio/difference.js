/* What changed between two diagrams (bpmn-js-differ): marks on both pictures and one list in words. */
import { diff } from "bpmn-js-differ";
import { BpmnModdle } from "bpmn-moddle";
import zeebeModdle from "zeebe-bpmn-moddle/resources/zeebe.json";
import { text } from "./texts.js";
import { showDiagram } from "./viewer.js";

const WORDS = { added: "addedThing", removed: "removedThing", changed: "changedThing", moved: "movedThing" };

async function definitions(address) {
  const response = await fetch(address, { credentials: "same-origin" });
  return (await new BpmnModdle({ zeebe: zeebeModdle }).fromXML(await response.text())).rootElement;
}

const DETAILS = { name: "detailName", conditionExpression: "detailCondition", extensionElements: "detailProperties", documentation: "detailDocumentation", sourceRef: "detailFlow", targetRef: "detailFlow" };

function detailWord(attribute) {
  return DETAILS[attribute] ? text(DETAILS[attribute]) : attribute;
}

/* Brings the first marked element of a picture into view. */
function goToFirst(picture, marks) {
  const element = picture && Object.keys(marks).map((id) => picture.viewer.get("elementRegistry").get(id)).find((one) => one && !one.waypoints);
  if (element) picture.viewer.get("canvas").scrollToElement(element, 150);
}

function collect(result) {
  const changed = Object.entries(result._changed).map(([id, change]) => [id, { kind: "changed", model: change.model, details: Object.keys(change.attrs ?? {}) }]);
  const others = [["added", result._added], ["removed", result._removed], ["moved", result._layoutChanged]];
  const rest = others.flatMap(([kind, models]) => Object.entries(models).map(([id, model]) => [id, { kind, model, details: [] }]));
  return new Map([...rest, ...changed]);
}

function line(id, { kind, model, details }) {
  const item = document.createElement("li");
  const strong = document.createElement("strong");
  strong.textContent = `${text(WORDS[kind])}: `;
  item.append(strong, `${model.name || text("unnamed")} (${id})`, details.length > 0 ? ` — ${details.map(detailWord).join(", ")}` : "");
  return item;
}

function marksOf(changes, kinds) {
  const shown = [...changes].filter(([, change]) => kinds.includes(change.kind));
  return Object.fromEntries(shown.map(([id, change]) => [id, { tone: change.kind, label: text(WORDS[change.kind]) }]));
}

export async function showDifference(root) {
  const [before, after] = root.querySelectorAll("figure[data-diagram]");
  const pictures = await Promise.all([showDiagram(before), showDiagram(after)]);
  const changes = collect(diff(await definitions(before.dataset.diagram), await definitions(after.dataset.diagram)));
  [["removed", "changed", "moved"], ["added", "changed", "moved"]].forEach((kinds, place) => {
    const marks = marksOf(changes, kinds);
    pictures[place]?.mark(marks);
    goToFirst(pictures[place], marks);
  });
  const list = root.querySelector("[data-changes]");
  const none = document.createElement("li");
  none.textContent = text("noDifference");
  list.replaceChildren(...(changes.size > 0 ? [...changes].map(([id, change]) => line(id, change)) : [none]));
  root.dataset.ready = "true";
}
