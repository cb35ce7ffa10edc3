/* The page inside the frame: the form editor alone. It speaks with the draft page by messages. */
import { FormEditor } from "@bpmn-io/form-js-editor";
import "@bpmn-io/form-js-editor/dist/assets/form-js-editor.css";
import "@bpmn-io/form-js-editor/dist/assets/properties-panel.css";
import "@bpmn-io/form-js-viewer/dist/assets/form-js.css";
import "./form.css";

const container = document.getElementById("form-editor");
const editor = new FormEditor({ container });
let opening = false;

editor.on("changed", () => {
  if (!opening) window.parent.postMessage({ kind: "changed", schema: editor.saveSchema() }, window.location.origin);
});

window.addEventListener("message", async (event) => {
  if (event.origin !== window.location.origin || event.data.kind !== "open") return;
  opening = true;
  await editor.importSchema(event.data.schema);
  opening = false;
});

window.parent.postMessage({ kind: "ready" }, window.location.origin);
