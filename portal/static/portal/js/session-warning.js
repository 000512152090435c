// Two minutes before a sign-in ends, a dialog says so, and one press goes on. The server's clock counts, not this one:
// every tab asks it, so that they agree. Asking does not make the sign-in longer.

const dialog = document.querySelector("[data-session-warning]");
const part = (name) => dialog.querySelector(`[data-session-${name}]`);

const WARNING = Number(dialog.dataset.warningSeconds);
const LONGEST_WAIT = 6 * 3600; // browsers count no further than some weeks
const ASK_AGAIN = 10;

let end = Date.now() + 1000 * Number(dialog.dataset.seconds);
let canStay = true;
let waiting = null;
let counting = null;
let said = Infinity;
let typedIn = null;
let isDismissed = false;

// A form with words in it that nobody has sent.
document.addEventListener("input", ({ target }) => {
  const form = target.form;
  if (form?.method === "post" && !new URL(form.action).pathname.startsWith("/account/")) typedIn = form;
});
document.addEventListener("submit", ({ target }) => { if (target === typedIn && !isOver()) typedIn = null; });
document.addEventListener("visibilitychange", () => { if (!document.hidden) ask(); });
window.addEventListener("pageshow", (event) => { if (event.persisted) ask(); });

part("stay").addEventListener("submit", (event) => {
  event.preventDefault();
  stay();
});
part("close").addEventListener("click", dismiss);
part("sign-in").addEventListener("click", signIn);
// Escape is a press as well: somebody is there.
dialog.addEventListener("cancel", (event) => {
  event.preventDefault();
  if (!isOver()) canStay ? stay() : dismiss();
});
dialog.addEventListener("close", () => clearInterval(counting));

wait();

function secondsLeft() {
  return Math.max(0, Math.round((end - Date.now()) / 1000));
}

function isOver() {
  return dialog.classList.contains("is-over");
}

function wait(seconds = secondsLeft() - WARNING) {
  clearTimeout(waiting);
  waiting = setTimeout(ask, 1000 * Math.min(LONGEST_WAIT, Math.max(1, seconds)));
}

async function ask() {
  if (isOver()) return;
  try {
    const answer = await fetch(dialog.dataset.leftUrl, { headers: { Accept: "application/json" } });
    if (answer.ok) return learn(await answer.json());
  } catch {
    // No network: the last answer holds until there is one.
  }
  learn({ seconds: secondsLeft(), can_stay: canStay });
}

async function stay() {
  const form = part("stay");
  try {
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form) });
    if (answer.ok && answer.headers.get("Content-Type")?.startsWith("application/json")) return learn(await answer.json());
  } catch {
    // Asked again below, and the button stays.
  }
  ask();
}

function learn(left) {
  end = Date.now() + 1000 * left.seconds;
  canStay = left.can_stay;
  if (left.seconds <= 0) return over();
  if (left.seconds > WARNING) {
    isDismissed = false;
    if (dialog.open) dialog.close();
    return wait();
  }
  isDismissed ? wait(left.seconds) : warn();
}

// There is no more time to be had: what is on the page can still be read and sent.
function dismiss() {
  isDismissed = true;
  dialog.close();
  wait(secondsLeft());
}

function warn() {
  part("stay").hidden = !canStay;
  part("words").hidden = !canStay;
  part("close").hidden = canStay;
  part("no-more").hidden = canStay;
  dialog.setAttribute("aria-describedby", canStay ? "session-words" : "session-no-more");
  show();
  if (dialog.open) return;
  said = Infinity;
  dialog.showModal();
  counting = setInterval(tick, 1000);
}

function tick() {
  show();
  const left = secondsLeft();
  if (left <= 0 || left % ASK_AGAIN === 0) ask(); // another tab may have gone on
}

function show() {
  const left = secondsLeft();
  part("clock").textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
  const status = part("status");
  if (left <= 60 && said > 60) status.textContent = status.dataset.oneMinute;
  if (left <= 30 && said > 30) status.textContent = status.dataset.halfMinute;
  said = left;
}

function over() {
  clearInterval(counting);
  clearTimeout(waiting);
  dialog.classList.add("is-over");
  part("soon").hidden = true;
  part("over").hidden = false;
  part("typed").hidden = !typedIn;
  part("nothing-typed").hidden = Boolean(typedIn);
  dialog.setAttribute("aria-labelledby", "session-over-title");
  dialog.setAttribute("aria-describedby", typedIn ? "session-typed" : "session-nothing-typed");
  if (!dialog.open) dialog.showModal();
  part("sign-in").focus();
}

function signIn() {
  if (!typedIn) return location.assign(signInAddress());
  // Sent as it stands: the server keeps it, asks who is there, and gives it back.
  typedIn.noValidate = true;
  typedIn.requestSubmit(typedIn.querySelector("button:not([type=button]), input[type=submit]"));
}

function signInAddress() {
  return `${dialog.dataset.signInUrl}?next=${encodeURIComponent(location.pathname + location.search)}`;
}
