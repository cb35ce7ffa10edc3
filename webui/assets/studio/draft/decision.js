/* The DMN editor: decision requirements, tables and literal expressions. */
import DmnModeler from "dmn-js/lib/Modeler";
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
