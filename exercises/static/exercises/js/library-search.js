// The list follows what is typed. The server finds; its page is fetched and the list taken from it. Without this script,
// or when something goes wrong, the button sends the form.

const WAIT = 250; // after the last key

const form = document.querySelector("form[data-instant]");
let timer = 0;
let running = null;

form?.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(find, WAIT);
});

function find() {
  const asked = new URLSearchParams(new FormData(form));
  for (const [name, value] of [...asked]) if (!value) asked.delete(name);
  const address = `${location.pathname}?${asked}`;
  running?.abort();
  // Not fetch: only XMLHttpRequest reads a page into a document without handing markup to a script.
  const request = (running = new XMLHttpRequest());
  request.open("GET", address);
  request.responseType = "document";
  request.timeout = 8000;
  request.onload = () => {
    const fresh = request.responseXML?.getElementById(form.dataset.instant);
    if (request.status !== 200 || !fresh) return;
    document.getElementById(form.dataset.instant).replaceWith(document.adoptNode(fresh));
    history.replaceState(null, "", address);
  };
  request.send();
}
