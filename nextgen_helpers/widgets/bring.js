// Where a list is brought in: a file that is dropped or chosen, or cells that are pasted, and what they would do to the table,
// in four parts. Python finds, matches and checks; this file shows what it says and reports what the person decides.

const LISTS = ".xlsx,.xls,.xlsb,.ods,.csv,.tsv,.txt,.graphml,.xml";

// Where a file is chosen: what is too large for a message is refused here.
function fileInput(id, accept, take, refuse) {
  const input = node("input", { type: "file", accept, id, class: "ng-file" });
  input.addEventListener("change", async () => {
    if (input.files[0]) await takeFile(input.files[0], take, refuse);
    input.value = "";
  });
  return input;
}

async function takeFile(chosen, take, refuse) {
  if (chosen.size > MOST_BYTES) refuse(chosen.name);
  else take(chosen.name, await chosen.arrayBuffer());
}

// Panel for one table: {box, opener, show(state)}. `preview` is where the state is drawn; `after` gets the focus when it is done.
function bringPanel(field, id, tell, preview, after) {
  const say = (text) => preview.replaceChildren(node("p", { text }));
  const refuse = (name) => say(`${name} is larger than ${MOST_BYTES / 1024 ** 2} MB; save only the sheet with the list.`);
  const take = (name, bytes) => { say(`Looking at ${name} …`); tell({ kind: "file", name: field.name, file: name }, [bytes]); };
  const file = fileInput(`${id}-file`, LISTS, take, refuse);
  const area = node("textarea", { id: `${id}-paste`, rows: 3 });
  const drop = node("div", { class: "ng-drop" }, file,
    node("label", { for: `${id}-file`, class: "ng-button ng-like-button", text: "Choose a file" }),
    node("span", { text: "or drop it here: Excel, CSV, OpenDocument, text, Kumu, GraphML. It can have titles, totals and columns of its own." }));
  for (const kind of ["dragenter", "dragover"]) {
    drop.addEventListener(kind, (event) => { event.preventDefault(); event.stopPropagation(); drop.classList.add("ng-over"); });
  }
  drop.addEventListener("dragleave", () => drop.classList.remove("ng-over"));
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    event.stopPropagation();
    drop.classList.remove("ng-over");
    if (event.dataTransfer.files[0]) takeFile(event.dataTransfer.files[0], take, refuse);
  });
  const ask = (text, message, name) => button(text, () => tell({ name: field.name, ...message }), { class: "ng-button ng-quiet", "aria-label": name });
  const box = node("div", { class: "ng-paste", hidden: !field.open },
    drop,
    node("label", { for: area.id, class: "ng-label", text: "Or paste cells, with their headings" }), area,
    button("Look at what I pasted", () => { say("Looking at it …"); tell({ kind: "paste", name: field.name, text: area.value }); }),
    ...(field.templates === false ? [] : [
      node("p", { class: "ng-help ng-later" }, "No list yet? An empty table to fill in: ",
        ask("Excel", { kind: "template", ending: "xlsx" }, "Empty table (Excel)"), ask("CSV", { kind: "template", ending: "csv" }, "Empty table (CSV)")),
      node("p", { class: "ng-help" }, "The rows of this table to take along: ",
        ask("Excel", { kind: "rows", ending: "xlsx" }, "These rows (Excel)"), ask("CSV", { kind: "rows", ending: "csv" }, "These rows (CSV)"))]));
  const opener = button("Bring a list", () => {
    box.hidden = !box.hidden;
    opener.setAttribute("aria-expanded", String(!box.hidden));
    if (!box.hidden) box.querySelector("input").focus();
  }, { "aria-expanded": String(Boolean(field.open)), class: "ng-button ng-quiet" });

  function close() {
    if (!field.open) { box.hidden = true; opener.setAttribute("aria-expanded", "false"); }
  }
  function done() {
    area.value = "";
    close();
    after().focus();
  }

  // One question: a list of answers, with the reason of the one that was guessed.
  function question(item, place) {
    const name = `${id}-ask-${place}`;
    const select = node("select", { id: name, "aria-describedby": item.why ? `${name}-why` : null },
      item.answer === null ? node("option", { value: "", text: "Choose" }) : null,
      ...item.choices.map(([value, text]) => node("option", { value, text })));
    select.value = item.answer ?? "";
    select.addEventListener("change", () => { if (select.value) tell({ kind: "answer", name: field.name, question: item.name, value: select.value }); });
    return node("div", { class: item.answer === null ? "ng-ask ng-open" : "ng-ask" },
      node("label", { for: name }, item.answer === null ? node("strong", { text: "Question: " }) : null, item.text), select,
      item.why ? node("span", { id: `${name}-why`, class: "ng-note", text: item.why }) : null);
  }

  function part(found, place) {
    const asked = found.asks.map((item, number) => [item, question(item, `${place}-${number}`)]);
    const open = asked.filter(([item]) => item.answer === null).map(([, box]) => box);
    const decided = asked.filter(([item]) => item.answer !== null);
    const told = [...found.lines.map((text) => node("p", { text })),
      found.problems.length ? node("ul", {}, ...found.problems.map((text) => node("li", { text }))) : null].filter(Boolean);
    // What was guessed stands behind its heading; what the person has decided stays in view.
    const shown = found.open || decided.some(([item]) => !item.why);
    const body = decided.length ? [node("details", { open: shown }, node("summary", { text: found.summary }), ...decided.map(([, box]) => box))] : [];
    return node("section", { "aria-label": found.title }, node("p", { class: "ng-part" }, node("strong", { text: found.title })), ...told, ...open, ...body);
  }

  function rowsTable(found) {
    const head = node("tr", {}, ...found.heads.map((text) => node("th", { scope: "col", text })));
    const body = found.rows.map((cells) => node("tr", {}, ...cells.map((text, number) => node(number ? "td" : "th", { scope: number ? null : "row", text }))));
    return node("div", { class: "ng-scroll", tabindex: 0, role: "region", "aria-label": "Rows that would change" },
      node("table", { class: "ng-rows ng-changes" }, node("thead", {}, head), node("tbody", {}, ...body)));
  }

  function show(found) {
    close(); // what was found stands where it was given
    const focused = preview.contains(document.activeElement) ? document.activeElement.id : "";
    const opened = [...preview.querySelectorAll("section")].filter((item) => item.querySelector("details")?.open).map((item) => item.ariaLabel);
    preview.replaceChildren(...found.parts.map((item, place) => part({ ...item, open: opened.includes(item.title) }, place)),
      ...(found.table.rows.length ? [rowsTable(found.table)] : []), ...(found.table.more ? [node("p", { text: found.table.more })] : []),
      node("p", { class: "ng-part", text: found.text }),
      ...(found.take ? [button(found.take, () => { tell({ kind: "take", name: field.name }); done(); })] : []),
      button("Leave it", () => { tell({ kind: "leave", name: field.name }); done(); }, { class: "ng-button ng-quiet" }));
    if (focused) preview.querySelector(`[id="${focused}"]`)?.focus();
  }

  return { box, opener, show };
}

