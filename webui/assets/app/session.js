/*
 * Warns before the session ends for want of activity, and lets the person go on with one key (WCAG 2.2.1).
 * The server decides alone when a session ends; this only speaks up in time.
 */
const box = document.querySelector("[data-session-warning]");

if (box) {
  const idleSeconds = Number(box.dataset.idleSeconds);
  const warnSeconds = Number(box.dataset.warnSeconds);
  const left = box.querySelector("[data-session-left]");
  let endsAt = Date.now() + idleSeconds * 1000;

  const minutesLeft = () => Math.max(1, Math.ceil((endsAt - Date.now()) / 60000));

  const check = () => {
    const remaining = endsAt - Date.now();
    if (remaining <= 0) {
      window.location.assign(box.dataset.endedUrl);
    } else if (remaining <= warnSeconds * 1000 && !box.open) {
      left.textContent = String(minutesLeft());
      box.showModal();
    } else if (box.open) {
      left.textContent = String(minutesLeft());
    }
  };

  const extend = async (event) => {
    event.preventDefault();
    const form = event.target;
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { Accept: "application/json" } });
    if (!answer.ok || answer.redirected) {
      window.location.assign(box.dataset.endedUrl);
      return;
    }
    endsAt = Date.now() + idleSeconds * 1000;
    box.close();
  };

  box.querySelector("form").addEventListener("submit", extend);
  box.addEventListener("cancel", (event) => event.preventDefault());
  document.addEventListener("htmx:after:request", () => { endsAt = Date.now() + idleSeconds * 1000; });
  setInterval(check, 5000);
}
