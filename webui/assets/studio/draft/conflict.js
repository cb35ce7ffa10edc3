/* Somebody saved meanwhile: says who, keeps what was done here, and offers three ways on. */
import { text } from "../texts.js";

function button(label, action) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "button";
  made.textContent = label;
  made.addEventListener("click", action);
  return made;
}

function download(path, content) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([content], { type: "application/octet-stream" }));
  link.download = path.split("/").pop();
  link.click();
  URL.revokeObjectURL(link.href);
}

export function showConflict(holder, { conflict, files, onOverwrite, onReload }) {
  const words = document.createElement("p");
  words.tabIndex = -1;
  words.textContent = text("conflict", { who: conflict.edited_by || "?" });
  const ways = document.createElement("p");
  ways.className = "button-row";
  ways.append(
    button(text("overwrite"), () => { holder.hidden = true; onOverwrite(conflict.revision); }),
    button(text("downloadMine"), () => files.changedPaths().forEach((path) => download(path, files.text(path)))),
    button(text("takeTheirs"), () => { holder.hidden = true; onReload(); }),
  );
  holder.replaceChildren(words, ways);
  holder.hidden = false;
  words.focus();
}
