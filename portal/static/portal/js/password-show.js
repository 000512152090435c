// A button that shows what one types into a password field, and hides it again before it is sent.

for (const field of document.querySelectorAll("[data-password]")) {
  const input = field.querySelector("input");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "link-button";
  button.setAttribute("aria-controls", input.id);
  const show = (isShown) => {
    input.type = isShown ? "text" : "password";
    button.textContent = isShown ? field.dataset.hide : field.dataset.show;
  };
  button.addEventListener("click", () => show(input.type === "password"));
  // As text it might be kept by the browser among the things one has typed before.
  input.form?.addEventListener("submit", () => show(false));
  show(false);
  field.append(button);
}
