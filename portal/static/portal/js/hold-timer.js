// Counts a hold down, in numbers and with a ring. It starts nothing by itself and records nothing.

for (const hold of document.querySelectorAll("[data-hold]")) {
  const seconds = Number(hold.dataset.hold);
  const button = hold.querySelector("button");
  const label = hold.querySelector("[data-hold-label]");
  const startWords = label.textContent;
  let timer = 0;
  let endsAt = 0;

  hold.style.setProperty("--hold", `${seconds}s`);
  hold.querySelector("[data-hold-words]").hidden = true;
  button.hidden = false;
  button.addEventListener("click", () => (timer ? stop("") : start()));

  function start() {
    endsAt = performance.now() + seconds * 1000;
    hold.classList.add("is-running");
    label.textContent = hold.dataset.holdStop;
    say("");
    timer = setInterval(count, 100);
  }

  function count() {
    // From the clock, not from the number of ticks: a sleeping tab must not stretch a hold.
    const left = Math.ceil((endsAt - performance.now()) / 1000);
    if (left <= 0) return stop(hold.dataset.holdDone);
    show(left);
  }

  function stop(words) {
    clearInterval(timer);
    timer = 0;
    hold.classList.remove("is-running");
    label.textContent = startWords;
    show(seconds);
    say(words);
  }

  function show(number) {
    hold.querySelector("[data-hold-number]").textContent = String(number);
  }

  function say(words) {
    hold.querySelector("[data-hold-status]").textContent = words;
  }
}
