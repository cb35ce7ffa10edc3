/* Puts the focus where the news is: the summary of errors, or the message that says what happened. */
const news = document.querySelector("[data-focus-first]");
if (news) news.focus();

/* A page that was opened by a form button is not sent twice by an impatient second press. */
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || form.method !== "post") return;
  if (form.dataset.sent === "yes") {
    event.preventDefault();
    return;
  }
  if (!event.defaultPrevented) {
    form.dataset.sent = "yes";
    setTimeout(() => { delete form.dataset.sent; }, 4000);
  }
});

window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});
