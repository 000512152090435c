// While pictures are being drawn, asks every few seconds whether they are there; then shows the page anew, unless
// somebody is typing in it. Without this script "Look again" does the same.

const EVERY = 4000;
let touched = false;

document.addEventListener("input", () => (touched = true));

function ask() {
  if (!document.querySelector("[data-waiting]")) return;
  const request = new XMLHttpRequest();
  request.open("GET", location.pathname);
  request.responseType = "document";
  request.timeout = 8000;
  request.onload = () => {
    const fresh = request.responseXML;
    if (request.status === 200 && fresh && !fresh.querySelector("[data-waiting]") && !touched) location.reload();
    else setTimeout(ask, EVERY);
  };
  request.onerror = request.ontimeout = () => setTimeout(ask, EVERY);
  request.send();
}

setTimeout(ask, EVERY);
