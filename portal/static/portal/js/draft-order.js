// The order of the rows: by dragging the handle, by the arrows, by Alt and an arrow key within a row. The order is sent
// with everything else of the page (each row holds a hidden field), so that moving is saved like typing.

const list = document.querySelector("[data-rows]");
if (list) begin();

function begin() {
  for (const hidden of document.querySelectorAll("[data-handle], [data-with-script]")) hidden.hidden = false;
  list.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=up], button[name=down]");
    if (!button) return;
    event.preventDefault();
    step(button.closest("[data-row]"), button.name === "up");
  });
  list.addEventListener("keydown", (event) => {
    if (!event.altKey || event.ctrlKey || event.metaKey || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
    if (event.target.closest("select")) return; // there it opens the list
    event.preventDefault();
    step(event.target.closest("[data-row]"), event.key === "ArrowUp");
  });
  list.addEventListener("pointerdown", drag);
  document.addEventListener("draft-refreshed", count);
}

function rows() {
  return [...list.querySelectorAll(":scope > [data-row]")];
}

function step(row, isUp) {
  const other = isUp ? row.previousElementSibling : row.nextElementSibling;
  if (!other) return;
  // The neighbour goes round it: what is moved keeps the focus.
  isUp ? row.after(other) : row.before(other);
  moved(row);
  row.scrollIntoView({ block: "nearest" });
}

function drag(event) {
  const handle = event.target.closest("[data-handle]");
  if (!handle || event.button !== 0) return;
  event.preventDefault();
  const row = handle.closest("[data-row]");
  const before = rows().indexOf(row);
  handle.setPointerCapture(event.pointerId);
  fold(row, true);
  const over = (move) => {
    const next = row.nextElementSibling;
    const previous = row.previousElementSibling;
    if (previous && move.clientY < middle(previous)) row.after(previous);
    else if (next && move.clientY > middle(next)) row.before(next);
    if (move.clientY < 60) window.scrollBy(0, -12);
    if (move.clientY > window.innerHeight - 60) window.scrollBy(0, 12);
  };
  const drop = () => {
    handle.removeEventListener("pointermove", over);
    fold(row, false);
    if (rows().indexOf(row) !== before) moved(row);
  };
  handle.addEventListener("pointermove", over);
  handle.addEventListener("lostpointercapture", drop, { once: true });
}

// While one is dragged, each row shows its name only: the whole list fits. The dragged one stays under the pointer.
function fold(row, isFolded) {
  const { top } = row.getBoundingClientRect();
  list.classList.toggle("is-ordering", isFolded);
  row.classList.toggle("is-dragged", isFolded);
  window.scrollBy({ top: row.getBoundingClientRect().top - top, behavior: "instant" });
}

function middle(element) {
  const { top, height } = element.getBoundingClientRect();
  return top + height / 2;
}

function moved(row) {
  count();
  row.dispatchEvent(new Event("change", { bubbles: true }));
  const form = row.closest("form");
  const place = rows().indexOf(row) + 1;
  say(form.dataset.moved.replace("{name}", row.querySelector("[data-name]").textContent).replace("{number}", place).replace("{count}", rows().length));
}

function count() {
  const all = rows();
  all.forEach((row, place) => {
    row.querySelector("[data-number]").textContent = place + 1;
    mark(row.querySelector("button[name=up]"), place === 0);
    mark(row.querySelector("button[name=down]"), place === all.length - 1);
  });
}

function mark(button, isEnd) {
  isEnd ? button.setAttribute("aria-disabled", "true") : button.removeAttribute("aria-disabled");
}

function say(words) {
  let status = document.getElementById("order-status");
  if (!status) {
    status = document.createElement("p");
    status.id = "order-status";
    status.className = "visually-hidden";
    status.setAttribute("role", "status");
    document.body.append(status);
  }
  setTimeout(() => { status.textContent = words; }, 100);
}
