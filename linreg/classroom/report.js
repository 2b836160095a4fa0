for (const table of document.querySelectorAll("table.sort")) {
  const rows = () => [...table.tBodies[0].rows];
  table.querySelectorAll("th").forEach((head, i) => {
    const button = document.createElement("button");
    button.append(...head.childNodes); head.append(button);
    button.addEventListener("click", () => {
      const up = head.getAttribute("aria-sort") !== "ascending";
      table.querySelectorAll("th").forEach(one => one.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", up ? "ascending" : "descending");
      const key = row => row.cells[i].textContent.trim();
      const order = (a, b) => key(a).localeCompare(key(b), undefined, {numeric: true});
      table.tBodies[0].append(...rows().sort((a, b) => up ? order(a, b) : order(b, a)));
    });
  });
  const box = document.querySelector(`input[data-filter="${table.id}"]`);
  if (box) box.addEventListener("input", () => rows().forEach(row => {
    row.hidden = !row.textContent.toLowerCase().includes(box.value.toLowerCase());
  }));
}
