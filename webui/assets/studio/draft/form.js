/*
 * The form editor lives in a page of its own in a frame, where no KRDS style hides its check boxes.
 * Messages, same origin only: to the frame {kind: "open", schema}; from it {kind: "ready"} and {kind: "changed", schema}.
 */

export function createFormEditor({ frame, onChange }) {
  let latest = null;
  let markReady;
  const ready = new Promise((resolve) => (markReady = resolve));

  window.addEventListener("message", (event) => {
    if (event.origin !== window.location.origin || event.source !== frame.contentWindow) return;
    if (event.data.kind === "ready") markReady();
    if (event.data.kind === "changed") {
      latest = event.data.schema;
      onChange();
    }
  });
  frame.src = frame.dataset.address;

  return {
    open: async (content) => {
      latest = JSON.parse(content);
      await ready;
      frame.contentWindow.postMessage({ kind: "open", schema: latest }, window.location.origin);
    },
    read: async () => JSON.stringify(latest, null, 2) + "\n",
  };
}
