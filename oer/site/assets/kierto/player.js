// The player of every <video data-master>: Plyr's controls over it, hls.js under it once somebody plays.
// Without this module the browser's own controls play the MP4 inside it, with its caption tracks.

import { adapt, chooseHeight } from "./player-adaptive.js";
import { tellWhenLost } from "./player-lost.js";
import { momentOf, remember, resume } from "./player-position.js";
import { followTranscript } from "./transcript.js";

const SPEEDS = [0.5, 0.75, 1, 1.25, 1.5, 2];
const AUTOMATIC = 0;

function words() {
  const said = document.querySelector("[data-player-words]");
  return said ? { ...said.dataset } : {};
}

/** Whether captions start switched on: when the page speaks another language than the video. */
function needsCaptions(video) {
  const page = document.documentElement.lang.slice(0, 2);
  return Boolean(video.dataset.language) && video.dataset.language !== page;
}

/** Languages in which what is said can be read. */
function captionLanguages(video) {
  return [...video.querySelectorAll("track[kind=captions], track[kind=subtitles]")].map((track) => track.srclang);
}

/** The language of the captions to begin with: the page's where there are such, else the video's own. */
function captionLanguage(video) {
  const page = document.documentElement.lang.slice(0, 2);
  const offered = captionLanguages(video);
  return [page, video.dataset.language, offered[0]].find((language) => offered.includes(language)) ?? "auto";
}

function controls(video) {
  const captioned = captionLanguages(video).length > 0;
  return [
    "play-large", "play", "rewind", "fast-forward", "progress", "current-time", "duration", "mute", "volume",
    ...(captioned ? ["captions"] : []), "settings", "fullscreen",
  ];
}

function options(video, said) {
  const heights = (video.dataset.heights || "").split(",").map(Number).filter(Boolean);
  const thumbnails = video.dataset.thumbnails;
  return {
    controls: controls(video),
    settings: ["captions", "quality", "speed"],
    iconUrl: video.dataset.icons,
    blankVideo: "",
    // Over a sound recording nothing is to be seen that they would hide.
    hideControls: !video.closest(".video--sound"),
    storage: { enabled: true, key: "kierto-player" },
    seekTime: 10,
    keyboard: { focused: true, global: false },
    tooltips: { controls: false, seek: true },
    captions: { active: needsCaptions(video), language: captionLanguage(video), update: true },
    speed: { selected: 1, options: SPEEDS },
    quality: {
      default: AUTOMATIC,
      options: heights.length > 1 ? [AUTOMATIC, ...heights] : [],
      forced: heights.length > 1,
      onChange: (height) => chooseHeight(video, height),
    },
    previewThumbnails: { enabled: Boolean(thumbnails), src: thumbnails || "" },
    i18n: { ...said, qualityLabel: { [AUTOMATIC]: said.automatic }, qualityBadge: {} },
  };
}

/** The large button goes when the video plays; whoever pressed it stands on the small one then, not nowhere. */
function keepFocus(video, container) {
  const [large, small] = [".plyr__control--overlaid", ".plyr__controls [data-plyr=play]"].map((one) =>
    container?.querySelector(one),
  );
  video.addEventListener("play", () => {
    if (document.activeElement === large) small?.focus();
  });
}

/** Whenever the element is given something else to play it goes back to its own speed: make that the chosen one. */
function keepSpeed(video, player) {
  const keep = () => (video.defaultPlaybackRate = player.config.speed.selected);
  video.addEventListener("ratechange", keep);
  keep();
}

/** A language chosen in another video that this one does not have is no reason to show no captions at all. */
function keepCaptions(video, player) {
  if (!captionLanguages(video).includes(player.captions.language)) player.captions.language = captionLanguage(video);
}

/** The container bears the video's title, so it has its language; within are our words, and captions. */
function sayLanguages(video, player) {
  const { container, captions } = player.elements;
  const ours = video.closest("[data-video]")?.lang ?? "";
  if (video.lang) container.lang = video.lang;
  for (const part of container.children) if (!part.contains(video)) part.lang = ours;
  // The track may be changed at any time, and this comes with each caption.
  const spoken = () => player.captions.currentTrackNode?.language ?? "";
  if (captions) video.addEventListener("cuechange", () => (captions.lang = spoken()));
}

async function dress(video) {
  try {
    const { default: Plyr } = await import("../npm/plyr/plyr.min.mjs");
    const player = new Plyr(video, options(video, words()));
    player.elements.container?.setAttribute("aria-label", video.getAttribute("aria-label"));
    keepFocus(video, player.elements.container);
    keepSpeed(video, player);
    keepCaptions(video, player);
    sayLanguages(video, player);
    video.dataset.dressed = "plyr";
  } catch {
    // The library could not be loaded: the browser's own controls remain.
    video.dataset.dressed = "browser";
  }
}

/** Shows the moment that the page's address names, `#t=seconds`, in the video that it means. */
function goToMoment(videos) {
  const { seconds, key } = momentOf(location.hash);
  if (seconds === null) return;
  const video = videos.find((one) => one.dataset.key === key) ?? videos[0];
  video.currentTime = seconds;
  video.closest("[data-video]")?.scrollIntoView({ block: "center" });
}

const videos = [...document.querySelectorAll("video[data-master]")];
for (const video of videos) {
  // Nothing is fetched before somebody wants to watch: the page stays light on a slow network.
  video.addEventListener("play", () => adapt(video), { once: true });
  // A <source> that failed before, or fails when Plyr has moved the element, says nothing; an address does.
  if (!video.readyState && video.paused) video.src = video.querySelector("source").src;
  tellWhenLost(video);
  dress(video);
  resume(video);
  remember(video);
  followTranscript(video);
}
if (videos.length) {
  goToMoment(videos);
  window.addEventListener("hashchange", () => goToMoment(videos));
}
