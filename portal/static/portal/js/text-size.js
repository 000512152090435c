// The text size changes at once; the server is told behind it. Without script the same form posts and comes back.

for (const form of document.querySelectorAll("[data-text-size]")) {
  form.addEventListener("submit", (event) => {
    const size = event.submitter?.value;
    if (!size) return;
    event.preventDefault();
    show(form, size);
    tell(form, event.submitter);
  });
}

function show(form, size) {
  document.documentElement.dataset.text = size;
  for (const button of form.querySelectorAll("button")) {
    button.setAttribute("aria-pressed", String(button.value === size));
  }
}

async function tell(form, button) {
  const data = new FormData(form);
  data.set(button.name, button.value);
  try {
    const answer = await fetch(form.action, { method: "POST", body: data, redirect: "manual" });
    if (answer.type !== "opaqueredirect" && !answer.ok) throw new Error(String(answer.status));
  } catch {
    // Not kept: press the button the plain way, so that the person sees what happened.
    const kept = document.createElement("input");
    kept.type = "hidden";
    kept.name = button.name;
    kept.value = button.value;
    form.append(kept);
    form.submit();
  }
}
