/* Tables, code and formulas in a text lie in frames that scroll and that a keyboard stops at. Where nothing has
   to scroll the stop would be in the way: it is there only while what lies in the frame is wider than it. */
const STOP = ["tabindex", "role", "aria-label"];
const frames = new Map();

const watch = new ResizeObserver((changes) => {
  for (const frame of new Set(changes.map(({ target }) => target.closest(".wide")))) settle(frame);
});

for (const frame of document.querySelectorAll(".prose .wide")) {
  frames.set(frame, STOP.map((name) => [name, frame.getAttribute(name)]));
  for (const element of [frame, ...frame.children]) watch.observe(element);
}

function settle(frame) {
  if (frame.scrollWidth > frame.clientWidth) {
    for (const [name, value] of frames.get(frame)) frame.setAttribute(name, value);
  } else if (frame !== document.activeElement) {
    for (const name of STOP) frame.removeAttribute(name);
  }
}
