// A form in a notebook: plain HTML controls with visible labels, so that keyboard and screen reader work as
// in any web page. It knows nothing of the toolkit: Python says which fields there are, checks every value
// and stores it; this file shows fields and reports what was typed.
//
// To Python:   {kind: "changed", name, value, token}   {kind: "person", key}   {kind: "new person"}   {kind: "code", text}
//              {kind: "paste", name, text}   {kind: "file", name, file} + bytes   {kind: "answer", name, question, value}
//              {kind: "take" | "leave", name}   {kind: "template" | "rows", name, ending}   {kind: "offer", name, source}   {kind: "finished"}
// From Python: the traits fields, answers, heard (field -> token), problems, notes, remarks, status, people, person, you,
//              previews, suggestions,
//              and {kind: "download", file, type} + bytes.
// What people typed only ever becomes text or the value of a control, never HTML.

const PAUSE = 900; // milliseconds without a key, after which what was typed is sent
const PATIENCE = 8000; // milliseconds without an answer, after which a change counts as not saved
// Jupyter's server closes the connection at a message of more than 10 MB, and nobody would be told.
const MOST_BYTES = 8 * 1024 ** 2;
const ROWS_ON_A_PAGE = 50;
// Pixels of a page, and of the table's own room in it, from which a table that does not fit scrolls sideways with its names in view; below, a row is a card.
const WIDE_PAGE = 1300;
const WIDE_ROOM = 1000;
const KEYBOARDS = { number: "numeric", decimal: "decimal" }; // kinds of numbers, and what a phone offers to type them
const FOCUSABLE = new Set(["input", "select", "textarea", "button"]);

function node(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  // JupyterLab's single keys (arrows, space, "d d") are for the form here; it asks the focused element itself.
  if (FOCUSABLE.has(tag) || "tabindex" in properties) made.setAttribute("data-lm-suppress-shortcuts", "true");
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (name === "text") made.textContent = value;
    else made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child !== null));
  return made;
}

const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
const lines = (text) => text.split("\n").map((line) => line.trim()).filter(Boolean);

function button(text, action, properties = {}) {
  return node("button", { type: "button", class: "ng-button", onclick: action, text, ...properties });
}

// A control: {box, value(), show(value), focused()}. `report(value, at_once)` is called when it changes.

function textControl(field, id, report) {
  const long = field.kind === "long_text" || field.kind === "list";
  const type = field.kind === "date" ? "date" : "text";
  const input = node(long ? "textarea" : "input", {
    id,
    rows: long ? 2 : null,
    type: long ? null : type,
    inputmode: KEYBOARDS[field.kind],
    list: field.suggest && !long ? listId(id, field.suggest) : null,
    autocomplete: "off",
    "aria-describedby": `${id}-help ${id}-problem`,
    class: field.kind in KEYBOARDS ? "ng-short" : null,
  });
  const grow = () => {
    if (!long) return;
    input.style.height = "auto";
    input.style.height = `${Math.max(input.scrollHeight + 2, 44)}px`;
  };
  const value = () => {
    const typed = input.value;
    if (field.kind === "list") return lines(typed);
    if (field.kind === "date") return typed || null;
    if (field.kind in KEYBOARDS) return numberOf(typed, field.kind);
    return typed;
  };
  if (input.hasAttribute("list")) opensItsList(input);
  input.addEventListener("input", () => { grow(); report(value(), field.kind === "date"); });
  input.addEventListener("change", () => report(value(), true));
  return {
    box: input,
    value,
    show: (given) => {
      input.value = Array.isArray(given) ? given.join("\n") : given ?? "";
      requestAnimationFrame(grow);
    },
    focused: () => document.activeElement === input,
  };
}

function numberOf(typed, kind) {
  const text = typed.trim();
  if (text === "") return null;
  const wanted = kind === "decimal" ? /^-?(\d{1,12}\.?\d{0,6}|\.\d{1,6})$/ : /^-?\d{1,12}$/;
  if (/^-?[1-9]\d{0,2}\.000$/.test(text)) return text; // 45.000 can be 45,000
  return wanted.test(text) ? Number(text) : text; // Python says what is wrong with the rest
}

