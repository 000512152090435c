// New patient: asks for a due date only where the date of birth says 12 to 55 years. The server keeps it only then.

const born = document.querySelector("input[name=born_on]");
const due = document.querySelector("[data-due]");

function show() {
  const years = (Date.now() - Date.parse(born.value)) / (365.25 * 24 * 3600 * 1000);
  due.hidden = !Number.isNaN(years) && (years < 12 || years >= 56) && !due.querySelector(".error");
}

if (born && due) {
  born.addEventListener("input", show);
  show();
}
