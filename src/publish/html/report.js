// The page is whole without this; it adds a filter, and opens what is folded before printing.
(() => {
  "use strict";
  const folded = [...document.querySelectorAll("details")];
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = folded.filter((one) => !one.open && one.closest(".entry"));
    opened.forEach((one) => { one.open = true; });
  });
  addEventListener("afterprint", () => opened.forEach((one) => { one.open = false; }));

  const form = document.querySelector("form.filter");
  if (!form) return;
  const entries = [...document.querySelectorAll(".entry")].map((element) => (
    { element, score: Number(element.dataset.score), text: element.textContent.toLowerCase() }));
  const { words, least, shown, open } = form.elements;
  const rest = document.querySelector(".rest");
  const status = form.querySelector("[role=status]");

  const apply = () => {
    const wanted = words.value.toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    for (const { element, score, text } of entries) {
      const fits = score >= Number(least.value) && wanted.every((word) => text.includes(word));
      element.hidden = !fits;
      count += fits ? 1 : 0;
    }
    if (rest && (wanted.length > 0 || Number(least.value) > 1)) rest.open = true;
    shown.value = least.value;
    status.textContent = count === entries.length ? "" : `${count} of ${entries.length} shown`;
  };
  form.addEventListener("input", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  open.addEventListener("click", () => {
    const all = open.getAttribute("aria-pressed") !== "true";
    open.setAttribute("aria-pressed", String(all));
    open.textContent = all ? "Hide all reasons" : "Show all reasons";
    folded.filter((one) => one.closest(".entry")).forEach((one) => { one.open = all; });
  });
  form.hidden = false;
  apply();
})();
