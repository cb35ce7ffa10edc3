/*
 * Improvements of forms that people hand in. Without this file the buttons of the form do the same.
 *
 * After each answer the form is sent to be kept (`refresh`), and what the answers change is drawn anew by the server and
 * morphed into the page by htmx. Files travel only when the person presses a button.
 */
const form = document.querySelector("form[data-work-form]");

if (form) {
  const live = form.querySelector("[data-live-form]");
  const state = form.querySelector("[data-draft-state]");
  const QUIET_MS = 600;
  let timer = null;
  let sent = null;

  const answers = () => {
    const texts = [...new FormData(form)].filter(([, value]) => typeof value === "string");
    return JSON.stringify(texts);
  };

  const say = (text) => { if (state) state.textContent = text; };

  const keep = () => {
    clearTimeout(timer);
    timer = setTimeout(() => live.dispatchEvent(new CustomEvent("save-now")), QUIET_MS);
  };

  form.addEventListener("change", (event) => {
    if (event.target instanceof HTMLInputElement && event.target.type === "file") return;
    keep();
  });

  /* Who was faster than this script, or came back to a page the browser had filled, has answered already. */
  const isMoved = (select) => {
    const options = [...select.options];
    const asSent = options.some((option) => option.defaultSelected) || select.multiple
      ? options.map((option) => option.defaultSelected)
      : options.map((_, number) => number === 0);
    return options.some((option, number) => option.selected !== asSent[number]);
  };
  const isChanged = (control) => {
    if (control instanceof HTMLSelectElement) return isMoved(control);
    if (control instanceof HTMLTextAreaElement) return control.value !== control.defaultValue;
    if (!(control instanceof HTMLInputElement) || control.type === "file") return false;
    return control.checked !== control.defaultChecked || control.value !== control.defaultValue;
  };
  if (live && [...form.elements].some(isChanged)) keep();

  const isOurs = (event) => live !== null && (event.detail?.ctx?.sourceElement === live);

  document.addEventListener("htmx:config:request", (event) => {
    if (!isOurs(event)) return;
    const body = event.detail.ctx.request.body;
    if (body instanceof FormData) {
      for (const [name, value] of [...body]) if (typeof value !== "string") body.delete(name);
    }
    sent = answers();
  });

  /* A press that has begun must end where it began: on a control drawn anew in between it would do nothing. */
  let isPressing = false;
  for (const kind of ["keydown", "pointerdown"]) document.addEventListener(kind, () => { isPressing = true; }, true);
  for (const kind of ["keyup", "pointerup", "pointercancel"]) document.addEventListener(kind, () => { isPressing = false; }, true);
  window.addEventListener("blur", () => { isPressing = false; });

  document.addEventListener("htmx:before:swap", (event) => {
    if (!isOurs(event)) return;
    // Somebody went on typing while the server answered: its picture is old, and another one is on its way.
    if (isPressing || answers() !== sent) {
      event.preventDefault();
      keep();
    }
  });

  document.addEventListener("htmx:after:request", (event) => {
    if (!isOurs(event)) return;
    const status = event.detail.ctx.response?.status ?? 0;
    say(status === 200 ? state.dataset.saved : state.dataset.failed);
  });

  document.addEventListener("htmx:error", (event) => {
    if (isOurs(event)) say(state.dataset.failed);
  });

  /* After a button inside the form: go to the row it made, or to the list it took one from. */
  const anchor = form.dataset.anchor && document.getElementById(form.dataset.anchor);
  if (anchor && !document.querySelector("[data-focus-first]")) {
    const target = anchor.matches("input, select, textarea, button, a") ? anchor : anchor.querySelector("input, select, textarea, button");
    anchor.scrollIntoView({ block: "center" });
    (target ?? anchor).focus();
  }
}
