// The theme takes the focus from its menu buttons; who uses a keyboard needs it back there when the menu closes.
window.addEventListener("click", (event) => {
  const button = event.target.closest?.(".sidebar-toggle");
  if (!button) return;
  const side = button.classList.contains("primary-toggle") ? "primary" : "secondary";
  const menu = document.getElementById(`pst-${side}-sidebar-modal`);
  const giveBack = () => button.focus();
  setTimeout(() => menu?.open ? menu.addEventListener("close", giveBack, { once: true }) : giveBack());
}, true);
