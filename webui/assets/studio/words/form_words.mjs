/* Finds the words that people see in the form editor's published source, and puts the Korean ones beside them. */

const SHOWN = "label|title|children|placeholder|description|tooltip|text|alt|name|\"aria-label\"|'aria-label'|message|emptyListMessage|closeButtonTooltip";
const LITERAL = "'(?:[^'\\\\\\n]|\\\\.)*'|\"(?:[^\"\\\\\\n]|\\\\.)*\"|`(?:[^`\\\\]|\\\\.)*`";
const PROPERTY = new RegExp(`((?:${SHOWN})\\s*[:=]\\s*)(${LITERAL})`, "g");
const SENTENCE = new RegExp(LITERAL, "g");

/* Not shown to anybody: examples in code, internal names, class names. */
const INTERNAL = new Set([
  "Dominic Leaf", "Erika Muller", "John Doe", "FilterContext", "Root", "BaseLocation", "Syntax Error",
  "The form does not include any fields.", "Arrow Down",
]);

function inner(literal) {
  const text = literal.slice(1, -1);
  return literal[0] === "`" ? text : text.replace(/\\(['"\\])/g, "$1");
}

function quoted(original, word) {
  return original[0] === "`" ? "`" + word + "`" : JSON.stringify(word);
}

/* Which language the page has is known when it opens; both words travel. */
const LANGUAGE = 'const inKorean = document.documentElement.lang !== "en";\n';
const inBoth = (original, word) => `(inKorean ? ${quoted(original, word)} : ${original})`;

function withoutComments(source) {
  return source.replace(/\/\*[\s\S]*?\*\//g, "").replace(/^\s*\/\/.*$/gm, "");
}

/* A single word is replaced only where it is shown; a sentence wherever it stands. */
export function translateFormSource(source, words) {
  const found = [];
  const known = (literal) => (Object.hasOwn(words, inner(literal)) ? `\0${found.push(inBoth(literal, words[inner(literal)])) - 1}\0` : null);
  const marked = source
    .replace(PROPERTY, (whole, before, literal) => (known(literal) === null ? whole : before + known(literal)))
    .replace(/((?:return|push\(|\|\||\?\?|: |\? |\["?|translate\()\s*)(["'`][A-Z][^"'`\n]{2,200}["'`])(?!\s*\])/g, (whole, before, literal) =>
      known(literal) === null ? whole : before + known(literal))
    .replace(SENTENCE, (literal) => (/[a-z] [A-Za-z${(]/.test(literal) && known(literal) !== null ? known(literal) : literal));
  return LANGUAGE + marked.replace(/\0(\d+)\0/g, (_, place) => found[Number(place)]);
}

/* Words in a shown place, and capitalised sentences outside errors and logs, that have no Korean. */
export function missedFormWords(source, words) {
  const found = new Set();
  const code = withoutComments(source);
  for (const match of code.matchAll(PROPERTY)) {
    const word = inner(match[2]);
    if (!/^(name|message|text)/.test(match[1]) && /^[A-Z<][a-z]/.test(word)) found.add(word);
  }
  const quiet = code.replace(/(?:Error|console\.\w+|warn|invariant)\(\s*(?:'[^'\n]*'|"[^"\n]*"|`[^`]*`)/g, "");
  for (const match of quiet.matchAll(new RegExp(`(?:return|\\?|:|push\\()\\s*(${LITERAL})`, "g"))) {
    const word = inner(match[1]);
    if (/^[A-Z][a-z]+ [a-z]/.test(word) && !word.includes("\n")) found.add(word);
  }
  return [...found].filter((word) => !Object.hasOwn(words, word) && !INTERNAL.has(word));
}
