/* The few words that a read-only diagram asks for, without the editors' lists. */
const inKorean = document.documentElement.lang !== "en";
const korean = { "Open {element}": "{element} 열기" };

function translate(template, replacements = {}) {
  return ((inKorean && korean[template]) || template).replace(/\{([^}]+)\}/g, (whole, key) => replacements[key] ?? whole);
}

export const viewerTranslate = { translate: ["value", translate] };
