/*
 * What bpmn-js leaves unsaid: its palette and context pad are for the mouse only, so they are hidden from assistive
 * technology, and the canvas is named as a picture; the outline beside it holds the same things for everybody.
 */

/* The canvas itself takes the focus (arrow keys move it), so it needs a name. */
function nameCanvas(svg, container) {
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", container.getAttribute("aria-label") ?? document.title);
}

export function describeCanvas(container) {
  const mark = () => {
    for (const pad of container.querySelectorAll(".djs-palette, .djs-context-pad-parent, .djs-popup-parent")) {
      pad.setAttribute("aria-hidden", "true");
    }
    for (const svg of container.querySelectorAll("svg")) {
      if (svg.hasAttribute("tabindex")) nameCanvas(svg, container);
      else if (!svg.closest("a")) svg.setAttribute("aria-hidden", "true");
    }
    for (const link of container.querySelectorAll(".bjs-powered-by")) {
      link.setAttribute("aria-label", "bpmn.io");
    }
  };
  mark();
  new MutationObserver(mark).observe(container, { childList: true, subtree: true });
}
