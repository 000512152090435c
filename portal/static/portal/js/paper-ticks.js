// Typing in ticks from paper: arrow keys go from box to box, "all done" ticks its day, and on a narrow screen one day is
// shown at a time. Without this the boxes are plain boxes, and every day stands below the other.

const form = document.querySelector("[data-paper-ticks]");
const narrow = window.matchMedia("(max-width: 64rem)");

if (form) {
  form.addEventListener("keydown", goByArrow);
  form.addEventListener("change", tickTheDay);
  if (form.querySelector("th[data-day]")) stepThroughDays();
}

function goByArrow(event) {
  const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
  const cell = event.target.closest?.("td");
  if (!step || !cell || event.altKey || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  const [across, down] = step;
  let { cellIndex } = cell;
  let row = cell.parentElement;
  for (;;) {
    cellIndex += across;
    if (down) row = down > 0 ? row.nextElementSibling : row.previousElementSibling;
    const next = row?.cells[cellIndex];
    if (!next || cellIndex < 1) return;
    const box = next.querySelector("input:not([hidden])");
    if (box && box.offsetParent) return box.focus();
  }
}

function tickTheDay(event) {
  const box = event.target;
  if (box.hasAttribute("data-all")) {
    for (const one of boxesOf(box)) one.checked = box.checked;
  } else if (!box.checked) {
    const all = box.closest("table")?.querySelector(`td[data-day="${box.closest("td").dataset.day}"] [data-all]`);
    if (all) all.checked = false; // or the server would take the day as a whole
  }
}

function boxesOf(all) {
  return all.closest("table").querySelectorAll(`td[data-day="${all.value}"] input[name="tick"]`);
}

function stepThroughDays() {
  const days = [...form.querySelectorAll("th[data-day]")];
  const bar = form.querySelector("[data-step]");
  let at = days.length - 1;

  const show = () => {
    const chosen = days[at].dataset.day;
    bar.hidden = !narrow.matches;
    for (const cell of form.querySelectorAll("td[data-day]")) cell.hidden = narrow.matches && cell.dataset.day !== chosen;
    for (const table of form.querySelectorAll("table")) {
      table.hidden = narrow.matches && !table.querySelector(`th[data-day="${chosen}"]`);
    }
    for (const row of form.querySelectorAll("tbody tr")) {
      const shown = row.querySelector("td:not([hidden])");
      row.hidden = narrow.matches && (!shown || shown.classList.contains("not-due"));
    }
    form.classList.toggle("is-stepped", narrow.matches);
    bar.querySelector("[data-day]").textContent = days[at].dataset.words;
    bar.querySelector("[data-back]").disabled = at === 0;
    bar.querySelector("[data-next]").disabled = at === days.length - 1;
  };
  bar.querySelector("[data-back]").addEventListener("click", () => { at -= 1; show(); });
  bar.querySelector("[data-next]").addEventListener("click", () => { at += 1; show(); });
  narrow.addEventListener("change", show);
  show();
}
