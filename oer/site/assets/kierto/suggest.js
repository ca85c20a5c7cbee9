/* Offers topics, subjects and titles while one types: a combobox with a listbox. The search box works the
   same without it. */
const WAIT = 120;
const SHORTEST = 2;

for (const input of document.querySelectorAll("input[data-suggest]")) enhance(input);

function enhance(input) {
  const list = document.createElement("div");
  list.id = `${input.id}-offers`;
  list.className = "offers";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.dataset.suggestLabel);
  input.form.append(list);
  for (const [name, value] of Object.entries({
    role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id,
  })) input.setAttribute(name, value);

  const answers = new Map();
  let timer = 0;
  let pending = new AbortController();

  const options = () => [...list.querySelectorAll("[role=option]")];
  const active = () => list.querySelector("[aria-selected=true]");

  function choose(option) {
    active()?.setAttribute("aria-selected", "false");
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) input.setAttribute("aria-activedescendant", option.id);
    else input.removeAttribute("aria-activedescendant");
  }

  function open(shown) {
    const visible = shown && list.childElementCount > 0;
    if (!visible) choose(null);
    list.hidden = !visible;
    input.setAttribute("aria-expanded", String(visible));
  }

  function show(offers) {
    choose(null);
    list.replaceChildren(...grouped(offers, list.id));
    open(document.activeElement === input);
  }

  function move(step) {
    const all = options();
    // One place beyond the ends is the text itself.
    const place = (all.indexOf(active()) + 1 + step + all.length + 1) % (all.length + 1);
    choose(all[place - 1] ?? null);
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    pending.abort();
    const text = input.value.trim();
    if (text.length < SHORTEST) return show([]);
    if (answers.has(text)) return show(answers.get(text));
    timer = setTimeout(async () => {
      pending = new AbortController();
      const { signal } = pending;
      const offers = await ask(input.dataset.suggest, text, signal);
      if (signal.aborted || !offers) return;
      answers.set(text, offers);
      show(offers);
    }, WAIT);
  });

  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const chosen = active();
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (!list.childElementCount) return;
      event.preventDefault();
      if (list.hidden) open(true);
      if (!event.altKey) move(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter" && chosen) {
      event.preventDefault();
      location.assign(chosen.dataset.address);
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      open(false);
    }
  });

  // The text keeps the focus while one points at the list.
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) location.assign(option.dataset.address);
  });
  input.addEventListener("blur", () => open(false));
  input.addEventListener("focus", () => open(true));
  input.form.addEventListener("submit", () => {
    clearTimeout(timer);
    pending.abort();
    open(false);
  });
}

/** The offers under a word that says what they are; neighbours of one kind belong together. */
function grouped(offers, id) {
  const groups = [];
  offers.forEach((offer, number) => {
    let group = groups.at(-1);
    if (group?.dataset.kind !== offer.kind) {
      group = element("div", { role: "group", "aria-labelledby": `${id}-kind-${number}` }, "offers__group");
      group.dataset.kind = offer.kind;
      const word = element("div", { id: `${id}-kind-${number}`, role: "presentation" }, "offers__kind");
      word.textContent = offer.kind_label;
      group.append(word);
      groups.push(group);
    }
    const option = element(
      "div",
      { id: `${id}-${number}`, role: "option", "aria-selected": "false", lang: offer.language },
      "offers__offer",
    );
    option.dataset.address = offer.address;
    option.textContent = offer.text;
    group.append(option);
  });
  return groups;
}

function element(tag, attributes, className) {
  const made = document.createElement(tag);
  made.className = className;
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}

async function ask(address, text, signal) {
  const query = new URLSearchParams({ q: text, lang: document.documentElement.lang, form: "full" });
  try {
    const answer = await fetch(`${address}?${query}`, { signal });
    return answer.ok ? await answer.json() : [];
  } catch {
    return null; // Cancelled by the next letter, or offline: typing goes on undisturbed.
  }
}
