// A formula wider than its column scrolls: let the keyboard reach it, too.
addEventListener("load", async () => {
  await window.MathJax?.startup?.promise;
  for (const formula of document.querySelectorAll("div.math, mjx-container[display]")) {
    if (formula.scrollWidth > formula.clientWidth) {
      formula.tabIndex = 0;
    }
  }
});

// On paper everything is dark on white.
const root = document.documentElement;
addEventListener("beforeprint", () => {
  root.dataset.shown = root.dataset.theme;
  root.dataset.theme = "light";
});
addEventListener("afterprint", () => { root.dataset.theme = root.dataset.shown; });

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
  const lacks = "this browser has no ";
  const missing = [
    [location.protocol !== "file:", "this page was opened as a file, and not by an address"],
    [there("WebAssembly"), `${lacks}WebAssembly, in which Python runs here`],
    // Without cookies Firefox has an `indexedDB` that opens nothing, and no `localStorage`.
    [there("indexedDB") && there("localStorage"), `${lacks}storage, in which your work is kept`],
    [there("serviceWorker", navigator),
      `${lacks}service workers (the address must begin with https), by which Python reaches your files`],
  ].find(([found]) => !found);
  if (words && missing) {
    document.querySelector(".way.first").remove();
    words.textContent =
      `The lessons cannot run here: ${missing[1]}. You can read them here, ` +
      "open the address of this site in another browser, or install the course.";
  }
});
