/* The licences of every package that a build took something from, in one text. */
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

/** Texts for packages that say their terms elsewhere than in a licence file. */
const TERMS = {
  "krds-uiux":
    "KRDS (Korea Responsive Design System), Ministry of the Interior and Safety, Republic of Korea.\n" +
    "Used under the terms of KRDS (Korea Open Government License, type 1: attribution).",
};

function packageOf(input) {
  const after = input.split("node_modules/").pop();
  if (after === input) return null;
  const parts = after.split("/");
  const name = parts[0].startsWith("@") ? `${parts[0]}/${parts[1]}` : parts[0];
  return { name, folder: input.slice(0, input.length - after.length) + name };
}

function licenceText(folder) {
  const names = [folder, join(folder, "dist")]
    .filter(existsSync)
    .flatMap((place) => readdirSync(place).map((file) => ({ place, file })))
    .filter(({ file }) => /^(licen[cs]e|copying|notice)/i.test(file));
  return names.map(({ place, file }) => readFileSync(join(place, file), "utf8").trim()).join("\n\n");
}

export function noticesOf(inputs, root) {
  const packages = new Map();
  for (const found of inputs.map(packageOf)) if (found) packages.set(found.folder, found.name);
  const parts = [...packages].sort((a, b) => a[1].localeCompare(b[1])).map(([folder, name]) => {
    const about = JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8"));
    const text = TERMS[name] ?? licenceText(join(root, folder));
    return `${name} ${about.version} (${about.license ?? "see below"})\n${"-".repeat(72)}\n${text || "(no licence file in the package)"}\n`;
  });
  return `Software and fonts by others that the pages of this system contain.\n\n${parts.join("\n\n")}`;
}
