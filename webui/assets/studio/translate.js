/* The `translate` service of the editors: Korean from words/*.json, English as the editors bring it. */
import bpmn from "./words/bpmn.json";
import dmn from "./words/dmn.json";
import panel from "./words/panel.json";

const simplified = (word) => word.toLowerCase().replace(/[-\s]+/g, " ").trim();
const inKorean = document.documentElement.lang !== "en";

function lookup(lists) {
  const exact = new Map(lists.flatMap((list) => Object.entries(list)));
  const loose = new Map([...exact].map(([word, korean]) => [simplified(word), korean]));
  return (word) => exact.get(word) ?? loose.get(simplified(word));
}

/* Words asked for that no list knows; the browser test demands that it stays empty. */
export const missedWords = new Set();

function translator(lists) {
  const find = lookup(lists);
  return function translate(template, replacements = {}) {
    const known = inKorean ? find(template) : template;
    if (inKorean && known === undefined && /[A-Za-z]{3}/.test(template)) {
      missedWords.add(template);
      document.documentElement.dataset.missedWords = [...missedWords].join("|");
    }
    return (known ?? template).replace(/\{\s*([^}\s]+)\s*\}/g, (whole, key) => replacements[key] ?? whole);
  };
}

export const bpmnTranslate = { translate: ["value", translator([dmn, panel, bpmn])] };
export const dmnTranslate = { translate: ["value", translator([bpmn, panel, dmn])] };
