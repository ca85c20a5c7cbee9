// Offers concepts that the saved draft seems to be about; one click makes one a keyword. Asked for anew after each
// save. Nothing is ever added by itself.

const WAIT = 2000;

for (const place of document.querySelectorAll("[data-keyword-suggestions]")) offer(place);

function offer(place) {
  const field = document.querySelector("[data-keywords]");
  if (!field) return;
  const list = place.querySelector("ul");
  const taken = { words: new Set(), uris: new Set() };
  let concepts = [];

  function draw() {
    const left = concepts.filter(({ uri, label }) => !taken.uris.has(uri) && !taken.words.has(label));
    list.replaceChildren(...left.map(({ uri, label }) => {
      const item = document.createElement("li");
      const button = document.createElement("button");
      button.type = "button";
      button.className = "button button-small button-secondary";
      button.textContent = label;
      button.setAttribute("aria-label", place.dataset.add.replace("{word}", label));
      button.addEventListener("click", () => {
        const at = [...list.children].indexOf(item);
        field.dispatchEvent(new CustomEvent("kierto:add-keyword", { detail: { label, uri } }));
        // The focus must not fall off with the button.
        const next = list.children[Math.min(at, list.childElementCount - 1)]?.querySelector("button");
        (next ?? field.querySelector("[role=combobox]"))?.focus();
      });
      item.append(button);
      return item;
    }));
    place.hidden = left.length === 0;
  }

  async function refresh() {
    try {
      const answer = await fetch(place.dataset.keywordSuggestions, { headers: { Accept: "application/json" } });
      if (!answer.ok || answer.redirected) return;
      ({ concepts } = await answer.json());
      draw();
    } catch {
      // The network comes and goes; the next save asks again.
    }
  }

  field.addEventListener("kierto:keywords", ({ detail }) => {
    taken.words = new Set(detail.words);
    taken.uris = new Set(detail.uris);
    draw();
  });
  field.dispatchEvent(new CustomEvent("kierto:tell-keywords"));
  let waiting;
  document.addEventListener("w-autosave:success", () => {
    clearTimeout(waiting);
    waiting = setTimeout(refresh, WAIT);
  });
  refresh();
}
