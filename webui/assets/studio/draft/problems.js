/* What the check found: a list with a way to each element, and numbered marks on the diagram. */
import { text } from "../texts.js";

export class Problems {
  constructor({ holder, modeler, onGo }) {
    Object.assign(this, { holder, modeler, onGo, marks: [] });
  }

  show(findings) {
    this.#clearMarks();
    const summary = document.createElement("p");
    summary.className = findings.length > 0 ? "problems-summary" : "problems-summary good";
    summary.textContent = findings.length > 0 ? text("problems", { count: findings.length }) : text("noProblems");
    const list = document.createElement("ol");
    list.className = "problems-list";
    list.append(...findings.map((finding, index) => this.#line(finding, index + 1)));
    this.holder.replaceChildren(summary, ...(findings.length > 0 ? [list] : []));
  }

  #line(finding, number) {
    const item = document.createElement("li");
    const words = document.createElement("p");
    const severity = document.createElement("strong");
    severity.textContent = `${text(finding.severity === "warning" ? "warning" : "error")}: `;
    words.append(severity, finding.message);
    const place = document.createElement("p");
    place.className = "problems-place";
    place.textContent = [finding.path, finding.element_id].filter(Boolean).join(" · ");
    item.append(words, ...this.#way(finding.way ?? []), place);
    const element = finding.element_id && this.modeler.get("elementRegistry").get(finding.element_id);
    if (element || finding.path) item.append(this.#button(finding, element));
    if (element) this.#mark(element, number);
    return item;
  }

  /* The shortest way to what was found, stop by stop. */
  #way(stops) {
    if (stops.length === 0) return [];
    const name = document.createElement("p");
    name.className = "problems-way-name";
    name.textContent = text("way");
    const list = document.createElement("ol");
    list.className = "problems-way";
    for (const stop of stops) list.append(Object.assign(document.createElement("li"), { textContent: stop }));
    return [name, list];
  }

  #button(finding, element) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button small";
    button.textContent = `${text("goTo")}${element ? `: ${element.businessObject.name || element.id}` : ""}`;
    button.addEventListener("click", () => this.onGo(finding, element));
    return button;
  }

  #mark(element, number) {
    this.modeler.get("canvas").addMarker(element, "has-problem");
    const sign = document.createElement("span");
    sign.className = "problem-mark";
    sign.textContent = `! ${number}`;
    const position = element.waypoints ? { bottom: 0, right: 0 } : { top: -14, left: -10 };
    const overlay = this.modeler.get("overlays").add(element, "problem", { position, html: sign });
    this.marks.push({ element, overlay });
  }

  #clearMarks() {
    for (const { element, overlay } of this.marks) {
      this.modeler.get("overlays").remove(overlay);
      if (this.modeler.get("elementRegistry").get(element.id)) this.modeler.get("canvas").removeMarker(element, "has-problem");
    }
    this.marks = [];
  }
}
