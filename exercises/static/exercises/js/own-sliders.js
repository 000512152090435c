// A slider and its box follow each other. Without this script the server takes the one that was moved.

for (const slider of document.querySelectorAll("input.slide[data-for]")) {
  const box = document.getElementById(slider.dataset.for);
  if (!box) continue;
  slider.addEventListener("input", () => (box.value = slider.value));
  box.addEventListener("input", () => {
    if (box.value !== "" && box.validity.valid) slider.value = box.value;
  });
}