// A click into an empty field opens the list of names, so that a known name is picked and not typed.
function opensItsList(input) {
  input.addEventListener("click", () => {
    if (input.value || !input.list?.options.length) return;
    try { input.showPicker(); } catch { /* an older browser shows the list while one types */ }
  });
}

function listId(id, name) {
  return `${id.split("--")[0]}--names-${name}`;
}

function choiceControl(field, id, report) {
  const radios = field.choices.map(([stored, read], place) => {
    const radio = node("input", { type: "radio", name: id, id: `${id}-${place}`, value: stored });
    radio.addEventListener("change", () => { clear.hidden = !field.optional; report(stored, true); });
    return radio;
  });
  const clear = button("Clear", () => {
    radios.forEach((radio) => { radio.checked = false; });
    clear.hidden = true;
    radios[0].focus();
    report(null, true);
  }, { class: "ng-button ng-quiet", "aria-label": `Clear the answer to: ${field.label}` });
  const box = node("div", { class: "ng-choices" },
    ...radios.map((radio, place) => node("label", { for: radio.id, class: "ng-choice" },
      radio, node("span", { text: field.choices[place][1] }))),
    clear);
  const value = () => radios.find((radio) => radio.checked)?.value ?? null;
  return {
    box,
    value,
    show: (given) => {
      radios.forEach((radio) => { radio.checked = radio.value === given; });
      clear.hidden = !field.optional || value() === null;
    },
    focused: () => box.contains(document.activeElement),
  };
}

// One dimension of a rubric: levels side by side, each with its description, its scores and its indicators.
function ratingControl(field, id, report) {
  const radios = [];
  const ticks = [];
  const send = (at_once) => report(value(), at_once);
  const levels = field.levels.map((level) => node("div", { class: "ng-level" },
    node("p", { class: "ng-level-title" },
      node("strong", { text: level.title }), ` ${level.scores[0]} to ${level.scores.at(-1)}`),
    node("div", { class: "ng-scores" }, ...level.scores.map((score) => {
      const radio = node("input", { type: "radio", name: id, id: `${id}-${score}`, value: score });
      radio.addEventListener("change", () => send(false)); // arrow keys pass over scores that are not meant
      radios.push(radio);
      return node("label", { for: radio.id, class: "ng-score" }, radio, node("span", { text: score }));
    })),
    node("p", { class: "ng-level-text", text: level.text }),
    node("p", { class: "ng-label", text: "Check what you have seen" }),
    ...level.indicators.map((indicator) => {
      const tick = node("input", { type: "checkbox", id: `${id}-${indicator.id}`, value: indicator.id });
      tick.addEventListener("change", () => send(true));
      ticks.push(tick);
      return node("label", { for: tick.id, class: "ng-tick" }, tick,
        node("span", {}, indicator.text,
          indicator.note ? node("em", { class: "ng-note", text: ` ${indicator.note}` }) : null));
    })));
  const evidence = node("textarea", { id: `${id}-evidence`, rows: 2, "aria-describedby": `${id}-problem` });
  evidence.addEventListener("input", () => send(false));
  evidence.addEventListener("change", () => send(true));
  const clear = button("Clear this rating", () => {
    radios.forEach((radio) => { radio.checked = false; });
    send(true);
  }, { class: "ng-button ng-quiet" });
  const value = () => ({
    score: Number(radios.find((radio) => radio.checked)?.value ?? 0) || null,
    seen: ticks.filter((tick) => tick.checked).map((tick) => tick.value),
    evidence: evidence.value,
  });
  const box = node("div", {},
    node("div", { class: "ng-levels" }, ...levels), clear,
    node("label", { for: evidence.id, class: "ng-label ng-later", text: "What does your rating rest on? (if you like)" }),
    evidence);
  return {
    box,
    value,
    show: (given) => {
      radios.forEach((radio) => { radio.checked = Number(radio.value) === given?.score; });
      ticks.forEach((tick) => { tick.checked = (given?.seen ?? []).includes(tick.value); });
      evidence.value = given?.evidence ?? "";
    },
    focused: () => box.contains(document.activeElement),
  };
}

