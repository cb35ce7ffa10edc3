/* The BPMN editor: bpmn-js in the Camunda 8 profile, with its properties panel and Korean words. */
import BpmnModeler from "bpmn-js/lib/Modeler";
import { BpmnPropertiesPanelModule, BpmnPropertiesProviderModule, ZeebePropertiesProviderModule } from "bpmn-js-properties-panel";
import zeebeBehaviors from "camunda-bpmn-js-behaviors/lib/camunda-cloud";
import zeebeModdle from "zeebe-bpmn-moddle/resources/zeebe.json";
import { bpmnTranslate } from "../translate.js";
import { describeCanvas } from "../accessible_canvas.js";

const READABLE_ZOOM = 0.6;
const PALETTE_WIDTH = 110;

/* Shows the whole diagram where it stays readable, else its beginning; never under the palette. */
function settle(canvas) {
  const fitted = canvas.zoom("fit-viewport", "auto");
  if (fitted < READABLE_ZOOM) canvas.zoom(READABLE_ZOOM);
  const { inner, scale, ...box } = canvas.viewbox();
  const top = box.height < inner.height ? inner.y - 20 / scale : inner.y - (box.height - inner.height) / 2;
  canvas.viewbox({ x: inner.x - PALETTE_WIDTH / scale, y: top, width: box.width, height: box.height });
}

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
      settle(modeler.get("canvas"));
    },
    read: async () => (await modeler.saveXML({ format: true })).xml,
  };
}
