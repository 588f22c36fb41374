// The filter of the ledger. Without this script the ledger is simply complete.
document.addEventListener("DOMContentLoaded", () => {
  const form = document.querySelector(".ledger-filter");
  if (!form) return;
  const claims = [...document.querySelectorAll(".claim")];
  const count = form.querySelector("output");
  const show = () => {
    const { document: doc, verdict, text } = Object.fromEntries(new FormData(form));
    const words = text.toLowerCase();
    let shown = 0;
    for (const claim of claims) {
      const fits = (!doc || claim.classList.contains(doc)) && (!verdict || claim.classList.contains(verdict)) &&
        (!words || claim.textContent.toLowerCase().includes(words));
      claim.hidden = !fits;
      shown += fits;
    }
    count.textContent = `${shown} of ${claims.length} claims`;
  };
  form.addEventListener("input", show);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false;
  show();
});
