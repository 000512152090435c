// Fetches one of our own moving pictures. What could run or load anything is refused whole, not cleaned.

const SVG = "http://www.w3.org/2000/svg";
const REFUSED = new Set(["script", "foreignobject", "iframe", "object", "embed", "image", "style", "animate", "set"]);

// The <svg> element, ready to be put into the page, or null.
export function fetchPicture(address) {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("GET", address);
    request.responseType = "document"; // parsed as a document of its own, where nothing runs
    request.overrideMimeType("image/svg+xml");
    request.onload = () => resolve(request.status === 200 ? taken(request.responseXML) : null);
    request.onerror = () => resolve(null);
    request.send();
  });
}

export function taken(found) {
  const root = found?.documentElement;
  if (root?.namespaceURI !== SVG || root.localName !== "svg") return null;
  if (!root.querySelector(".fig-frame")) return null;
  if (![root, ...root.querySelectorAll("*")].every(isHarmless)) return null;
  const picture = document.importNode(root, true);
  // Its name for a screen reader, in the reader's language, stands on the element around it.
  picture.querySelector(":scope > title")?.remove();
  picture.removeAttribute("role");
  picture.setAttribute("aria-hidden", "true");
  picture.setAttribute("focusable", "false");
  return picture;
}

function isHarmless(element) {
  if (element.namespaceURI !== SVG || REFUSED.has(element.localName.toLowerCase())) return false;
  return [...element.attributes].every(({ localName, value }) => {
    const name = localName.toLowerCase();
    if (name.startsWith("on") || name === "style") return false;
    if (name === "href") return value.startsWith("#");
    return !/url\((?!#)/i.test(value);
  });
}
