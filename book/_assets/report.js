// The filter of the ledger. Without this script the ledger is simply complete.
document.addEventListener("DOMContentLoaded", () => {
  const form = document.querySelector(".ledger-filter");
  if (!form) return;
  const claims = [...document.querySelectorAll(".claim")];
  const groups = [...document.querySelectorAll(".ledger-group")];
  const count = form.querySelector("output");
  const isOpen = (group) => {
    let next = group.nextElementSibling;
    while (next?.classList.contains("claim") && next.hidden) next = next.nextElementSibling;
    return next?.classList.contains("claim") ?? false;
  };
  const show = () => {
    const { text, ...chosen } = Object.fromEntries(new FormData(form));
    const classes = Object.values(chosen).filter(Boolean);
    const words = text.toLowerCase();
    let shown = 0;
    for (const claim of claims) {
      const fits = classes.every((name) => claim.classList.contains(name)) &&
        (!words || (claim.textContent + claim.querySelector("a")?.hash).toLowerCase().includes(words));
      claim.hidden = !fits;
      shown += fits;
    }
    for (const group of groups) group.hidden = !isOpen(group);
    count.textContent = `${shown} of ${claims.length} claims`;
  };
  form.addEventListener("input", show);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false;
  show();
});

// The theme takes the focus from its menu buttons; who uses a keyboard needs it back there when the menu closes.
window.addEventListener("click", (event) => {
  const button = event.target.closest?.(".sidebar-toggle");
  if (!button) return;
  const side = button.classList.contains("primary-toggle") ? "primary" : "secondary";
  const menu = document.getElementById(`pst-${side}-sidebar-modal`);
  const giveBack = () => button.focus();
  setTimeout(() => menu?.open ? menu.addEventListener("close", giveBack, { once: true }) : giveBack());
}, true);
