// A plugin of JupyterLab, written by hand in the form in which JupyterLab loads one that was built: it needs nothing but what
// the application gives it. `nextgen lab` loads it; nobody else's JupyterLab does.
(() => {
  "use strict";
  // Below this width the list of files leaves a notebook no room: it closes, and stays closed until somebody opens it.
  const NARROW = "(max-width: 640px)";
  const STYLE = `
    @media ${NARROW} {
      /* What stands beside a cell: its number, and the bar that folds it. */
      .jp-Notebook .jp-InputPrompt, .jp-Notebook .jp-OutputPrompt, .jp-Notebook .jp-Collapser { display: none; }
      .jp-Notebook .jp-Cell, .jp-Notebook { padding-left: 4px !important; padding-right: 4px !important; }
    }
    .ng-print-hint { display: none; }
    @media print {
      body { background: #fff !important; }
      body > :not(.ng-print-hint) { display: none !important; }
      .ng-print-hint { display: block; font: 14pt/1.5 sans-serif; padding: 1in; }
    }`;
  // The browser's own menu prints the window, of which most lies out of sight; JupyterLab's prints a page.
  const HINT = "To print a notebook, choose File, then Print in JupyterLab's own menu, or press Ctrl+P (on a Mac Cmd+P) " +
    "while the notebook is in front. You get its pictures, tables and answers. The browser's menu prints only this window.";

  const plugin = {
    id: "nextgen-lab:screen",
    autoStart: true,
    activate: (app) => {
      const style = document.createElement("style");
      style.textContent = STYLE;
      document.head.append(style);
      const hint = document.createElement("p");
      hint.className = "ng-print-hint";
      hint.textContent = HINT;
      document.body.append(hint);
      const narrow = window.matchMedia(NARROW);
      const makeRoom = () => {
        if (!narrow.matches) return;
        app.shell.collapseLeft();
        app.shell.collapseRight();
      };
      app.restored.then(makeRoom);
      narrow.addEventListener("change", makeRoom);
    },
  };

  window._JUPYTERLAB = window._JUPYTERLAB || {};
  window._JUPYTERLAB["nextgen-lab"] = {
    init: async () => {},
    get: async () => () => ({ __esModule: true, default: plugin }),
  };
})();
