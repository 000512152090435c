// A tick without leaving the page. The server stays the only one who knows what is done: its next page is fetched
// and put in place of this one. Whatever goes wrong, the form is sent the plain way.

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || !form.hasAttribute("data-tick")) return;
  event.preventDefault();
  send(form);
});

function send(form) {
  const button = form.querySelector("button");
  if (button.getAttribute("aria-disabled") === "true") return; // a second tap while the first is on its way
  button.setAttribute("aria-disabled", "true");

  // Not fetch: only XMLHttpRequest reads a page into a document without handing markup to a script.
  const request = new XMLHttpRequest();
  request.open("POST", form.action);
  request.responseType = "document";
  request.timeout = 8000;
  request.onload = () => receive(request, form, button.id);
  request.onerror = request.ontimeout = () => form.submit();
  request.send(new FormData(form));
}

function receive(request, form, buttonId) {
  const page = request.responseXML;
  const fresh = page?.getElementById("main");
  if (request.status !== 200 || !fresh) return form.submit();
  if (new URL(request.responseURL).pathname !== location.pathname) return location.assign(request.responseURL);

  const { scrollX, scrollY } = window;
  document.getElementById("main").replaceWith(document.adoptNode(fresh));
  document.title = page.title;
  window.scrollTo(scrollX, scrollY);
  document.getElementById(buttonId)?.focus({ preventScroll: true });
  say(document.querySelector("[data-progress] .progress-words")?.textContent ?? "");
}

function say(words) {
  let status = document.getElementById("tick-status");
  if (!status) {
    status = document.createElement("p");
    status.id = "tick-status";
    status.className = "visually-hidden";
    status.setAttribute("role", "status");
    document.body.append(status);
  }
  // A region that was just made is read only when its words come later.
  setTimeout(() => { status.textContent = words; }, 100);
}
