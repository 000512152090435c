// The search beside a draft: results follow what is typed, and the keys / ↓ ↑ Enter add without leaving the box.
// Without this script, or when something goes wrong, the buttons send the form.

const WAIT = 200; // after the last key

const panel = document.querySelector("[data-find]");
if (panel) begin(panel);

function begin(panel) {
  const box = panel.querySelector("input[type=search]");
  const tick = panel.querySelector("input[name=suitable]");
  const status = panel.querySelector("[role=status]");
  const back = panel.querySelector("input[name=back]");
  let timer = 0;
  let running = null; // a search on its way
  let chosen = null; // the row that Enter adds

  panel.querySelector(".find-keys").hidden = false;
  if (location.hash === `#${box.id}`) {
    box.focus();
    box.select();
  }

  box.addEventListener("input", later);
  tick.addEventListener("change", find);
  box.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      choose(neighbour(event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Enter") {
      event.preventDefault();
      add();
    } else if (event.key === "Escape" && chosen) {
      event.preventDefault();
      choose(null);
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || isTypedInto(event.target)) return;
    event.preventDefault();
    box.focus();
    box.select();
  });
  window.addEventListener("pageshow", () => {
    back.disabled = true;
  });

  const rows = () => [...panel.querySelectorAll("[data-found]")];

  function neighbour(step) {
    const all = rows();
    if (!all.length) return null;
    if (!chosen) return step > 0 ? all[0] : all[all.length - 1];
    return all[all.indexOf(chosen) + step] ?? chosen;
  }

  function choose(row) {
    chosen?.classList.remove("is-chosen");
    chosen = row;
    if (!row) return;
    row.classList.add("is-chosen");
    row.scrollIntoView({ block: "nearest" });
    status.textContent = said(row);
  }

  function add() {
    if (timer || running) return find(); // what stands there is not yet what was typed
    const button = chosen?.querySelector("button[name=exercise]");
    if (!button) return chosen ? (status.textContent = said(chosen)) : find();
    back.disabled = false;
    button.form.requestSubmit(button); // a second press is held back by draft-save.js
  }

  function later() {
    clearTimeout(timer);
    choose(null);
    timer = setTimeout(find, WAIT);
  }

  function find() {
    clearTimeout(timer);
    timer = 0;
    const asked = new URLSearchParams();
    if (box.value.trim()) asked.set("q", box.value);
    if (tick.checked) asked.set("suitable", tick.value);
    running?.abort();
    // Not fetch: only XMLHttpRequest reads a page into a document without handing markup to a script.
    const request = (running = new XMLHttpRequest());
    request.open("GET", `${panel.dataset.find}?${asked}`);
    request.responseType = "document";
    request.timeout = 8000;
    request.onload = () => show(request, asked);
    request.onloadend = () => { if (running === request) running = null; };
    request.send();
  }

  function show(request, asked) {
    const fresh = request.responseXML?.getElementById("find-found");
    if (request.status !== 200 || !fresh) return; // the Find button still works
    panel.querySelector("#find-found").replaceWith(document.adoptNode(fresh));
    history.replaceState(history.state, "", `${location.pathname}${asked.size ? `?${asked}` : ""}`);
    chosen = null;
    status.textContent = panel.querySelector("[data-count]").textContent;
    if (asked.get("q")) mark(rows()[0]);
  }

  // The first, whose name fits best, is chosen at once, and quietly: the count is what is read out. Where it cannot be
  // added, the Enter key says why; it never adds another one in its place.
  function mark(row) {
    if (!row) return;
    chosen = row;
    row.classList.add("is-chosen");
  }
}

// Its words in one line, without those of its buttons.
function said(row) {
  const words = [...row.querySelectorAll("p, .find-there, .find-read")].map((part) => part.textContent.trim());
  return words.join(", ").replace(/\s+/g, " ");
}

function isTypedInto(element) {
  return element.isContentEditable || element.matches?.("textarea, select, input:not([type=checkbox], [type=radio], [type=button])");
}
