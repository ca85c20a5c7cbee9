// A transcript beside its video: each line jumps to its second, and the line being said is marked.

function follow(video, transcript) {
  const lines = [...transcript.querySelectorAll(".transcript__line")];
  const seconds = lines.map((line) => Number(line.dataset.second));
  const box = transcript.querySelector(".transcript__text");
  let marked = null;
  video.addEventListener("timeupdate", () => {
    if (!transcript.open) return;
    let now = -1;
    while (now + 1 < seconds.length && seconds[now + 1] <= video.currentTime + 0.1) now += 1;
    const line = lines[now] ?? null;
    if (line === marked) return;
    marked?.removeAttribute("aria-current");
    line?.setAttribute("aria-current", "true");
    marked = line;
    // Kept in sight, unless somebody is at home in the text: then it does not move under their hands.
    if (line && !box.contains(document.activeElement) && !box.matches(":hover")) {
      box.scrollTop += line.getBoundingClientRect().top - box.getBoundingClientRect().top - box.clientHeight / 3;
    }
  });
}

/** Attaches the transcripts that stand in the video's figure. */
export function followTranscript(video) {
  const figure = video.closest("[data-video]");
  for (const transcript of figure?.querySelectorAll("[data-transcript]") ?? []) follow(video, transcript);
  figure?.addEventListener("click", (event) => {
    const link = event.target.closest("[data-second]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    video.currentTime = Number(link.dataset.second);
    video.play().catch(() => {});
    // The film, not all that stands beneath it: that may be taller than the screen.
    (figure.querySelector("[data-video-frame]") ?? figure).scrollIntoView({ block: "nearest" });
  });
}
