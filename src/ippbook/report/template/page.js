"use strict";
(() => {
  const root = document.documentElement;
  const words = root.dataset;
  const filled = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

  // The theme: the system's, until the button is pressed.
  const toggle = document.getElementById("theme");
  const systemDark = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : systemDark.matches);
  const show = () => toggle.setAttribute("aria-pressed", String(isDark()));
  const kept = (value) => {
    try {
      if (value) localStorage.setItem("ippbook-theme", value);
      return localStorage.getItem("ippbook-theme");
    } catch {
      return null; // a browser may forbid it to files
    }
  };
  const before = kept();
  if (before === "dark" || before === "light") root.dataset.theme = before;
  toggle.hidden = false;
  toggle.addEventListener("click", () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    kept(root.dataset.theme);
    show();
  });
  systemDark.addEventListener("change", show);
  show();

  // Sorting: each heading becomes a button.
  const valueOf = (row, column) => {
    const cell = row.cells[column];
    return cell.dataset.value ?? cell.textContent.trim();
  };
  const compared = (one, two) => {
    if (one === two) return 0;
    if (one === "") return 1; // nothing comes last
    if (two === "") return -1;
    const [a, b] = [Number(one), Number(two)];
    return Number.isNaN(a) || Number.isNaN(b) ? one.localeCompare(two, root.lang) : a - b;
  };
  for (const table of document.querySelectorAll("table[data-sort]")) {
    const body = table.tBodies[0];
    [...table.tHead.rows[0].cells].forEach((heading, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.title = filled(words.sort, { column: heading.textContent.trim() });
      button.append(...heading.childNodes);
      heading.append(button);
      button.addEventListener("click", () => {
        const down = heading.getAttribute("aria-sort") === "ascending";
        for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
        heading.setAttribute("aria-sort", down ? "descending" : "ascending");
        const rows = [...body.rows].map((row, place) => ({ row, place, value: valueOf(row, column) }));
        const turn = down ? -1 : 1;
        rows.sort((a, b) =>
          a.value === "" || b.value === ""
            ? compared(a.value, b.value) || a.place - b.place
            : turn * compared(a.value, b.value) || a.place - b.place
        );
        body.append(...rows.map((each) => each.row));
      });
    });
  }

  // Filters: a row stays if it has every word.
  document.querySelectorAll("table[data-filter]").forEach((table, number) => {
    const rows = [...table.tBodies[0].rows];
    const texts = rows.map((row) => row.textContent.toLowerCase());
    const line = document.createElement("p");
    const label = document.createElement("label");
    const input = document.createElement("input");
    const count = document.createElement("span");
    line.className = "filter";
    input.type = "search";
    input.id = `filter-${number}`;
    label.htmlFor = input.id;
    label.textContent = words.filter;
    const name = document.createElement("span");
    name.className = "hidden";
    name.textContent = ` ${table.caption ? table.caption.textContent : ""}`;
    label.append(name);
    count.setAttribute("role", "status");
    count.className = "muted";
    line.append(label, input, count);
    table.closest(".scroll").before(line);
    input.addEventListener("input", () => {
      const wanted = input.value.toLowerCase().split(/\s+/).filter(Boolean);
      let shown = 0;
      rows.forEach((row, place) => {
        row.hidden = !wanted.every((word) => texts[place].includes(word));
        shown += row.hidden ? 0 : 1;
      });
      count.textContent = wanted.length ? filled(words.filtered, { shown, count: rows.length }) : "";
    });
  });

  // Paper has no buttons: everything is open on it.
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("details:not([open])")];
    for (const each of opened) each.open = true;
  });
  addEventListener("afterprint", () => {
    for (const each of opened) each.open = false;
  });
})();
