// Live change for the pages of the room. Everything works without it, by forms and links.
"use strict";
const body = document.body, said = name => body.getAttribute("data-" + name) || "";
const me = said("me"), status = document.getElementById("status");
const main = () => document.getElementById("main");
const stored = (name, empty) => { try { return JSON.parse(localStorage.getItem(name)) ?? empty; } catch { return empty; } };
const store = (name, value) => { try { localStorage.setItem(name, JSON.stringify(value)); } catch { /* a private window keeps nothing */ } };
const tell = (text, alarm = false) => { if (!status) return; if (status.textContent !== text) status.textContent = text; status.classList.toggle("alarm", alarm); };

// -- sending: what was typed waits on the phone until it is on the laptop's disk ------------------------------------------

const QUEUE = "queue." + me, DRAFTS = "drafts." + me;
const queue = () => stored(QUEUE, []);
let sending = false;

function newId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, "0")).join("");
}

async function flush() {
  if (sending || !me) return;
  sending = true;
  let kept = false;
  while (queue().length) {
    const [first] = queue();
    tell(said("sending"));
    let answer, heard = null;
    try {
      answer = await fetch("/do", {method: "POST", headers: {"Accept": "application/json", "Content-Type": "application/x-www-form-urlencoded"}, body: first.body});
      heard = await answer.json();
    } catch { heard = null; }
    if (heard === null || (answer.status >= 500)) {
      tell(said("waiting"), true);
      setTimeout(flush, 2000);
      break;
    }
    store(QUEUE, queue().filter(item => item.id !== first.id));
    const form = document.querySelector(`form[data-key="${CSS.escape(first.key)}"]`);
    if (heard.refused) {
      refused(form, heard.refused, first);
    } else {
      kept = true;
      forget(first.key);
      if (form) { form.dataset.sent = ""; say(form, "✓ " + said("saved")); }
      tell("✓ " + said("saved"));
    }
  }
  sending = false;
  if (kept && !queue().length && document.querySelector("form.again, form.vote")) await renew();
  else overview();
}

function say(form, text) { const place = form.querySelector(".state"); if (place) place.textContent = text; }

function refused(form, text, message) {
  tell(text, true);
  if (!form) return;
  delete form.dataset.sent;
  fill(form, message.fields);
  say(form, text);
  const steps = document.querySelector(".steps");
  if (steps) show(steps, [...steps.children].indexOf(form));
}

function sent(event) {
  const form = event.target;
  if (!me || form.getAttribute("action") !== "/do") return;
  event.preventDefault();
  const id = newId(), data = new FormData(form), key = form.dataset.key || "act." + id;
  data.set("sent", id);
  store(QUEUE, [...queue(), {id, key, body: new URLSearchParams(data).toString(), fields: fieldsOf(form)}]);
  if (form.classList.contains("again")) { form.reset(); form.querySelectorAll("textarea, input:not([type=hidden]):not([type=radio])").forEach(field => { if (field.tagName === "TEXTAREA") field.value = ""; }); }
  if (form.dataset.key && !form.classList.contains("again")) form.dataset.sent = "";
  const steps = form.closest(".steps");
  if (steps) show(steps, [...steps.children].indexOf(form) + 1, true);
  flush();
}

// -- drafts: what is half typed survives a reload ---------------------------------------------------------------------------

function fieldsOf(form) {
  const found = {};
  for (const field of form.elements) {
    if (!field.name || field.type === "hidden") continue;
    if (field.type === "radio" || field.type === "checkbox") { if (field.checked) (found[field.name] ||= []).push(field.value); }
    else found[field.name] = [field.value];
  }
  return found;
}

function fill(form, fields) {
  for (const field of form.elements) {
    if (!field.name || field.type === "hidden" || !fields) continue;
    const values = fields[field.name] || [];
    if (field.type === "radio" || field.type === "checkbox") field.checked = values.includes(field.value);
    else if (field.name in fields) field.value = values[0];
  }
}

