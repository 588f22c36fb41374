// The switch for the code of a page. Without this script its place holds a link to the notebook.
(() => {
  const place = document.querySelector(".code-switch");
  const hidden = [...document.querySelectorAll("template.cell-code")];
  if (!place || !hidden.length) return;
  const KEY = "show-code"; // for all pages, until the reader switches back
  const button = document.createElement("button");
  button.type = "button";
  let shown = [];
  const show = (wanted) => {
    for (const each of shown) each.remove();
    shown = wanted ? hidden.map((template) => {
      const code = template.content.firstElementChild.cloneNode(true);
      template.before(code);
      return code;
    }) : [];
    button.textContent = wanted ? "Hide the code" : "Show the code";
  };
  let wanted = false;
  try { wanted = localStorage.getItem(KEY) === "yes"; } catch { /* storage is forbidden: the choice lasts for the page */ }
  button.addEventListener("click", () => {
    wanted = !wanted;
    show(wanted);
    try { localStorage.setItem(KEY, wanted ? "yes" : "no"); } catch { /* as above */ }
  });
  show(wanted);
  place.prepend(button, " · ");
})();
