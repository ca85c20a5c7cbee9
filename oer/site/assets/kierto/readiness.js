// Keeps the readiness panel in step with what has been saved, and leads from a finding to its field.
// Without it, the panel shows the draft as it was when the page was loaded.

const panel = () => document.querySelector("[data-readiness]");

async function refresh() {
  const shown = panel();
  if (!shown) return;
  try {
    const answer = await fetch(shown.dataset.readiness, { headers: { Accept: "text/html" } });
    if (!answer.ok || answer.redirected) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-readiness]");
    if (!fresh || !panel()) return;
    const open = [...panel().querySelectorAll("details")].map((fold) => fold.open);
    panel().replaceWith(document.importNode(fresh, true));
    panel().querySelectorAll("details").forEach((fold, index) => { fold.open = open[index] ?? false; });
    enhance();
  } catch {
    // The network comes and goes; the next save asks again.
  }
}

function place(field) {
  return document.querySelector(`[data-contentpath="${field}"]`) ?? document.querySelector(`[name="${field}"], #id_${field}`)
    ?? document.querySelector(`[name^="${field}-"]:not([type="hidden"])`);
}

function enhance() {
  for (const button of document.querySelectorAll("[data-readiness-field]")) {
    if (!place(button.dataset.readinessField)) continue;
    button.hidden = false;
    button.addEventListener("click", () => {
      const target = place(button.dataset.readinessField);
      target.scrollIntoView({ block: "center" });
      target.querySelector?.("input:not([type=hidden]), textarea, select, [contenteditable]")?.focus({ preventScroll: true });
    });
  }
  panel()?.querySelector("[data-readiness-again]")?.addEventListener("click", (event) => {
    event.preventDefault();
    refresh();
  });
}

if (panel()) {
  enhance();
  let waiting;
  document.addEventListener("w-autosave:success", () => {
    clearTimeout(waiting);
    waiting = setTimeout(refresh, 1500);
  });
}
