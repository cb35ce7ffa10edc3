/* The studio's pages: the draft editor, read-only diagrams, and the difference of two diagrams. */
import "bpmn-js/dist/assets/diagram-js.css";
import "bpmn-js/dist/assets/bpmn-js.css";
import "bpmn-js/dist/assets/bpmn-font/css/bpmn.css";
import "@bpmn-io/properties-panel/dist/assets/properties-panel.css";
import "dmn-js/dist/assets/dmn-js-shared.css";
import "dmn-js/dist/assets/dmn-js-drd.css";
import "dmn-js/dist/assets/dmn-js-decision-table.css";
import "dmn-js/dist/assets/dmn-js-decision-table-controls.css";
import "dmn-js/dist/assets/dmn-js-literal-expression.css";
import "dmn-js/dist/assets/dmn-js-boxed-expression.css";
import "dmn-js/dist/assets/dmn-js-boxed-expression-controls.css";
import "dmn-js/dist/assets/dmn-font/css/dmn.css";
import "./diagram.css";
import "./studio.css";
import { showDifference } from "./difference.js";
import { DraftPage } from "./draft/page.js";
import { showDiagram } from "./viewer.js";

const draft = document.getElementById("studio-draft");
if (draft) new DraftPage(draft, JSON.parse(document.getElementById("draft-facts").textContent)).start();

const difference = document.getElementById("studio-difference");
if (difference) showDifference(difference);
else document.querySelectorAll("figure[data-diagram]").forEach(showDiagram);