// A table of rows. Rows that are not complete yet stay in it; Python says which ones it could not store.
function rowsControl(field, id, report, tell) {
  let rows = [];
  let first = 0; // first row on the page
  let removed = null;
  const widths = new Map();
  const empty = () => Object.fromEntries(field.columns.map((column) => [column.name, column.start ?? null]));
  // A browser forgets what a table is once its rows are drawn as cards; the roles say it again.
  const head = node("tr", { role: "row" }, node("th", { scope: "col", role: "columnheader", text: "Row" }),
    ...field.columns.map((column) => node("th", { scope: "col", role: "columnheader", title: column.help || null, text: column.label })),
    node("th", { scope: "col", role: "columnheader" }, node("span", { class: "ng-hidden", text: "Remove" })));
  const body = node("tbody", { role: "rowgroup" });
  const pages = node("div", { class: "ng-pages" });

  function cell(column, row, number) {
    const name = `Row ${number}, ${column.label}`;
    if (column.kind === "choice") {
      const select = node("select", { "aria-label": name }, node("option", { value: "", text: "" }),
        ...column.choices.map(([stored, read]) => node("option", { value: stored, text: read })));
      select.value = row[column.name] ?? "";
      select.addEventListener("change", () => { row[column.name] = select.value || null; report(rows, true); });
      return select;
    }
    const input = node("input", {
      "aria-label": name,
      type: column.kind === "date" ? "date" : "text",
      inputmode: KEYBOARDS[column.kind],
      class: column.kind in KEYBOARDS ? "ng-short" : column.kind === "date" ? null : "ng-measured",
      list: column.suggest ? listId(id, column.suggest) : null,
      placeholder: column.kind === "list" ? "one; two; three" : null,
      autocomplete: "off",
      style: column.kind in KEYBOARDS || column.kind === "date" ? null : `--letters: ${widths.get(column.name)}`,
    });
    const given = row[column.name];
    input.value = Array.isArray(given) ? given.join("; ") : given ?? "";
    input.title = input.value;
    const take = (at_once) => {
      const typed = input.value;
      row[column.name] = column.kind in KEYBOARDS ? numberOf(typed, column.kind)
        : column.kind === "list" ? typed.split(";").map((part) => part.trim()).filter(Boolean)
        : column.kind === "date" ? typed || null : typed;
      report(rows, at_once);
    };
    if (input.hasAttribute("list")) opensItsList(input);
    // What is typed stays in view: the column grows with it, as it would when the table is drawn anew.
    input.addEventListener("input", () => {
      if (input.classList.contains("ng-measured")) input.style.setProperty("--letters", Math.max(widths.get(column.name), lettersOf(input.value.length, column)));
      take(false);
    });
    input.addEventListener("change", () => take(true));
    return input;
  }

  // On a card the name of the column stands above its control, which says it by itself already.
  function labeled(column, control) {
    const name = node("span", { class: "ng-cell-name", "aria-hidden": "true", title: column.help || null, text: column.label,
      onclick: () => control.focus() });
    return node("td", { role: "cell" }, name, control);
  }

  const lettersOf = (length, column) => Math.min(Math.max(length, column.kind === "list" ? 18 : 14), 30);

  // A column is as wide as its longest entry, within limits: what was typed can be read.
  function measure() {
    for (const column of field.columns) {
      const longest = Math.max(0, ...rows.map((row) => {
        const given = row[column.name];
        return (Array.isArray(given) ? given.join("; ") : String(given ?? "")).length;
      }));
      widths.set(column.name, lettersOf(longest, column));
    }
  }

  function draw() {
    measure();
    first = Math.max(0, Math.min(first, rows.length - 1));
    first -= first % ROWS_ON_A_PAGE;
    const shown = rows.slice(first, first + ROWS_ON_A_PAGE);
    body.replaceChildren(...shown.map((row, place) => {
      const number = first + place + 1;
      return node("tr", { role: "row" }, node("th", { scope: "row", role: "rowheader", text: number }),
        ...field.columns.map((column) => labeled(column, cell(column, row, number))),
        node("td", { role: "cell" }, button("×", () => {
          removed = [first + place, row];
          rows.splice(first + place, 1);
          draw();
          (body.querySelectorAll("button")[Math.min(place, rows.length - first - 1)] ?? add).focus();
          report(rows, true);
        }, { class: "ng-button ng-quiet", "aria-label": `Remove row ${number}` })));
    }));
    table.hidden = rows.length === 0;
    fit();
    back.hidden = removed === null;
    const turn = (by, text) => button(text, () => { first += by; draw(); });
    pages.replaceChildren(...(rows.length > ROWS_ON_A_PAGE ? [
      first > 0 ? turn(-ROWS_ON_A_PAGE, "Earlier rows") : "",
      node("span", { text: `Rows ${first + 1} to ${first + shown.length} of ${rows.length.toLocaleString("en-US")}` }),
      first + shown.length < rows.length ? turn(ROWS_ON_A_PAGE, "Later rows") : "",
    ] : []));
  }

  const table = node("div", { class: "ng-scroll", tabindex: 0, role: "region", "aria-label": field.label },
    node("table", { class: "ng-rows", role: "table" }, node("thead", { role: "rowgroup" }, head), body));
  // Nothing that is needed lies off the screen: where the columns do not fit side by side, each row becomes a card.
  function fit() {
    const room = table.clientWidth;
    if (!room) return;
    table.classList.remove("ng-as-cards");
    const tight = window.innerWidth < WIDE_PAGE || room < WIDE_ROOM;
    table.classList.toggle("ng-as-cards", tight && table.scrollWidth > room + 1);
  }
  // What JupyterLab has not laid out yet, because it is far away, has no true width.
  new ResizeObserver(fit).observe(table);
  new IntersectionObserver(fit).observe(table);
  const add = button("Add a row", () => {
    rows.push(empty());
    first = rows.length - 1;
    draw();
    body.querySelector("tr:last-child input, tr:last-child select")?.focus();
  });
  const back = button("Bring the removed row back", () => {
    rows.splice(removed[0], 0, removed[1]);
    removed = null;
    draw();
    report(rows, true);
  }, { class: "ng-button ng-quiet" });

  // What earlier tables hold, or official figures know, is offered like a file: shown first, and taken when the team says so.
  const offers = (field.offers ?? []).map(([source, text]) => button(text, () => tell({ kind: "offer", name: field.name, source }),
    { class: "ng-button ng-quiet" }));
  const preview = node("div", { class: "ng-preview", role: "status" });
  const panel = field.imports ? bringPanel(field, id, tell, preview, () => offers[0] ?? panel.opener) : null;
  const box = node("div", {}, table, pages,
    node("div", { class: "ng-tools" }, add, ...offers, panel?.opener ?? null, back), panel?.box ?? null, preview);

  return {
    box,
    value: () => rows,
    show: (given) => { rows = structuredClone(given ?? []); draw(); },
    preview: (found) => showPreview(found, preview, panel, field, tell, () => add),
    focused: () => table.contains(document.activeElement),
  };
}

