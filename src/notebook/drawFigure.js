// Runs in the page, not in the kernel: draws the figure that holds this script. Every figure carries a
// copy, so that none needs another cell to have run.
(() => {
  /** @type {any} */
  const page = window;

  const ink = () => (document.body.dataset.jpThemeLight === "false" ? "#e0e0e0" : "#1f1f1f");
  const clear = "rgba(0, 0, 0, 0)";

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

  /** @param {any} figure */
  const draw = (figure) => {
    const plot = figure.querySelector(".plot");
    const { data, layout, config } = JSON.parse(figure.querySelector(".data").textContent);
    for (const trace of data) {
      if (trace.type === "image") trace.source ??= plot.querySelector("img").src;
    }
    // The page's own background and text, in place of a white paper's.
    Object.assign(layout, { font: { color: ink() }, paper_bgcolor: clear, plot_bgcolor: clear });
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
      if (!config) throw new Error("this page has no Plotly");
      const script = document.createElement("script");
      const { baseUrl } = JSON.parse(config.textContent ?? "");
      script.src = `${baseUrl}files/node_modules/plotly.js-cartesian-dist-min/plotly-cartesian.min.js`;
      script.onload = resolve;
      script.onerror = () => reject(new Error(`${script.src} could not be loaded`));
      document.head.append(script);
    });

  /** @type {(figure: any) => any} */
  const show = (figure) => {
    if (figure.querySelector(".js-plotly-plot")) return;
    // An exported page holds Plotly itself.
    if (page.Plotly) return draw(figure);
    const note = figure.querySelector(".plot p");
    const picture = figure.querySelector(".plot img");
    note.textContent = "Loading the figure …";
    page.plotlyLoading ??= load();
    const drawing = page.plotlyLoading.then(() => draw(figure));
    drawing.catch((/** @type {Error} */ error) => {
      page.plotlyLoading = undefined;
      const what = picture ? "Still picture" : "The figure was not drawn";
      note.textContent = `${what}: ${error.message}. To see it alive, start JupyterLab with: npm run lab`;
    });
  };

  // VS Code runs scripts elsewhere than where they stand; then the id tells the figure, and each of its copies.
  const around = document.currentScript?.closest("figure");
  const figures = around ? [around] : document.querySelectorAll('[id="FIGURE_ID"]');
  figures.forEach(show);
})();
