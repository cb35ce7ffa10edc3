/* The DMN editor: decision requirements, tables and literal expressions. */
import DmnModeler from "dmn-js/lib/Modeler";
import { text } from "../texts.js";
import { dmnTranslate } from "../translate.js";

export function createDecisionEditor({ container, onChange }) {
  const additionalModules = [dmnTranslate];
  const modeler = new DmnModeler({
    container,
    drd: { additionalModules },
    decisionTable: { additionalModules },
    literalExpression: { additionalModules },
    boxedExpression: { additionalModules },
  });
  nameRuleColumn(container);
  const watched = new WeakSet();
  modeler.on("views.changed", () => {
    const viewer = modeler.getActiveViewer();
    if (!viewer || watched.has(viewer)) return;
    watched.add(viewer);
    viewer.get("eventBus").on("elements.changed", onChange);
    viewer.get("eventBus").on("commandStack.changed", onChange);
  });
  return {
    open: async (content) => {
      await modeler.importXML(content);
      const table = modeler.getViews().find((view) => view.type === "decisionTable");
      if (table) await modeler.open(table);
    },
    read: async () => (await modeler.saveXML({ format: true })).xml,
  };
}

/* The column of rule numbers has an empty heading; a reader of the table needs a word there. */
function nameRuleColumn(container) {
  new MutationObserver(() => {
    for (const heading of container.querySelectorAll("th.index-column:empty")) {
      const word = document.createElement("span");
      word.className = "visually-hidden";
      word.textContent = text("rule");
      heading.append(word);
    }
  }).observe(container, { childList: true, subtree: true });
}