// A panel that is no table of a form: it finds the table by itself.
function bringControl(field, id, tell) {
  const preview = node("div", { class: "ng-preview", role: "status" });
  const panel = bringPanel({ ...field, open: true, templates: false }, id, tell, preview, () => panel.box.querySelector("input"));
  const box = node("div", {}, panel.box, preview);
  return {
    box,
    value: () => null,
    show: () => {},
    preview: (found) => showPreview(found, preview, panel, field, tell, () => panel.box.querySelector("input")),
    focused: () => box.contains(document.activeElement),
  };
}

// What Python shows of rows: a list that was brought, rows that are offered from elsewhere, or what was taken.
function showPreview(found, preview, panel, field, tell, after) {
  if (!found) { preview.replaceChildren(); return; }
  if (found.parts) { panel.show(found); return; }
  preview.replaceChildren(node("p", { text: found.text }));
  if (found.problems.length) preview.append(node("ul", {}, ...found.problems.map((text) => node("li", { text }))));
  if (found.rows.length) {
    preview.append(button(found.take, () => { tell({ kind: "take", name: field.name }); after().focus(); }));
  }
  preview.append(button(found.leave ?? "Leave it", () => { tell({ kind: "leave", name: field.name }); after().focus(); },
    { class: "ng-button ng-quiet" }));
}
