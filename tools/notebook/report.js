// The report's figures follow the system's theme as JupyterLab's follow its own; paper is light.
addEventListener("DOMContentLoaded", () => {
  const dark = matchMedia("screen and (prefers-color-scheme: dark)");
  const follow = () => {
    document.body.dataset.jpThemeLight = String(!dark.matches);
  };
  dark.addEventListener("change", follow);
  follow();
});
