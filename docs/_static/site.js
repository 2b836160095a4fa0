// A formula wider than its column scrolls: let the keyboard reach it, too.
addEventListener("load", async () => {
  await window.MathJax?.startup?.promise;
  for (const formula of document.querySelectorAll("div.math, mjx-container[display]")) {
    if (formula.scrollWidth > formula.clientWidth) {
      formula.tabIndex = 0;
    }
  }
});

// The course runs in the browser only where the browser lets it: else say what is missing.
addEventListener("load", () => {
  const words = document.getElementById("runs-here");
  const there = (name, owner = globalThis) => {
    try {
      return owner[name];
    } catch {
      return null; // forbidden, in a sandbox or by the reader's settings
    }
  };
  const missing = [
    [there("WebAssembly"), "WebAssembly, in which Python runs here"],
    [there("indexedDB"), "storage, in which your work is kept"],
    [there("serviceWorker", navigator), "service workers (the address must begin with https), by which Python reaches your files"],
  ].find(([found]) => !found);
  if (words && missing) {
    words.previousElementSibling.remove();
    words.textContent =
      `The lesson cannot run in this browser, which has no ${missing[1]}. ` +
      "You can read it here, open the address in another browser, or install the course.";
  }
});
