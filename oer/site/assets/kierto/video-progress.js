// Refreshes the state of videos that are being converted. Without it, the page shows the state it was loaded with.

const PAUSE = 3000;
let touched = false;
const unfinished = () => document.querySelectorAll('[data-video-state="waiting"], [data-video-state="working"]');

/** Shows the page as it is now, unless somebody has begun to fill in its form: then they are told, and nothing goes. */
function showAnew() {
  const told = document.querySelector("[data-news]");
  if (touched && told) told.textContent = told.dataset.news;
  else location.reload();
}

/** What can be done follows the state; a focus on it is not lost for every per cent. */
function showTools(shown, now, fresh) {
  const tools = document.getElementById(`${shown.id}-tools`);
  if (!tools || now?.dataset.videoState === shown.dataset.videoState) return;
  const changed = now && fresh.getElementById(tools.id);
  if (changed) tools.replaceWith(document.importNode(changed, true));
  else tools.remove();
}

async function refresh() {
  if (!unfinished().length) return;
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (answer.ok && !answer.redirected) {
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
      for (const shown of unfinished()) {
        const now = fresh.getElementById(shown.id);
        showTools(shown, now, fresh);
        // A new file that took the old one's place is no longer waiting.
        if (!now && shown.id === "replacement") {
          showAnew();
          shown.remove();
          continue;
        }
        // On the desk it has become the video's file, or the video is no longer there.
        if (!now && shown.closest("li")) (shown.matches("[data-video-new-file]") ? shown : shown.closest("li")).remove();
        if (!now || now.outerHTML === shown.outerHTML) continue;
        // Ready on its own page: the player comes with the page.
        if (now.dataset.videoState === "ready" && !shown.closest("td, li")) showAnew();
        shown.replaceWith(document.importNode(now, true));
      }
    }
  } catch {
    // The network comes and goes; the next round tries again.
  }
  setTimeout(refresh, PAUSE);
}

for (const kind of ["input", "change"]) document.addEventListener(kind, () => (touched = true));
setTimeout(refresh, PAUSE);
