// Every page is whole without this. It adds: search as you type, thumbs without a reload, the progress of a run as it
// goes on, and keys.
(() => {
  "use strict";
  const $ = (selector, root = document) => root.querySelector(selector);
  const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];

  // Search as you type
  const search = $("#search");
  if (search) {
    const hits = $("#hits");
    let timer, asked;
    const ask = async () => {
      const query = new URLSearchParams(new FormData(search));
      query.set("part", "hits");
      asked?.abort();
      asked = new AbortController();
      hits.setAttribute("aria-busy", "true");
      try {
        const answer = await fetch(`/search?${query}`, { signal: asked.signal });
        if (!answer.ok) return;
        hits.innerHTML = await answer.text();  // ours: every foreign text in it is escaped
        query.delete("part");
        history.replaceState(null, "", `/search?${query}`);
      } catch (error) {
        if (error.name !== "AbortError") hits.textContent = "winnow does not answer. Does it still run?";
      } finally {
        hits.removeAttribute("aria-busy");
      }
    };
    search.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, 150); });
    search.addEventListener("submit", (event) => { event.preventDefault(); clearTimeout(timer); ask(); });
  }

  // Thumbs
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.matches(".thumbs") || !event.submitter) return;
    event.preventDefault();
    const pressed = event.submitter;
    const body = new URLSearchParams(new FormData(form));
    body.set("worth", pressed.value);
    const answer = await fetch(form.action, { method: "POST", body, redirect: "manual" }).catch(() => null);
    if (!answer || (answer.type !== "opaqueredirect" && !answer.ok)) { form.submit(); return; }
    const chosen = pressed.value;
    for (const button of $$("button", form)) {
      const own = button.dataset.worth;
      button.setAttribute("aria-pressed", String(own === chosen));
      button.value = own === chosen ? "none" : own;
    }
  });

  // A run as it goes on
  const job = $("#job");
  if (job && (job.dataset.state === "queued" || job.dataset.state === "running")) {
    const events = new EventSource(`/api/jobs/${job.dataset.id}/events`);
    const line = (parts) => {
      const item = document.createElement("li");
      for (const [tag, text, name] of parts) {
        const part = document.createElement(tag);
        part.textContent = text;
        if (name) part.className = name;
        item.append(part, " ");
      }
      return item;
    };
    const bar = $("progress", job);
    events.addEventListener("job", (event) => {
      const now = JSON.parse(event.data);
      for (const field of $$("[data-field]", job)) field.textContent = now[field.dataset.field];
      bar.max = Math.max(now.total, 1);
      if (now.total > 0) bar.value = now.done; else bar.removeAttribute("value");
      $("[data-list=best]", job).replaceChildren(...now.best.map((one) => line(
        [["b", one.score.toFixed(1)], ["bdi", one.title]])));
      $("[data-list=sources]", job).replaceChildren(...now.sources.map((one) => line(
        [["bdi", one.source], ["b", one.found], ...(one.problem ? [["small", one.problem, "trouble"]] : [])])));
      if (now.state !== "queued" && now.state !== "running") { events.close(); location.reload(); }
    });
  }

  // Keys: / to the search, j and k through the list, o to open
  const entries = $$(".entry h3 a, .hit h2 a");
  let at = -1;
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select")) return;
    if (event.key === "/") { event.preventDefault(); ($("#search input") ?? $(".quick input")).focus(); }
    if (entries.length === 0 || (event.key !== "j" && event.key !== "k")) return;
    at = Math.min(entries.length - 1, Math.max(0, at + (event.key === "j" ? 1 : -1)));
    entries[at].focus();
    entries[at].scrollIntoView({ block: "center" });
  });
})();
