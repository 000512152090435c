// A pasted code may carry spaces, dots or a whole sentence; only its digits are kept, in two groups as in the mail.

const DIGITS = 8;

for (const input of document.querySelectorAll("[data-code]")) {
  input.addEventListener("paste", (event) => {
    const pasted = event.clipboardData?.getData("text") ?? "";
    const digits = pasted.replace(/\D/g, "");
    if (digits.length !== DIGITS) return; // not a code: leave the paste to the browser
    event.preventDefault();
    input.value = `${digits.slice(0, DIGITS / 2)}-${digits.slice(DIGITS / 2)}`;
  });
}
