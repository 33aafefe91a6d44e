// Runs in the page, not in the kernel: draws the figure whose element holds this script. Every
// figure carries a copy, so that none needs another cell to have run.
(() => {
  /** @type {any} */
  const page = window;
  const figure = document.currentScript?.closest("figure");
  /** @type {(selector: string) => any} */
  const part = (selector) => figure?.querySelector(selector);
  const plot = part(".plot");
  const note = part(".plot p");

  const ink = () => (document.body.dataset.jpThemeLight === "false" ? "#e0e0e0" : "#1f1f1f");

  // No button sends the figure's data to Plotly's servers, or selects points for nothing.
  const config = {
    displaylogo: false,
    showSendToCloud: false,
    modeBarButtonsToRemove: ["select2d", "lasso2d"],
  };

  // One observer for all figures of the page: those that are gone need none.
  const followTheme = () => {
    if (page.figureTheme) return;
    page.figureTheme = new MutationObserver(() => {
      for (const drawn of document.querySelectorAll("figure .js-plotly-plot")) {
        page.Plotly.relayout(drawn, { "font.color": ink() });
      }
    });
    page.figureTheme.observe(document.body, { attributeFilter: ["data-jp-theme-light"] });
  };

  const draw = () => {
    const { data, layout } = JSON.parse(part(".data").textContent);
    for (const trace of data) if (trace.type === "image") trace.source = part("img").src;
    layout.font = { color: ink() };
    plot.replaceChildren();
    page.Plotly.newPlot(plot, data, layout, config);
    followTheme();
    new ResizeObserver(() => {
      if (plot.clientWidth > 0) page.Plotly.Plots.resize(plot);
    }).observe(plot);
  };

  // JupyterLab's server has Plotly among the project's files.
  const load = () =>
    new Promise((resolve, reject) => {
      const config = document.getElementById("jupyter-config-data");
      if (!config) throw new Error("this page neither holds Plotly nor is JupyterLab's");
      const script = document.createElement("script");
      const { baseUrl } = JSON.parse(config.textContent ?? "");
      script.src = `${baseUrl}files/node_modules/plotly.js-dist/plotly.js`;
      script.onload = resolve;
      script.onerror = () => reject(new Error(`${script.src} could not be loaded`));
      document.head.append(script);
    });

  /** @param {Error} error */
  const explain = (error) => {
    page.plotlyLoading = undefined;
    note.textContent = `The figure was not drawn: ${error.message}. Start JupyterLab with: npm run lab`;
  };

  // An exported page holds Plotly itself.
  if (page.Plotly) draw();
  else {
    note.textContent = "Loading the figure …";
    page.plotlyLoading ??= load();
    page.plotlyLoading.then(draw).catch(explain);
  }
})();
