// The heading of a chart in a notebook, with buttons: save the picture, show it on the wall. Python draws when it is asked.
// To Python:   {kind: "save", ending}   {kind: "draw", width}
// From Python: the traits head (escaped there), heading, subtitle, source; {kind: "download", file, type} + bytes;
//              {kind: "drawn", width, svg}; {kind: "failed", text}.

const NARROW = 480; // pixels of a notebook's column below which a chart is drawn for a phone
const NO_KERNEL = "The notebook does not answer. Press Run, Run All Cells, and try again.";
const PATIENCE = 15000;

function node(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (name === "text") made.textContent = value;
    else made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
}

function render({ model, el }) {
  const head = node("div");
  head.innerHTML = model.get("head");
  const status = node("p", { class: "ng-bar-status", role: "status" });
  const small = node("div", { class: "ng-picture ng-small", hidden: "" });
  let waiting = 0;

  function ask(message) {
    clearTimeout(waiting);
    waiting = setTimeout(() => { status.textContent = NO_KERNEL; }, PATIENCE);
    try {
      model.send(message);
    } catch { // the kernel was restarted: there is nobody on the other end
      clearTimeout(waiting);
      status.textContent = NO_KERNEL;
    }
  }
  // JupyterLab's single keys (space, arrows) are for the button; it asks the focused element itself.
  const button = (text, action) => node("button",
    { type: "button", class: "ng-bar-button", text, onclick: action, "data-lm-suppress-shortcuts": "true" });
  const save = (ending) => () => {
    status.textContent = "Drawing the picture …";
    ask({ kind: "save", ending });
  };
  const toWall = button("Show on the wall", () => { showWall(); ask({ kind: "draw", width: "wide" }); });
  const bar = node("div", { class: "ng-bar", role: "group", "aria-label": `Picture: ${model.get("heading")}` },
    button("Save picture (PNG)", save("png")), button("Save picture (SVG)", save("svg")), toWall, status);
  el.append(node("div", { class: "mathjax_ignore ng-chart ng-headed" }, head, bar, small));

  // On the wall: headline and picture fill one screen, and nothing else is there. Escape, or the button, ends it.
  const board = node("div", { class: "ng-wall-picture" });
  const leave = button("Close", () => wall.close());
  const wall = node("dialog", { class: "ng-wall", "aria-label": model.get("heading"), "data-lm-suppress-shortcuts": "true" },
    node("p", { class: "ng-wall-title", role: "heading", "aria-level": "1", text: model.get("heading") }),
    node("p", { class: "ng-wall-subtitle", text: model.get("subtitle") }),
    board,
    node("div", { class: "ng-wall-foot" }, node("p", { text: `Source: ${model.get("source")}` }), leave));
  const leftFullScreen = () => { if (!document.fullscreenElement) wall.close(); };
  function showWall() {
    document.body.append(wall);
    wall.showModal();
    leave.focus();
    // A browser may refuse the whole screen; the window is filled all the same.
    document.documentElement.requestFullscreen?.().catch(() => {});
    document.addEventListener("fullscreenchange", leftFullScreen);
  }
  wall.addEventListener("close", () => {
    document.removeEventListener("fullscreenchange", leftFullScreen);
    if (document.fullscreenElement) document.exitFullscreen();
    wall.remove();
    toWall.focus();
  });

  // On a narrow screen the drawing for a phone stands where Plotly's would overprint itself.
  let asked = false;
  const watch = new ResizeObserver(([entry]) => {
    const width = entry.contentRect.width;
    if (width === 0) return; // folded, or in another tab
    const narrow = width < NARROW;
    if (narrow && !asked) {
      asked = true;
      ask({ kind: "draw", width: "narrow" });
    }
    small.hidden = !narrow || !small.firstChild;
  });
  watch.observe(el);

  function heard(message, buffers) {
    clearTimeout(waiting);
    status.textContent = "";
    if (message.kind === "failed") {
      status.textContent = message.text;
      board.textContent = message.text;
    } else if (message.kind === "drawn" && message.width === "wide") {
      board.innerHTML = message.svg;
    } else if (message.kind === "drawn") {
      small.innerHTML = message.svg;
      small.hidden = el.clientWidth >= NARROW;
    } else if (message.kind === "download") {
      const address = URL.createObjectURL(new Blob(buffers, { type: message.type }));
      node("a", { href: address, download: message.file }).click();
      setTimeout(() => URL.revokeObjectURL(address), 10000);
      status.textContent = `Saved as ${message.file} with your downloads.`;
    }
  }
  model.on("msg:custom", heard);
  return () => {
    clearTimeout(waiting);
    watch.disconnect();
    model.off("msg:custom", heard);
    wall.remove();
  };
}

export default { render };
