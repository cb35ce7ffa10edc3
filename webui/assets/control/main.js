/* The supervisors' diagrams: the same read-only viewer as in the studio, with counts as signs. No editor is loaded. */
import "bpmn-js/dist/assets/diagram-js.css";
import "bpmn-js/dist/assets/bpmn-js.css";
import "../studio/diagram.css";
import "./control.css";
import { showDiagram } from "../studio/viewer.js";

document.querySelectorAll("figure[data-diagram]").forEach(showDiagram);
