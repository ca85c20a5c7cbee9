/* Offers searches while one types. The search box works the same without it. */
const WAIT = 180;

for (const input of document.querySelectorAll("input[data-suggest]")) {
  const list = document.createElement("datalist");
  list.id = `${input.id}-offers`;
  input.after(list);
  input.setAttribute("list", list.id);

  let timer = 0;
  let pending = new AbortController();
  input.addEventListener("input", () => {
    clearTimeout(timer);
    pending.abort();
    const text = input.value.trim();
    if (text.length < 2) return;
    timer = setTimeout(async () => {
      pending = new AbortController();
      const offers = await ask(input.dataset.suggest, text, pending.signal);
      list.replaceChildren(...offers.map((offer) => new Option(offer)));
    }, WAIT);
  });
}

async function ask(address, text, signal) {
  const query = new URLSearchParams({ q: text, lang: document.documentElement.lang });
  try {
    const answer = await fetch(`${address}?${query}`, { signal });
    return answer.ok ? await answer.json() : [];
  } catch {
    return []; // Cancelled by the next letter, or offline: typing goes on undisturbed.
  }
}
