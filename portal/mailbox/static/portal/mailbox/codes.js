// Counts the seconds of the codes down, and asks for new ones when they have gone.

const list = document.querySelector("[data-codes]");

async function renew() {
  const answer = await fetch(list.dataset.codes);
  if (!answer.ok) return;
  const { codes } = await answer.json();
  for (const row of list.querySelectorAll("[data-email]")) {
    const code = codes[row.dataset.email];
    if (!code) continue;
    row.querySelector("[data-code-now]").textContent = code.code;
    row.querySelector("[data-code-next]").textContent = code.next_code;
    row.querySelector("[data-seconds]").textContent = code.seconds_left;
  }
}

function tick() {
  const seconds = [...list.querySelectorAll("[data-seconds]")];
  for (const one of seconds) one.textContent = Math.max(0, Number(one.textContent) - 1);
  if (seconds.some((one) => one.textContent === "0")) renew();
}

if (list) {
  setInterval(tick, 1000);
  // A page in the background is not counted exactly.
  document.addEventListener("visibilitychange", () => document.hidden || renew());
}
