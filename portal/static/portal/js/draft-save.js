// The builder saves itself a moment after a change. The server answers with the parts of the page that this changes;
// they are put in their places by id. One request at a time; a press of a button waits for the one under way.

const WAIT = 1500;
const AGAIN = [3000, 8000, 20000, 60000];

const form = document.querySelector("[data-saves-itself]");
const state = document.getElementById("save-state");
const number = form.elements.saved_count;

let timer = null;
let request = null;
let isChanged = false;
let isLeaving = false;
let isOver = false; // somebody else saved, or nobody is signed in: what stands here is sent by hand
let failures = 0;
let pressed = null;
const untold = new Map(); // what is wrong with the field that is being typed in

form.addEventListener("input", changed);
form.addEventListener("change", changed);
form.addEventListener("focusout", () => setTimeout(tellTheRest));
form.addEventListener("submit", leave);
document.addEventListener("visibilitychange", () => { if (document.hidden && isChanged) save(); });
window.addEventListener("beforeunload", (event) => { if (!isLeaving && (isChanged || request)) event.preventDefault(); });
// From the browser's memory comes a page that knows an old number.
window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });

function changed(event) {
  if (event.target.closest("#add")) return; // the search is not part of the draft
  isChanged = true;
  failures = 0;
  schedule(WAIT);
}

function schedule(wait) {
  clearTimeout(timer);
  if (!isOver) timer = setTimeout(save, wait);
}

function leave(event) {
  clearTimeout(timer);
  if (isLeaving) return event.preventDefault(); // a second press of the same button
  if (request) {
    event.preventDefault();
    pressed = event.submitter;
    return;
  }
  isLeaving = true;
  setTimeout(() => { isLeaving = false; }, 10000); // the page did not go: it can be pressed again
}

function save() {
  clearTimeout(timer);
  if (request || isOver || isLeaving) return;
  // A time that is half written is sent as nothing: better not at all.
  if ([...form.querySelectorAll("input[type=time]")].some((input) => input.validity.badInput)) return say(form.dataset.half);
  isChanged = false;
  // Not fetch: only XMLHttpRequest reads an answer into a document without handing markup to a script.
  request = new XMLHttpRequest();
  request.open("POST", form.action);
  request.setRequestHeader("X-Surefoot-Saves-Itself", "1");
  request.responseType = "document";
  request.timeout = 15000;
  request.onload = received;
  request.onerror = request.ontimeout = failed;
  say(form.dataset.saving, true);
  request.send(new FormData(form));
}

function received() {
  const { status, responseXML: answer, responseURL } = request;
  const isOurs = new URL(responseURL).pathname === new URL(form.action).pathname;
  if (!isOurs || status === 403) return stop(form.dataset.signedOut);
  if (status === 409 && answer?.getElementById("conflict")) {
    document.getElementById("conflict").replaceWith(document.adoptNode(answer.getElementById("conflict")));
    document.getElementById("conflict").scrollIntoView({ block: "nearest" });
    return stop(answer.getElementById("saved").textContent);
  }
  if (status !== 200 || !answer?.getElementById("saved")) return failed();
  request = null;
  failures = 0;
  const saved = answer.getElementById("saved");
  number.value = saved.dataset.count;
  say(saved.textContent);
  refresh(answer);
  tell(answer);
  if (pressed) return goOn();
  if (isChanged) schedule(WAIT);
}

function failed() {
  request = null;
  isChanged = true;
  say(form.dataset.trying);
  if (pressed) return goOn();
  schedule(AGAIN[Math.min(failures, AGAIN.length - 1)]);
  failures += 1;
}

function stop(words) {
  request = null;
  isChanged = true;
  isOver = true;
  say(words);
  if (pressed) goOn();
}

function goOn() {
  const button = pressed?.isConnected ? pressed : null;
  pressed = null;
  form.requestSubmit(button);
}

// Said once: a reader of the screen need not hear the same minute again.
function say(words, isPassing = false) {
  state.classList.toggle("is-passing", isPassing);
  if (!isPassing && state.textContent.trim() !== words.trim()) state.textContent = words.trim();
}

function refresh(answer) {
  for (const fresh of answer.querySelectorAll("[data-live]")) {
    const old = document.getElementById(fresh.id);
    if (!old || (fresh.dataset.holds !== undefined && fresh.dataset.holds === old.dataset.holds)) continue;
    const isSame = old.isEqualNode(fresh);
    if (isSame) continue;
    const focused = old.contains(document.activeElement) ? document.activeElement.id : "";
    old.replaceWith(document.adoptNode(fresh));
    if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
  }
  document.dispatchEvent(new Event("draft-refreshed"));
}

function tell(answer) {
  const wrong = new Map([...answer.querySelectorAll("[data-wrong]")].map((item) => [item.dataset.wrong, item.firstElementChild]));
  for (const told of form.querySelectorAll("[data-told]")) if (!wrong.has(told.dataset.told)) untell(told);
  untold.clear();
  for (const [id, error] of wrong) {
    const field = document.getElementById(id)?.closest(".field, .stack-tight");
    if (!field || !error) continue;
    // Not while it is being typed.
    if (field.contains(document.activeElement) && !field.matches(".has-error")) untold.set(id, error);
    else put(id, error, field);
  }
}

function tellTheRest() {
  for (const [id, error] of untold) {
    const field = document.getElementById(id)?.closest(".field, .stack-tight");
    if (!field || field.contains(document.activeElement)) continue;
    untold.delete(id);
    put(id, error, field);
  }
}

function put(id, error, field) {
  const fresh = document.adoptNode(error);
  const before = document.getElementById(`${id}_error`);
  if (before) before.replaceWith(fresh);
  else (field.matches("fieldset") ? field.querySelector("legend").after(fresh) : field.querySelector("label").before(fresh));
  if (!before && !field.matches("fieldset") && field.matches(".field")) field.querySelector("label").after(fresh);
  field.classList.add("has-error");
  field.dataset.told = id;
  const input = document.getElementById(id);
  if (input && !input.matches("fieldset")) {
    input.setAttribute("aria-invalid", "true");
    input.setAttribute("aria-describedby", `${id}_error`);
  }
}

function untell(field) {
  const id = field.dataset.told;
  document.getElementById(`${id}_error`)?.remove();
  document.getElementById(id)?.removeAttribute("aria-invalid");
  document.getElementById(id)?.removeAttribute("aria-describedby");
  field.classList.remove("has-error");
  delete field.dataset.told;
}