const place = key => said("version").split(".").slice(0, 2).join(".") + "." + key;
function remember(event) {
  const form = event.target.closest("form[data-key]");
  if (!form || !me) return;
  store(DRAFTS, {...stored(DRAFTS, {}), [place(form.dataset.key)]: fieldsOf(form)});
  say(form, said("draft"));
  if (!queue().length) tell("");
  points(form);
}
function forget(key) { const drafts = stored(DRAFTS, {}); delete drafts[place(key)]; store(DRAFTS, drafts); }

// -- one question at a time -------------------------------------------------------------------------------------------------

function show(steps, number, focus) {
  const forms = [...steps.children].filter(child => child.matches("form"));
  const at = Math.max(0, Math.min(number, forms.length));
  forms.forEach((form, index) => { form.hidden = index !== at; });
  let bar = steps.nextElementSibling;
  if (!bar || !bar.matches(".bar-steps")) { bar = document.createElement("nav"); bar.className = "bar-steps"; steps.after(bar); }
  bar.replaceChildren();
  const button = (label, to, off) => { const made = document.createElement("button"); made.type = "button"; made.className = "quiet"; made.textContent = label; made.disabled = off; made.addEventListener("click", () => show(steps, to, true)); return made; };
  const told = document.createElement("span");
  told.textContent = at < forms.length ? said("progress").replace("{number}", at + 1).replace("{all}", forms.length) : "";
  bar.append(button(said("back"), at - 1, at === 0), told, button(said("next"), at + 1, at >= forms.length));
  let end = bar.nextElementSibling;
  if (!end || !end.matches(".end")) { end = document.createElement("div"); end.className = "end"; end.tabIndex = -1; bar.after(end); }
  end.hidden = at < forms.length;
  steps.dataset.at = at;
  overview();
  if (focus) { const target = at < forms.length ? forms[at] : end; target.tabIndex = -1; target.focus(); target.scrollIntoView({block: "start"}); }
}

function overview() {
  const steps = document.querySelector(".steps"), end = document.querySelector(".end");
  if (!steps || !end) return;
  const open = [...steps.children].filter(form => form.matches("form") && !("sent" in form.dataset)).length;
  end.replaceChildren();
  const title = document.createElement("h2"), text = document.createElement("p");
  title.textContent = open ? "" : said("done-title");
  text.textContent = open ? "" : said("done-text");
  if (!open) end.append(title, text);
}

function points(form) {
  if (!form.matches(".points")) return;
  const left = form.querySelector(".left"), all = Number(form.dataset.points);
  const used = [...form.querySelectorAll("input[type=number]")].map(field => Number(field.value) || 0).reduce((sum, value) => sum + (form.dataset.rule === "quadratic" ? value * value : value), 0);
  left.textContent = used > all ? said("points-over").replace("{over}", used - all) : said("points-left").replace("{left}", all - used);
  left.classList.toggle("over", used > all);
}

// -- following the room -----------------------------------------------------------------------------------------------------

function follow_up(before) {
  const [open, round, stage, shown] = before.split("."), now = said("version").split(".");
  const same = open === now[0] && round === now[1] && stage === now[2];
  if (same && shown !== now[3]) { if (now[3] === "1") tell(said("revealed")); return; }
  tell(said("new-question"));
  if (!same) window.scrollTo(0, 0);
}

function take(page) {
  const fresh = page.getElementById("main");
  if (!fresh) return false;
  const open = new Set([...document.querySelectorAll("main details[open][id]")].map(item => item.id));
  const focused = document.activeElement && document.activeElement.id;
  const typing = [...main().querySelectorAll("select, textarea, input:not([type=hidden])")].filter(field => field.id).map(field => [field.id, field.value, field.checked]);
  body.setAttribute("data-version", page.body.getAttribute("data-version") || "");
  main().replaceWith(fresh);
  if (!me) {
    fresh.querySelectorAll("details[id]").forEach(item => { if (open.has(item.id)) item.open = true; });
    for (const [id, value, checked] of typing) { const field = document.getElementById(id); if (field) { field.value = value; if (checked !== undefined) field.checked = checked; } }
  }
  begin();
  if (focused) document.getElementById(focused)?.focus({preventScroll: true});
  return true;
}

