// Light or dark as the reader chose, before the page is first drawn; the style sheet knows by this that scripts run.
(() => {
  const root = document.documentElement;
  const kept = (name) => {
    try { return localStorage.getItem(name); } catch { return null; /* storage is forbidden */ }
  };
  const byDefault = root.dataset.theme || "auto";
  root.dataset.mode = kept("mode") || byDefault;
  root.dataset.theme = kept("theme") || byDefault;
})();
