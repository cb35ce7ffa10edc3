/*
 * The draft page: opens each file in its editor, keeps changes of all files, saves them under the draft's revision,
 * checks on the server, and guards against leaving with unsaved work.
 */
import { text } from "../texts.js";
import { Outline } from "../outline/outline.js";
import { draftApi } from "./api.js";
import { showConflict } from "./conflict.js";
import { createDecisionEditor } from "./decision.js";
import { createDiagramEditor } from "./diagram.js";
import { DraftFiles, kindOf } from "./files.js";
import { createFormEditor } from "./form.js";
import { Problems } from "./problems.js";

export class DraftPage {
  constructor(root, facts) {
    this.root = root;
    this.facts = facts;
    this.api = draftApi(facts);
    this.files = new DraftFiles(facts);
    this.part = (name) => root.querySelector(`[data-draft="${name}"]`);
    this.editors = {};
    this.touched = false;
    this.openPath = null;
  }

  async start() {
    const changed = () => this.#touch();
    this.editors.diagram = createDiagramEditor({ canvas: this.part("canvas"), panel: this.part("panel"), onChange: changed });
    this.outline = new Outline(this.part("outline"), this.editors.diagram.modeler);
    this.problems = new Problems({
      holder: this.part("problems"),
      modeler: this.editors.diagram.modeler,
      onGo: (finding, element) => this.#goTo(finding, element),
    });
    this.part("save").addEventListener("click", () => this.save());
    this.part("check").addEventListener("click", () => this.check());
    this.part("files").addEventListener("click", (event) => {
      const path = event.target.closest("[data-path]")?.dataset.path;
      if (path) this.open(path);
    });
    window.addEventListener("beforeunload", (event) => {
      if (this.touched || this.files.changedPaths().length > 0) event.preventDefault();
    });
    // While capturing: before the guard against a second press counts this press as the sending.
    document.addEventListener("submit", (event) => this.#saveBefore(event), true);
    const paths = [...this.files.current.keys()];
    const wanted = decodeURIComponent(window.location.hash.slice(1));
    await this.open(paths.find((path) => path.endsWith(".bpmn")) ?? paths[0]);
    if (this.files.text(wanted) !== undefined) await this.open(wanted);
    this.root.dataset.ready = "true";
  }

  #editorFor(kind) {
    const onChange = () => this.#touch();
    if (kind === "decision") this.editors.decision ??= createDecisionEditor({ container: this.part("decision"), onChange });
    if (kind === "form") this.editors.form ??= createFormEditor({ frame: this.part("frame"), onChange });
    if (kind === "text") this.editors.text ??= this.#textEditor(onChange);
    return this.editors[kind];
  }

  #textEditor(onChange) {
    const area = this.part("text");
    area.addEventListener("input", onChange);
    return { open: async (content) => { area.value = content; }, read: async () => area.value };
  }

  #touch() {
    if (this.opening) return;
    this.touched = true;
    this.part("state").textContent = text("unsaved");
  }

  /* Takes what is in the open editor into the files, if it was touched. */
  async #collect() {
    if (!this.openPath || !this.touched) return;
    this.files.change(this.openPath, await this.#editorFor(kindOf(this.openPath)).read());
    this.touched = false;
  }

  async open(path) {
    await this.#collect();
    const kind = kindOf(path);
    for (const room of this.root.querySelectorAll("[data-kind]")) room.hidden = room.dataset.kind !== kind;
    for (const button of this.part("files").querySelectorAll("[data-path]")) {
      button.toggleAttribute("aria-current", button.dataset.path === path);
      if (button.dataset.path === path) button.setAttribute("aria-current", "true");
    }
    this.opening = true;
    try {
      await this.#editorFor(kind).open(this.files.text(path));
      this.openPath = path;
    } catch (problem) {
      this.openPath = null;
      this.#say(text("cannotOpen", { reason: problem.message }));
    } finally {
      this.opening = false;
    }
  }

  #say(sentence) {
    this.part("state").textContent = sentence;
  }

  async save(revision) {
    await this.#collect();
    const paths = this.files.changedPaths();
    if (paths.length === 0) {
      this.#say(text("nothingToSave"));
      return true;
    }
    this.#say(text("saving"));
    if (revision !== undefined) this.files.revision = revision;
    for (const path of paths) {
      const answer = await this.api.save(path, this.files.text(path), this.files.revision);
      if (!answer.ok) return this.#refused(answer);
      this.files.markSaved(path, answer.body.revision);
    }
    this.#say(text("saved", { revision: this.files.revision }));
    return true;
  }

  #refused({ status, body }) {
    if (status === 409) {
      this.#say(text("notSaved"));
      showConflict(this.part("conflict"), {
        conflict: body,
        files: this.files,
        onOverwrite: (revision) => this.save(revision),
        onReload: () => this.#reload(),
      });
    } else {
      this.#say(status === 0 ? text("offline") : [body.sentence, text("notSaved")].filter(Boolean).join(" "));
    }
    return false;
  }

  async #reload() {
    const path = this.openPath;
    this.touched = false;
    this.openPath = null;
    this.files.take(await this.api.load());
    await this.open(this.files.text(path) === undefined ? [...this.files.current.keys()][0] : path);
    this.#say(text("saved", { revision: this.files.revision }));
  }

  async check() {
    if (!(await this.save())) return;
    this.#say(text("checking"));
    const answer = await this.api.check();
    if (!answer.ok) {
      this.#say(answer.status === 0 ? text("offline") : answer.body.sentence ?? "");
      return;
    }
    this.problems.show(answer.body.findings);
    this.#say(answer.body.findings.length > 0 ? text("problems", { count: answer.body.findings.length }) : text("noProblems"));
    this.part("problems").focus();
  }

  async #goTo(finding, element) {
    if (finding.path && finding.path !== this.openPath && this.files.text(finding.path) !== undefined) await this.open(finding.path);
    if (!element) return;
    if (element.waypoints) {
      this.editors.diagram.modeler.get("selection").select(element);
      this.editors.diagram.modeler.get("canvas").scrollToElement(element, 100);
    } else this.outline.choose(element);
    this.part("outline").querySelector(`[data-step="${CSS.escape(element.id)}"]`)?.focus();
  }

  /* A form on the page (submit, add a file …) first saves what is open here. */
  async #saveBefore(event) {
    const form = event.target;
    if (!form.hasAttribute("data-saves-first") || form.dataset.saved === "true") return;
    event.preventDefault();
    const submitter = event.submitter;
    if (!(await this.save())) return;
    const revision = form.querySelector("input[name=revision]");
    if (revision) revision.value = this.files.revision;
    form.dataset.saved = "true";
    // Not at once: while the first submit event is still being handled, a second request would be dropped silently.
    window.setTimeout(() => form.requestSubmit(submitter), 0);
  }
}