function actionControl(field, id, report) {
  const box = button(field.label, () => report(Date.now(), true), {
    id, "aria-describedby": `${id}-help ${id}-problem`, class: field.quiet ? "ng-button ng-quiet" : "ng-button",
  });
  return { box, value: () => null, show: () => {}, focused: () => document.activeElement === box };
}

function uploadControl(field, id, tell) {
  const said = node("p", { class: "ng-problem", role: "alert" });
  const input = fileInput(id, field.accept, (name, bytes) => { said.textContent = ""; tell({ kind: "file", name: field.name, file: name }, [bytes]); },
    (name) => { said.textContent = `${name} is larger than ${MOST_BYTES / 1024 ** 2} MB.`; });
  const box = node("div", {}, input, node("label", { for: id, class: "ng-button ng-like-button", text: field.label }), said);
  return { box, value: () => null, show: () => {}, focused: () => document.activeElement === input };
}

function makeControl(field, id, report, tell) {
  if (field.kind === "upload") return uploadControl(field, id, tell);
  if (field.kind === "action") return actionControl(field, id, report);
  if (field.kind === "rows") return rowsControl(field, id, report, tell);
  if (field.kind === "bring") return bringControl(field, id, tell);
  if (field.kind === "rating") return ratingControl(field, id, report);
  if (field.kind === "choice") return choiceControl(field, id, report);
  return textControl(field, id, report);
}

