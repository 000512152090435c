// Shows an exercise moving at its prescribed pace: start, hold, end, start. Nothing is fetched before it is asked for,
// nothing moves where motion is not wanted, and it stops while nobody can see it.

import { fetchPicture } from "./motion-picture.js";

const REST = 1000; // at the start, before it begins again
const still = matchMedia("(prefers-reduced-motion: reduce)");

for (const box of document.querySelectorAll("[data-motion]")) {
  const opener = box.querySelector("[data-motion-open]");
  box.hidden = false;
  opener.addEventListener("click", async () => {
    opener.setAttribute("aria-busy", "true");
    const picture = await fetchPicture(box.dataset.motion);
    opener.removeAttribute("aria-busy");
    box.querySelector("[data-motion-failed]").hidden = picture !== null;
    if (picture) show(box, picture);
  });
}

function show(box, picture) {
  box.querySelector("[data-motion-picture]").append(picture);
  box.querySelector("[data-motion-open]").hidden = true;
  box.querySelector(".motion-stage").hidden = false;
  const film = new Film(box, picture);
  still.addEventListener("change", () => film.rewind());
  film.rewind();
  box.querySelector(still.matches ? "[data-stop]" : "[data-motion-play]").focus();
}

class Film {
  constructor(box, picture) {
    this.box = box;
    this.frames = [...picture.querySelectorAll(".fig-frame")];
    this.shown = this.frames[0];
    this.phases = phasesOf(box.dataset, picture.dataset.loop === "true");
    this.length = this.phases.reduce((sum, phase) => sum + phase.ms, 0);
    this.count = Number(box.dataset.count);
    this.elapsed = 0;
    this.isWanted = true; // by the person; `isSeen` is whether anybody could see it
    this.isSeen = true;
    this.ticket = 0;
    this.button = box.querySelector("[data-motion-play]");
    this.button.addEventListener("click", () => this.want(!this.isWanted));
    for (const stop of box.querySelectorAll("[data-stop]")) stop.addEventListener("click", () => this.stand(stop));
    document.addEventListener("visibilitychange", () => this.run());
    new IntersectionObserver(([entry]) => {
      this.isSeen = entry.isIntersecting;
      this.run();
    }).observe(picture);
  }

  rewind() {
    this.elapsed = 0;
    this.draw();
    this.want(!still.matches);
  }

  want(isWanted) {
    this.isWanted = isWanted;
    for (const one of this.button.querySelectorAll("[data-when]"))
      one.hidden = (one.dataset.when === "playing") !== isWanted;
    this.run();
  }

  run() {
    cancelAnimationFrame(this.ticket);
    this.ticket = 0;
    if (!this.isWanted || !this.isSeen || document.hidden || still.matches) return;
    let before = performance.now();
    const step = (now) => {
      this.elapsed = (this.elapsed + Math.max(0, now - before)) % this.length;
      before = now;
      this.draw();
      this.ticket = requestAnimationFrame(step);
    };
    this.ticket = requestAnimationFrame(step);
  }

  draw() {
    let at = this.elapsed;
    const phase = this.phases.find((one) => at < one.ms || ((at -= one.ms), false)) ?? this.phases[0];
    const part = phase.ms ? Math.min(1, at / phase.ms) : 0;
    this.place(phase.from + (phase.to - phase.from) * gently(part));
    this.say(phase.name);
    this.ring(phase.name === "hold" ? part : 0);
  }

  // part: 0 at the start of the movement, 1 at its end.
  place(part) {
    const far = (frame) => Math.abs(Number(frame.dataset.part) - part);
    const next = this.frames.reduce((best, frame) => (far(frame) < far(best) ? frame : best));
    if (next === this.shown) return;
    this.shown.setAttribute("display", "none");
    next.removeAttribute("display");
    this.shown = next;
  }

  stand(stop) {
    this.place(Number(stop.dataset.stop));
    for (const one of this.box.querySelectorAll("[data-stop]")) one.setAttribute("aria-pressed", String(one === stop));
  }

  say(name) {
    for (const one of this.box.querySelectorAll("[data-phase]")) one.hidden = one.dataset.phase !== name;
  }

  ring(part) {
    if (!this.count) return;
    this.box.querySelector("[data-motion-ring]").setAttribute("stroke-dasharray", `${part * 100} 100`);
    const left = String(Math.max(1, Math.ceil(this.count * (1 - part))));
    const number = this.box.querySelector("[data-motion-number]");
    if (number.textContent !== left) number.textContent = left;
  }
}

function phasesOf(pace, isRound) {
  const [out, hold, back] = [pace.msOut, pace.msHold, pace.msBack].map(Number);
  const start = { name: "start", ms: REST, from: 0, to: 0 };
  // A circle ends where it began: there is nowhere to go back to.
  if (isRound) return [start, { name: "out", ms: out, from: 0, to: 1 }];
  return [
    start,
    { name: "out", ms: out, from: 0, to: 1 },
    { name: "hold", ms: hold, from: 1, to: 1 },
    { name: "back", ms: back, from: 1, to: 0 },
  ];
}

// A limb neither jumps off nor stops dead.
function gently(part) {
  return part * part * (3 - 2 * part);
}
