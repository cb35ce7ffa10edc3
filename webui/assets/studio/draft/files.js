/* The files of the draft as this page holds them: what the server has, and what was changed here. */

export class DraftFiles {
  constructor(facts) {
    this.take(facts);
  }

  /* Forgets local changes and takes {files: {path: text}, revision}. */
  take({ files, revision }) {
    this.revision = revision;
    this.saved = new Map(Object.entries(files));
    this.current = new Map(this.saved);
  }

  text(path) {
    return this.current.get(path);
  }

  change(path, content) {
    this.current.set(path, content);
  }

  changedPaths() {
    return [...this.current.keys()].filter((path) => this.current.get(path) !== this.saved.get(path));
  }

  markSaved(path, revision) {
    this.saved.set(path, this.current.get(path));
    this.revision = revision;
  }
}

export function kindOf(path) {
  if (path.endsWith(".bpmn")) return "diagram";
  if (path.endsWith(".dmn")) return "decision";
  if (path.endsWith(".form")) return "form";
  return "text";
}