// -- the facilitator's buttons ----------------------------------------------------------------------------------------------

let pressing = Promise.resolve(); // one after the other, so that what follows is that of the last
function pressed(event) {
  const form = event.target;
  if (me || !form.matches("form.act")) return;
  event.preventDefault();
  const button = form.querySelector("button");
  if (button.hasAttribute("aria-disabled")) return; // pressed twice
  button.setAttribute("aria-disabled", "true");
  const data = new FormData(form);
  pressing = pressing.then(() => press(form.action, data, button));
}

async function press(address, data, button) {
  try {
    const answer = await fetch(address, {method: "POST", headers: {"Accept": "text/html"}, body: new URLSearchParams(data)});
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    tell("");
    if (!(answer.ok || answer.status === 422) || !take(page)) location.reload();
    else went_on(data.get("did") === "open" || !answer.ok, button.textContent);
  } catch {
    button.removeAttribute("aria-disabled");
    tell(status.dataset.unreached, true);
  }
}

// Who works with keys stays where they were; what was opened now, and what was refused, stands at the top.
function went_on(top, label) {
  const next = top ? null : [...main().querySelectorAll("form.act button")].find(button => button.textContent === label);
  (next || document.getElementById("now")).focus({preventScroll: !top});
  if (top) window.scrollTo(0, 0);
}

let renewing = false, again = false;
async function renew() {
  if (renewing) { again = true; return; }
  renewing = true;
  do {
    again = false;
    try {
      const answer = await fetch(location.pathname, {headers: {"Accept": "text/html"}});
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const before = said("version");
      if (answer.ok && take(page) && me && before !== said("version")) follow_up(before);
    } catch { /* no connection; the next sign comes by itself */ }
  } while (again);
  renewing = false;
}

let source = null;
function follow() {
  if (!said("events")) return;
  source = new EventSource(said("events"));
  source.onmessage = event => { if (!me) tell(""); if (event.data !== said("version")) renew(); flush(); };
  source.onerror = () => { source.close(); setTimeout(follow, 1500); };
}

function clocks() {
  for (const clock of document.querySelectorAll(".timer")) {
    const left = Math.max(0, Math.round((Date.parse(clock.dataset.ends) - Date.now()) / 1000));
    clock.textContent = left ? `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")} left` : "Time is up";
  }
}

function begin() {
  const drafts = stored(DRAFTS, {}), waiting = new Map(queue().map(item => [item.key, item]));
  for (const form of document.querySelectorAll("form[data-key]")) {
    const draft = waiting.get(form.dataset.key)?.fields || drafts[place(form.dataset.key)];
    if (draft && me && !(form.matches(".again") && waiting.has(form.dataset.key))) { fill(form, draft); if (!waiting.has(form.dataset.key)) say(form, said("draft")); }
    points(form);
  }
  const steps = document.querySelector(".steps");
  if (steps && me) {
    const forms = [...steps.children].filter(child => child.matches("form"));
    const open = forms.findIndex(form => !("sent" in form.dataset) && !waiting.has(form.dataset.key));
    show(steps, open < 0 ? forms.length : open);
  }
  clocks();
}

document.addEventListener("submit", sent);
document.addEventListener("submit", pressed);
document.addEventListener("input", remember);
document.addEventListener("change", remember);
window.addEventListener("online", flush);
document.addEventListener("visibilitychange", () => { if (!document.hidden) { flush(); renew(); } });
setInterval(clocks, 1000);
begin();
follow();
flush();
