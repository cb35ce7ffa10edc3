/*
 * esbuild plugins of the studio: Korean words in every editor.
 *
 * bpmn-js, the properties panel and dmn-js ask a `translate` service: their words are collected from the sources that
 * end up in the bundle and each must be in `words/*.json`, or the build fails and names the missed ones.
 * The form editor has no such service: the words of `words/forms.json` are put beside its own while its sources are read.
 */
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";
import { missedFormWords, translateFormSource } from "./words/form_words.mjs";
import { missedEditorWords } from "./words/editor_words.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const formWords = JSON.parse(readFileSync(join(here, "words", "forms.json"), "utf8"));
const editorWords = Object.assign(
  {},
  ...["bpmn", "panel", "dmn"].map((name) => JSON.parse(readFileSync(join(here, "words", `${name}.json`), "utf8"))),
);

const camunda7Words = JSON.parse(readFileSync(join(here, "words", "camunda7_only.json"), "utf8"));

const formEditorInKorean = {
  name: "form-editor-in-korean",
  setup(build) {
    build.onLoad({ filter: /@bpmn-io[\\/]form-js-(editor|viewer)[\\/]dist[\\/]index\.es\.js$/ }, (args) => {
      const source = readFileSync(args.path, "utf8");
      const missed = missedFormWords(source, formWords);
      return {
        contents: translateFormSource(source, formWords),
        loader: "js",
        errors: missed.map((word) => ({ text: `No Korean for the form editor's word: ${JSON.stringify(word)}` })),
      };
    });
  },
};

/*
 * style-mod (under CodeMirror) writes a <style> element where the page has a head, which our policy refuses; it knows the
 * other way, constructed style sheets, and is told to take it.
 */
const stylesWithoutElements = {
  name: "styles-without-elements",
  setup(build) {
    build.onLoad({ filter: /style-mod[\\/](src|dist)[\\/]style-mod\.(js|mjs|cjs)$/ }, (args) => {
      const source = readFileSync(args.path, "utf8");
      const contents = source.replace("!root.head && root.adoptedStyleSheets", "root.adoptedStyleSheets");
      return { contents, loader: "js", errors: contents === source ? [{ text: "style-mod changed: look again at how it adds styles" }] : [] };
    });
  },
};

const editorsSpeakKorean = {
  name: "editors-speak-korean",
  setup(build) {
    if (build.initialOptions.metafile !== true) return;
    build.onEnd(async () => {
      const readable = await esbuild.build({ ...build.initialOptions, minify: false, write: false, metafile: false, plugins: [formEditorInKorean, stylesWithoutElements] });
      const texts = readable.outputFiles.filter((file) => /[\\/]studio\.js$/.test(file.path)).map((file) => file.text);
      return {
        errors: missedEditorWords(texts.join("\n"), editorWords, camunda7Words).map((word) => ({
          text: `No Korean for the editors' word: ${JSON.stringify(word)}`,
        })),
      };
    });
  },
};

export default [formEditorInKorean, stylesWithoutElements, editorsSpeakKorean];
