// The theme takes the focus from its menu buttons; who uses a keyboard needs it back there when the menu closes.
window.addEventListener("click", (event) => {
  const button = event.target.closest?.(".sidebar-toggle");
  if (!button) return;
  const side = button.classList.contains("primary-toggle") ? "primary" : "secondary";
  const menu = document.getElementById(`pst-${side}-sidebar-modal`);
  const giveBack = () => button.focus();
  setTimeout(() => menu?.open ? menu.addEventListener("close", giveBack, { once: true }) : giveBack());
}, true);

// A table that fits its place need not be a stop for the keyboard; it is one as soon as it must scroll.
(() => {
  const fit = new ResizeObserver((places) => {
    for (const { target } of places) target.tabIndex = target.scrollWidth > target.clientWidth ? 0 : -1;
  });
  for (const place of document.querySelectorAll(".table-scroll")) fit.observe(place);
})();

// A link to something inside a fold opens it, also in browsers that do not open it by themselves.
(() => {
  const reveal = () => {
    const place = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    let opened = false;
    for (let fold = place?.closest("details:not([open])"); fold; fold = fold.parentElement.closest("details:not([open])")) {
      fold.open = opened = true;
    }
    if (opened) place.scrollIntoView();
  };
  window.addEventListener("hashchange", reveal);
  reveal();
})();

// Who comes to the page of the search wants to type. This script runs before that page is read.
addEventListener("DOMContentLoaded", () => {
  const field = document.querySelector(".bd-search-container input[type=search]");
  field?.focus();
  field?.select();
});

// Paper is white: a page that is read in the dark is printed in the colours for light.
(() => {
  const root = document.documentElement;
  let read;
  addEventListener("beforeprint", () => { read = root.dataset.theme; root.dataset.theme = "light"; });
  addEventListener("afterprint", () => { root.dataset.theme = read; });
})();
