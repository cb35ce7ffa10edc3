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
  item.append(strong, `${model.name || text("unnamed")} (${id})`, details.length > 0 ? ` — ${details.join(", ")}` : "");
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
  pictures[0]?.mark(marksOf(changes, ["removed", "changed", "moved"]));
  pictures[1]?.mark(marksOf(changes, ["added", "changed", "moved"]));
  const list = root.querySelector("[data-changes]");
  const none = document.createElement("li");
  none.textContent = text("noDifference");
  list.replaceChildren(...(changes.size > 0 ? [...changes].map(([id, change]) => line(id, change)) : [none]));
  root.dataset.ready = "true";
}