function fieldBox(field, control, id) {
  const problem = node("p", { class: "ng-problem", id: `${id}-problem`, role: "alert" });
  const remark = node("p", { class: "ng-remark", role: "status" });
  const help = node("p", { class: "ng-help", id: `${id}-help`, text: field.help });
  if (["action", "upload"].includes(field.kind)) return { box: node("div", { class: "ng-field" }, help, control.box, problem), problem, remark };
  const grouped = ["choice", "rating", "rows", "bring"].includes(field.kind);
  const box = grouped
    ? node("fieldset", { class: "ng-field", "aria-describedby": `${id}-help ${id}-problem` },
      node("legend", { text: field.label }), help, control.box, problem, remark)
    : node("div", { class: "ng-field" },
      node("label", { for: id, class: "ng-label", text: field.label }), help, control.box, problem, remark);
  return { box, problem, remark };
}

function render({ model, el }) {
  // Every form has this module to itself, so that a counter would begin anew in each: ids have to differ by chance.
  const prefix = `ng-form-${Math.random().toString(36).slice(2, 10)}`;
  const controls = new Map();
  const timers = new Map();
  const sent = new Map();
  const waiting = new Map(); // field -> token of its last change, until Python has dealt with it
  let messages = 0;
  let deaf = false; // the kernel is gone, or the cell was not run since it started
  const tell = (message, bytes) => {
    try {
      model.send(message, undefined, bytes);
    } catch { // the kernel was restarted: there is nobody on the other end
      deaf = true;
      showStatus();
    }
  };

  function send(name) {
    clearTimeout(timers.get(name));
    timers.delete(name);
    const value = structuredClone(controls.get(name).value());
    if (same(sent.get(name), value)) { showStatus(); return; }
    sent.set(name, value);
    const token = `${prefix}:${(messages += 1)}`;
    waiting.set(name, token);
    tell({ kind: "changed", name, value, token });
    showStatus();
    setTimeout(() => { if (waiting.get(name) === token) { deaf = true; showStatus(); } }, PATIENCE);
  }
  function reporter(name, kind) {
    if (kind === "action") return (value) => { flush(); tell({ kind: "changed", name, value }); };
    return (value, at_once) => {
      clearTimeout(timers.get(name));
      showAsked();
      if (at_once) send(name);
      else timers.set(name, setTimeout(() => send(name), PAUSE));
      showStatus();
    };
  }
  const flush = () => [...timers.keys()].forEach(send);

  const title = model.get("title");
  const root = node("form", { class: "ng-form", "aria-label": title, onsubmit: (event) => event.preventDefault() });
  const status = node("p", { class: "ng-status", role: "status" });
  const notes = node("ul", { class: "ng-notes", "aria-live": "polite" });
  const names = node("div", { hidden: true });

  // Who answers: somebody new, or whoever has this number or word; and, where the form ends, the next one.
  const picker = node("select", { id: `${prefix}--person` });
  picker.addEventListener("change", () => { flush(); tell({ kind: "person", key: picker.value }); picker.value = model.get("person"); });
  const turn = () => { flush(); tell({ kind: "new person" }); root.scrollIntoView({ block: "start" }); };
  const yours = [node("p", { class: "ng-you" }), node("p", { class: "ng-you" })];
  const code = node("input", { id: `${prefix}--code`, type: "text", autocomplete: "off", "aria-describedby": `${prefix}--code-said` });
  const open = () => { flush(); if (code.value.trim()) tell({ kind: "code", text: code.value }); code.value = ""; };
  code.addEventListener("keydown", (event) => { if (event.key === "Enter") { event.preventDefault(); open(); } });
  const told = node("p", { class: "ng-said", role: "status", id: `${prefix}--code-said` });
  const progress = node("p", { class: "ng-progress" });
  const listed = node("div", { class: "ng-persons-row" },
    node("label", { for: picker.id, class: "ng-label", text: "Open somebody's answers" }), picker);
  const persons = node("div", { class: "ng-persons" },
    yours[0], button("Next person", turn),
    node("div", { class: "ng-persons-row" },
      node("label", { for: code.id, class: "ng-label", text: "Coming back, or want a word of your own (not a common one)? Type your number or word" }),
      code, button("Use it", open, { class: "ng-button ng-quiet" })),
    told, listed, progress);
  const ending = node("div", { class: "ng-persons" }, yours[1], button("Next person", turn));

  function build() {
    controls.clear();
    const parts = [];
    let group = null;
    for (const field of model.get("fields")) {
      const id = `${prefix}--${field.name.replace(/[^A-Za-z0-9_-]/g, "-")}`;
      const control = makeControl(field, id, reporter(field.name, field.kind), tell);
      const { box, problem, remark } = fieldBox(field, control, id);
      controls.set(field.name, { ...control, problemBox: problem, remarkBox: remark, field, whole: box });
      if (field.section) parts.push(node("p", { class: "ng-section", text: field.section }));
      if (field.group) {
        if (group?.name !== field.group) {
          group = { name: field.group, box: node("div", { class: "ng-group" }) };
          parts.push(group.box);
        }
        group.box.append(box);
      } else {
        group = null;
        parts.push(box);
      }
    }
    root.replaceChildren(node("p", { class: "ng-form-title", text: title }), ...guide(), example, persons, ...parts, notes,
      ...(about.done ? [node("p", { class: "ng-done" }, node("strong", { text: "Done when: " }), about.done)] : []), status, ending, names);
  }

  // What the exercise is for and how to go about it; beside it a finished one, which is fetched when somebody asks for it.
  const about = model.get("about");
  function guide() {
    const list = (label, items) => items?.length
      ? [node("p", { class: "ng-label", text: label }), node("ul", {}, ...items.map((text) => node("li", { text })))] : [];
    const lead = [about.text, about.minutes ? `${about.minutes} minutes.` : ""].filter(Boolean).join(" ");
    const more = [...list("Bring", about.bring), ...list("Ask", about.prompts)];
    return [
      ...(lead ? [node("p", { class: "ng-help", text: lead })] : []),
      ...(more.length ? [node("details", { class: "ng-guide" }, node("summary", { text: "What to bring and what to ask" }), ...more)] : []),
    ];
  }
  const sample = node("div", { class: "ng-sample" });
  const example = node("details", { class: "ng-guide", hidden: !about.example }, node("summary", { text: "See a finished one" }), sample);
  example.addEventListener("toggle", () => { if (example.open && !model.get("finished")) tell({ kind: "finished" }); });
  // Written by Python from content that came with the project, never from what people typed.
  const showExample = () => { sample.innerHTML = model.get("finished"); };

  // A field that is asked only where another has a certain answer.
  function showAsked() {
    for (const { field, whole } of controls.values()) {
      if (field.shown_if) whole.hidden = controls.get(field.shown_if[0])?.value() !== field.shown_if[1];
    }
  }

  function showValues() {
    const values = model.get("answers");
    const heard = model.get("heard");
    for (const [name, control] of controls) {
      // What is on the screen is newer while somebody types, and until Python has heard of it.
      if (waiting.has(name) && heard[name] === waiting.get(name)) {
        waiting.delete(name);
        deaf = false;
        showStatus();
      }
      if (timers.has(name) || waiting.has(name)) continue;
      if (same(values[name] ?? null, control.value() ?? null)) { sent.set(name, structuredClone(control.value())); continue; }
      control.show(values[name]);
      sent.set(name, structuredClone(control.value()));
    }
    showAsked();
  }
  function showProblems() {
    showStatus();
    const problems = model.get("problems");
    for (const [name, control] of controls) {
      const text = problems[name] ?? "";
      if (control.problemBox.textContent !== text) control.problemBox.textContent = text;
      control.box.toggleAttribute?.("data-problem", Boolean(text));
    }
  }
  function showStatus() {
    const said = deaf
      ? "Not saved: the notebook does not answer. Copy what you typed last, then press Run, Run All Cells."
      : timers.size || waiting.size ? "Saving …"
      : Object.values(model.get("problems")).some(Boolean) ? "Not saved: what is named in red above. Everything else is." : model.get("status");
    if (status.textContent !== said) status.textContent = said;
    status.classList.toggle("ng-failed", said.startsWith("Not saved"));
  }
  function showNotes() {
    notes.replaceChildren(...model.get("notes").map((text) => node("li", { text })));
    const remarks = model.get("remarks");
    for (const [name, control] of controls) {
      const text = remarks[name] ?? "";
      if (control.remarkBox.textContent !== text) control.remarkBox.textContent = text;
    }
  }
  function showPeople() {
    const people = model.get("people");
    const you = model.get("you");
    persons.hidden = ending.hidden = !("code" in you);
    listed.hidden = people.length === 0;
    for (const line of yours) {
      line.replaceChildren(...(you.code ? ["You are ", node("strong", { text: you.code }),
        ". Write it down: with it you come back to your answers."] : ["Somebody's answers are open."]));
    }
    if (told.textContent !== (you.said ?? "")) told.textContent = you.said ?? "";
    progress.textContent = (you.progress ?? []).join(" · ");
    picker.replaceChildren(...people.map(([key, read]) => node("option", { value: key, text: read })));
    picker.value = model.get("person");
  }
  function showPreviews() {
    const previews = model.get("previews");
    for (const [name, control] of controls) control.preview?.(previews[name]);
  }
  function showSuggestions() {
    names.replaceChildren(...Object.entries(model.get("suggestions")).map(([name, known]) =>
      node("datalist", { id: `${prefix}--names-${name}` }, ...known.map((value) => node("option", { value })))));
  }
  function download(message, buffers) {
    if (message.kind !== "download") return;
    const address = URL.createObjectURL(new Blob(buffers, { type: message.type }));
    node("a", { href: address, download: message.file }).click();
    setTimeout(() => URL.revokeObjectURL(address), 10000);
  }

  const watched = {
    fields: () => { waiting.clear(); build(); for (const control of controls.values()) control.show(null); showValues(); showProblems(); showNotes(); },
    answers: showValues, heard: showValues, problems: showProblems, status: showStatus, notes: showNotes,
    remarks: showNotes, finished: showExample, people: showPeople, person: showPeople, you: showPeople, previews: showPreviews, suggestions: showSuggestions,
  };
  el.append(root);
  for (const [name, show] of Object.entries(watched)) {
    show();
    model.on(`change:${name}`, show);
  }
  model.on("msg:custom", download);
  const leaving = () => flush();
  window.addEventListener("pagehide", leaving);
  return () => {
    flush();
    window.removeEventListener("pagehide", leaving);
    for (const [name, show] of Object.entries(watched)) model.off(`change:${name}`, show);
    model.off("msg:custom", download);
  };
}

export default { render };
