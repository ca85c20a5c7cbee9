// Keys for the desk: n next, 1 met, 2 partly, 3 not met, 4 not applicable, r reason. Everything works without them.

const desk = document.querySelector("[data-review-desk]");
const typing = (target) => target.closest("textarea, input[type=text], select, [contenteditable]");
const current = () => document.activeElement?.closest("[data-criterion]") ?? desk.querySelector("[data-criterion]:target");

function next() {
  const waiting = [...desk.querySelectorAll("[data-awaits]")];
  const after = waiting.filter((item) => current()?.compareDocumentPosition(item) & Node.DOCUMENT_POSITION_FOLLOWING);
  const target = after[0] ?? waiting[0];
  if (!target) return;
  target.scrollIntoView({ block: "center" });
  target.querySelector("[data-judgement] input[type=radio]")?.focus({ preventScroll: true });
}

desk?.ownerDocument.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  const form = current()?.querySelector("[data-judgement]");
  if (event.key === "n") next();
  else if (form && "1234".includes(event.key)) form.querySelectorAll("input[type=radio]")[Number(event.key) - 1]?.click();
  else if (form && event.key === "r") form.querySelector("textarea")?.focus();
  else return;
  event.preventDefault();
});
