/* The draft's addresses on the server. Every answer is {ok, status, body}; a network failure has status 0. */

export function draftApi(facts) {
  async function post(address, body) {
    try {
      const response = await fetch(address, {
        method: "POST",
        credentials: "same-origin",
        headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": facts.csrf },
        body: JSON.stringify(body),
      });
      const isJson = (response.headers.get("Content-Type") ?? "").includes("json");
      return { ok: response.ok, status: response.status, body: isJson ? await response.json() : {} };
    } catch {
      return { ok: false, status: 0, body: {} };
    }
  }

  async function load() {
    const response = await fetch(facts.addresses.files, { credentials: "same-origin", headers: { Accept: "application/json" } });
    return response.json();
  }

  return {
    load,
    save: (path, content, revision) => post(facts.addresses.save, { path, content, revision }),
    check: () => post(facts.addresses.check, {}),
  };
}
