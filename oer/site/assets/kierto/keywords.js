// Keywords one by one: a chip for each, and a combobox that looks concepts up while one types. The text field
// that the form sends stays the truth; without this module one writes into it, words between commas.

const WAIT = 150;

for (const root of document.querySelectorAll("[data-keywords]")) enhance(root);

function enhance(root) {
  const text = root.querySelector("[data-keywords-text]");
  const hidden = root.querySelector("[data-keywords-concepts]");
  const words = root.dataset;
  const chosen = new Map(split(text.value).map((word) => [word, read(hidden.value)[word] ?? ""]));

  const chips = element("ul", { class: "keywords__chosen", role: "list" });
  const input = element("input", {
    type: "text", id: text.id, class: "keywords__input", autocomplete: "off", role: "combobox", "aria-autocomplete": "list",
    "aria-expanded": "false", "aria-controls": `${text.id}-offers`, "aria-describedby": `${text.id}-hint ${text.getAttribute("aria-describedby") ?? ""}`.trim(),
  });
  const add = element("button", { type: "button", class: "button button-small button-secondary" }, words.add);
  const list = element("ul", { id: `${text.id}-offers`, class: "keywords__offers", role: "listbox", "aria-label": words.offers, hidden: "" });
  const hint = element("p", { id: `${text.id}-hint`, class: "help" }, words.hint);
  const status = element("p", { class: "w-sr-only", role: "status" });
  const row = element("div", { class: "keywords__row" });
  row.append(input, add, list);
  text.removeAttribute("id");
  text.type = "hidden";
  root.append(chips, row, hint, status);

  const answers = new Map();
  let timer = 0;
  let pending = new AbortController();

  const options = () => [...list.children];
  const active = () => list.querySelector("[aria-selected=true]");

  function draw() {
    chips.replaceChildren(...[...chosen].map(([word, uri]) => {
      const chip = element("li", { class: uri ? "keywords__chip keywords__chip--concept" : "keywords__chip" }, word);
      if (uri) chip.append(element("span", { class: "w-sr-only" }, ` (${words.concept})`));
      const remove = element("button", { type: "button", "aria-label": words.remove.replace("{word}", word) }, "×");
      remove.addEventListener("click", () => {
        chosen.delete(word);
        store(words.removed, word);
        input.focus();
      });
      chip.append(remove);
      return chip;
    }));
    const uris = [...chosen.values()].filter(Boolean);
    root.dispatchEvent(new CustomEvent("kierto:keywords", { bubbles: true, detail: { words: [...chosen.keys()], uris } }));
  }

  function store(said, word) {
    text.value = [...chosen.keys()].map((one) => (/[,;]/.test(one) ? `"${one}"` : one)).join(", ");
    hidden.value = JSON.stringify(Object.fromEntries([...chosen].filter(([, uri]) => uri)));
    for (const name of ["input", "change"]) text.dispatchEvent(new Event(name, { bubbles: true }));
    status.textContent = said.replace("{word}", word);
    draw();
  }

  function take(word, uri = "") {
    const tidy = word.replaceAll('"', "").trim().replace(/\s+/g, " ");
    if (!tidy || (chosen.has(tidy) && !uri)) return;
    chosen.set(tidy, uri || chosen.get(tidy) || "");
    store(words.added, tidy);
  }

  function takeTyped() {
    for (const word of split(input.value)) {
      const exact = options().find((option) => option.dataset.label.toLowerCase() === word.toLowerCase());
      take(exact?.dataset.label ?? word, exact?.dataset.uri);
    }
    clear();
  }

  function takeOffer(option) {
    take(option.dataset.label, option.dataset.uri);
    clear();
  }

  function clear() {
    clearTimeout(timer);
    pending.abort();
    input.value = "";
    show([]);
  }

  function choose(option) {
    active()?.setAttribute("aria-selected", "false");
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) input.setAttribute("aria-activedescendant", option.id);
    else input.removeAttribute("aria-activedescendant");
  }

  function show(concepts) {
    list.replaceChildren(...concepts.map((concept, number) => {
      const option = element("li", { id: `${list.id}-${number}`, role: "option", "aria-selected": "false" }, concept.label);
      option.dataset.label = concept.label;
      option.dataset.uri = concept.uri;
      if (concept.matched) option.append(element("span", { class: "keywords__matched" }, ` ${concept.matched}`));
      return option;
    }));
    choose(null);
    open(concepts.length > 0);
  }

  function open(shown) {
    const visible = shown && list.childElementCount > 0 && document.activeElement === input;
    if (!visible) choose(null);
    list.hidden = !visible;
    input.setAttribute("aria-expanded", String(visible));
  }

  input.addEventListener("input", (event) => {
    // What is being typed is not yet the form's business.
    event.stopPropagation();
    clearTimeout(timer);
    pending.abort();
    if (/[,;\n]/.test(input.value)) return takeTyped();
    const typed = input.value.trim();
    if (!typed) return show([]);
    if (answers.has(typed)) return show(answers.get(typed));
    timer = setTimeout(async () => {
      pending = new AbortController();
      const { signal } = pending;
      const concepts = await look(words.lookup, typed, signal);
      if (signal.aborted || !concepts) return;
      answers.set(typed, concepts);
      show(concepts);
    }, WAIT);
  });
  input.addEventListener("change", (event) => event.stopPropagation());
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (!list.childElementCount) return;
      event.preventDefault();
      if (list.hidden) open(true);
      const all = options();
      const step = event.key === "ArrowDown" ? 1 : -1;
      const place = (all.indexOf(active()) + 1 + step + all.length + 1) % (all.length + 1);
      choose(all[place - 1] ?? null);
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (active()) takeOffer(active());
      else takeTyped();
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      open(false);
    }
  });
  // The field keeps the focus while one points at the list.
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) takeOffer(option);
  });
  add.addEventListener("click", () => {
    takeTyped();
    input.focus();
  });
  // A word left in the field is meant, too.
  input.addEventListener("blur", (event) => (event.relatedTarget === add ? open(false) : takeTyped()));
  input.addEventListener("focus", () => open(true));
  root.addEventListener("kierto:add-keyword", (event) => take(event.detail.label, event.detail.uri));
  root.addEventListener("kierto:tell-keywords", draw);
  draw();
}

/** The words between commas; what is quoted is one word. */
function split(text) {
  const found = [...text.matchAll(/"([^"]*)"|([^,;\n"]+)/g)].map((match) => (match[1] ?? match[2]).trim().replace(/\s+/g, " "));
  return [...new Set(found.filter(Boolean))];
}

function read(json) {
  try {
    return JSON.parse(json) ?? {};
  } catch {
    return {};
  }
}

async function look(address, typed, signal) {
  try {
    const answer = await fetch(`${address}?${new URLSearchParams({ q: typed })}`, { signal, headers: { Accept: "application/json" } });
    return answer.ok && !answer.redirected ? (await answer.json()).concepts : null;
  } catch {
    // The network comes and goes; words can be typed without it.
    return null;
  }
}

function element(tag, attributes, content = "") {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.textContent = content;
  return made;
}
