/*
 * Builds what the browser loads into webui/static/build, and gathers THIRD_PARTY_NOTICES.
 *
 * A room (app, studio, control) is a folder beside this file. Its `main.js` becomes `<room>.js` and `<room>.css`; every
 * `<name>.entry.js` in it becomes `<room>-<name>.js` and `.css`. A room may bring `plugins.mjs` whose default export is a
 * list of esbuild plugins for its own entries. Rooms that do not exist yet are left out.
 * Nothing is done while the lock file and the sources are the ones of the last build.
 */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import * as esbuild from "esbuild";
import { noticesOf } from "./notices.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const root = resolve(here, "..", "..");
const target = join(root, "webui", "static", "build");
const stamp = join(target, ".stamp");
const rooms = ["app", "studio", "control"];

function filesBelow(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort();
}

function digest() {
  const found = createHash("sha256");
  for (const file of [join(root, "package-lock.json"), ...filesBelow(here)]) {
    found.update(relative(root, file)).update("\0").update(readFileSync(file));
  }
  return found.digest("hex");
}

function entriesOf(room) {
  const folder = join(here, room);
  if (!existsSync(folder)) return {};
  const entries = {};
  for (const file of readdirSync(folder)) {
    if (file === "main.js") entries[room] = join(folder, file);
    if (file.endsWith(".entry.js")) entries[`${room}-${file.slice(0, -".entry.js".length)}`] = join(folder, file);
  }
  return entries;
}

async function pluginsOf(room) {
  const file = join(here, room, "plugins.mjs");
  return existsSync(file) ? (await import(pathToFileURL(file))).default : [];
}

async function buildRoom(room) {
  const entryPoints = entriesOf(room);
  if (Object.keys(entryPoints).length === 0) return [];
  const result = await esbuild.build({
    entryPoints,
    outdir: target,
    bundle: true,
    minify: true,
    format: "iife",
    target: ["es2022"],
    charset: "utf8",
    legalComments: "none",
    metafile: true,
    absWorkingDir: root,
    assetNames: "media/[name]-[hash]",
    loader: { ".woff2": "file", ".woff": "file", ".ttf": "empty", ".eot": "empty", ".svg": "dataurl", ".png": "file" },
    plugins: await pluginsOf(room),
    logLevel: "warning",
  });
  return Object.keys(result.metafile.inputs);
}

async function main() {
  const wanted = digest();
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return;
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  const inputs = (await Promise.all(rooms.map(buildRoom))).flat();
  writeFileSync(join(root, "THIRD_PARTY_NOTICES"), noticesOf(inputs, root));
  writeFileSync(stamp, wanted);
}

await main();
