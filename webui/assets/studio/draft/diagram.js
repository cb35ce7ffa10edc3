/* The BPMN editor: bpmn-js in the Camunda 8 profile, with its properties panel and Korean words. */
import BpmnModeler from "bpmn-js/lib/Modeler";
import { BpmnPropertiesPanelModule, BpmnPropertiesProviderModule, ZeebePropertiesProviderModule } from "bpmn-js-properties-panel";
import zeebeBehaviors from "camunda-bpmn-js-behaviors/lib/camunda-cloud";
import zeebeModdle from "zeebe-bpmn-moddle/resources/zeebe.json";
import { bpmnTranslate } from "../translate.js";
import { describeCanvas } from "../accessible_canvas.js";

export function createDiagramEditor({ canvas, panel, onChange }) {
  const modeler = new BpmnModeler({
    container: canvas,
    propertiesPanel: { parent: panel },
    additionalModules: [
      BpmnPropertiesPanelModule,
      BpmnPropertiesProviderModule,
      ZeebePropertiesProviderModule,
      zeebeBehaviors,
      bpmnTranslate,
    ],
    moddleExtensions: { zeebe: zeebeModdle },
  });
  describeCanvas(canvas);
  modeler.on("commandStack.changed", onChange);
  return {
    modeler,
    open: async (content) => {
      await modeler.importXML(content);
      modeler.get("canvas").zoom("fit-viewport", "auto");
    },
    read: async () => (await modeler.saveXML({ format: true })).xml,
  };
}
