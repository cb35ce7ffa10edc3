/*
 * Read-only diagrams. `<figure data-diagram="address">` holds a `[data-canvas]`; marks for it come from the JSON script
 * named by `data-marks`: {elementId: {label, title, tone}}. Tones add a pattern and a sign, never colour alone; the same facts
 * stand in a table or list on the page, so the picture itself is hidden from assistive technology.
 */
import NavigatedViewer from "bpmn-js/lib/NavigatedViewer";
import { describeCanvas } from "./accessible_canvas.js";
import { text } from "./texts.js";
import { viewerTranslate } from "./viewer_words.js";

function addMarks(viewer, marks) {
  for (const [id, mark] of Object.entries(marks)) {
    const element = viewer.get("elementRegistry").get(id);
    if (!element) continue;
    viewer.get("canvas").addMarker(element, `mark-${mark.tone}`);
    if (!mark.label) continue;
    const sign = document.createElement("span");
    sign.className = `diagram-sign tone-${mark.tone}`;
    sign.textContent = mark.label;
    sign.title = mark.title ?? "";
    viewer.get("overlays").add(element, "facts", { position: element.waypoints ? { top: 0, left: 0 } : { top: -14, left: 4 }, html: sign });
  }
}

const READABLE_ZOOM = 0.45;

/* The whole diagram where it stays readable, else its beginning; the buttons lead to the rest. */
function settle(canvas) {
  if (canvas.zoom("fit-viewport", "auto") >= READABLE_ZOOM) return;
  canvas.zoom(READABLE_ZOOM);
  const { inner, outer, scale } = canvas.viewbox();
  canvas.viewbox({ x: inner.x - 10, y: inner.y - 20, width: outer.width / scale, height: outer.height / scale });
}

function zoomButtons(figure, viewer) {
  const row = document.createElement("p");
  row.className = "button-row diagram-zoom";
  const ways = { zoomIn: () => viewer.get("zoomScroll").stepZoom(1), zoomOut: () => viewer.get("zoomScroll").stepZoom(-1), zoomFit: () => viewer.get("canvas").zoom("fit-viewport", "auto") };
  for (const [key, action] of Object.entries(ways)) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button small";
    button.textContent = text(key);
    button.addEventListener("click", action);
    row.append(button);
  }
  figure.prepend(row);
}

export async function showDiagram(figure) {
  const canvas = figure.querySelector("[data-canvas]");
  const viewer = new NavigatedViewer({ container: canvas, additionalModules: [viewerTranslate] });
  describeCanvas(canvas);
  try {
    const response = await fetch(figure.dataset.diagram, { credentials: "same-origin" });
    if (!response.ok) throw new Error(String(response.status));
    await viewer.importXML(await response.text());
  } catch {
    canvas.textContent = text("noScript");
    return null;
  }
  settle(viewer.get("canvas"));
  zoomButtons(figure, viewer);
  const marks = figure.dataset.marks && document.getElementById(figure.dataset.marks);
  if (marks) addMarks(viewer, JSON.parse(marks.textContent));
  figure.dataset.ready = "true";
  return { viewer, mark: (more) => addMarks(viewer, more) };
}
