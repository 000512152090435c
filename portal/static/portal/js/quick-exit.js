// Leaving a page quickly: it is empty at once, and the way back does not lead to it. Without script the form posts.

for (const form of document.querySelectorAll("[data-quick-exit]")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const data = new FormData(form);
    document.title = "";
    document.body.replaceChildren();
    try {
      await fetch(form.action, { method: "POST", body: data, redirect: "manual", keepalive: true });
    } finally {
      location.replace(form.dataset.quickExit);
    }
  });
}
