/* Two fields above the matrix that hide clauses and executors; without scripts, all are shown. */

document.addEventListener("DOMContentLoaded", () => {
  const table = document.querySelector("table.matrix");
  if (!table) return;
  const rows = [...table.tBodies[0].rows];
  const heads = [...table.tHead.rows[0].cells];
  const form = document.createElement("form");
  form.className = "matrix-filter";
  const clauses = field(form, "Clauses", "SHD, must, …");
  const executors = field(form, "Executors", "process, loky, …");
  const status = document.createElement("span");
  status.setAttribute("role", "status");
  form.append(status);
  (table.closest(".table-wrapper") || table).before(form);

  const matches = (element, words) =>
    words.every((word) => element.textContent.toLowerCase().includes(word));
  const wordsOf = (input) => input.value.toLowerCase().split(/\s+/).filter(Boolean);

  function show() {
    const wanted = wordsOf(executors);
    const columns = heads.map((head, number) => number === 0 || matches(head, wanted));
    const chosen = rows.filter((row) => matches(row.cells[0], wordsOf(clauses)));
    for (const row of rows) row.hidden = !chosen.includes(row);
    for (const row of [table.tHead.rows[0], ...rows]) {
      columns.forEach((shown, number) => (row.cells[number].hidden = !shown));
    }
    const across = `${columns.filter(Boolean).length - 1} of ${heads.length - 1} executors`;
    status.textContent = `${chosen.length} of ${rows.length} clauses, ${across}`;
  }

  form.addEventListener("input", show);
  form.addEventListener("submit", (event) => event.preventDefault());
  show();
});

function field(form, name, hint) {
  const label = document.createElement("label");
  const input = document.createElement("input");
  input.type = "search";
  input.placeholder = hint;
  label.append(`${name} `, input);
  form.append(label);
  return input;
}
