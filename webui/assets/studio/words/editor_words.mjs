/* Finds the words that bpmn-js, its properties panel and dmn-js hand to their `translate` service. */

const CALL = /\b_?translate\d*\(\s*(?:'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)"|`([^`]*)`)/g;
const MENU_LABEL = /\b(?:label|explanation): "([A-Z][^"\n]*)"/g;

/* SVG transforms, and templates whose every filling stands in the lists one by one. */
const NOT_WORDS = [/^-?\d/, /^\$\{/, /^ \+ /, /^HELLO/];

/* Labels that are data of the code, never shown: each with its reason. */
const NEVER_SHOWN = new Set([
  "List contains {numOfItems} item${items.length != 1 ? \"s\" : \"\"}", // both fillings are listed
  "Click to ${active ? \"remove\" : \"set a\"} dynamic value with FEEL expression", // both fillings are listed
  "Java", "PMML", "JUEL", // function kinds we refuse
]);

/* `camunda7`: words of the panel's other half, for Camunda 7, which esbuild cannot drop and we do not load. */
export function missedEditorWords(code, words, camunda7 = []) {
  const found = new Set();
  for (const match of code.matchAll(CALL)) found.add(unescaped(match[1] ?? match[2] ?? match[3]));
  for (const match of code.matchAll(MENU_LABEL)) found.add(unescaped(match[1]));
  return [...found].filter(
    (word) => /[A-Za-z]{2}/.test(word) && !Object.hasOwn(words, word) && !NEVER_SHOWN.has(word) && !camunda7.includes(word) && !NOT_WORDS.some((rule) => rule.test(word)),
  );
}

function unescaped(text) {
  return text.replace(/\\n/g, "\n").replace(/\\(["'\\])/g, "$1");
}
