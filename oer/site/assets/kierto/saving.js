// Saving by hand waits until the editor's own saving under way is done. Otherwise the server has both at once,
// and the one with the older words may be the last: what was written in between would be gone.

/** Longest wait, in milliseconds: a server that answers nothing must not keep a teacher from saving. */
const PATIENCE = 15000;

const form = document.querySelector("form[data-edit-form]");
let saving = false;
let leaving = false;
let release = null;

function go(submitter) {
  const disabled = submitter?.disabled;
  // A button that shows progress is disabled, and what is disabled is not sent.
  if (disabled) submitter.disabled = false;
  form.requestSubmit(submitter);
  if (disabled) submitter.disabled = true;
}

function done() {
  saving = false;
  release?.();
}

form?.addEventListener("w-autosave:save", (event) => {
  if (leaving) event.preventDefault();
  else saving = true;
});
form?.addEventListener("w-autosave:success", done);
form?.addEventListener("w-autosave:error", done);

// On the window and first: nothing else has heard of the submission yet.
window.addEventListener("submit", (event) => {
  if (event.target !== form || !saving) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (release) return;
  const late = setTimeout(done, PATIENCE);
  release = () => {
    release = null;
    clearTimeout(late);
    go(event.submitter);
  };
}, { capture: true });

// And last: the page is left only if nobody had a question.
window.addEventListener("submit", (event) => {
  if (event.target === form) leaving = !event.defaultPrevented;
});
window.addEventListener("pageshow", () => {
  leaving = false;
});
