// The filter of the ledger: words in any order, facets with counts, and the whole state in the address, so that it can
// be shared, reloaded and gone back to. Without this script the list is simply complete.
const form = document.querySelector(".ledger-filter");
if (form) {
  const words = form.elements.q;
  const boxes = [...form.querySelectorAll("input[type=checkbox]")];
  const facets = [...new Set(boxes.map((box) => box.name))];
  const groups = [...document.querySelectorAll(".ledger-group")];
  const counted = form.querySelector("output");
  const nothing = form.querySelector(".nothing");

  // Small letters without accents, each word behind a space.
  const plain = (text) => ` ${text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^\p{L}\p{N}.,%$-]+/gu, " ")} `;
  const claims = [...document.querySelectorAll("div.claim")].map(
    (element) => ({ element, classes: new Set(element.classList) }));
  // What is searched is made ready with the first word that is searched for, so that the page opens at once.
  const searched = (claim) => {
    if (claim.text === undefined) {
      const id = claim.element.querySelector("a[href*='claims/']")?.href.match(/claims\/([\w-]+)\.html/)?.[1] ?? "";
      const text = plain(claim.element.textContent);
      // Hyphens and currency signs part words, too: "Russia-ASEAN" is found by "ASEAN", "US$23" by "23".
      claim.text = `${text}${text.replace(/[-$]/g, " ")} ${id}`;
    }
    return claim.text;
  };

  const chosen = () => Object.fromEntries(
    facets.map((name) => [name, boxes.filter((box) => box.name === name && box.checked).map((box) => box.value)]));
  // A facet without a choice lets all pass; choices of one facet add up, those of several narrow down.
  const fits = (claim, choice, terms, except) => terms.every((term) => searched(claim).includes(` ${term}`)) &&
    facets.every((name) => name === except || !choice[name].length ||
      choice[name].some((value) => claim.classes.has(`${name}-${value}`)));

  let asked = null;
  const show = () => {
    const choice = chosen();
    // A page that opens is asked twice: at once, and when the browser may have refilled the form.
    const now = JSON.stringify([words.value, choice]);
    if (now === asked) return;
    asked = now;
    const terms = plain(words.value).trim().split(" ").filter(Boolean);
    let found = 0;
    for (const claim of claims) {
      const shown = fits(claim, choice, terms, "");
      claim.element.hidden = !shown;
      found += shown;
    }
    // Beside a choice stands what it would find with the choices of the other facets.
    for (const name of facets) {
      const rest = claims.filter((claim) => fits(claim, choice, terms, name));
      for (const box of boxes.filter((each) => each.name === name)) {
        const count = rest.filter((claim) => claim.classes.has(`${name}-${box.value}`)).length;
        const label = box.closest("label");
        label.querySelector(".number").textContent = count;
        label.classList.toggle("none", !count && !box.checked);
      }
    }
    for (const group of groups) {
      let next = group.nextElementSibling;
      while (next?.matches("div.claim") && next.hidden) next = next.nextElementSibling;
      group.hidden = !next?.matches("div.claim");
    }
    counted.textContent = `${found} of ${claims.length} claims`;
    nothing.hidden = found > 0;
  };

  const read = () => {
    const query = new URLSearchParams(location.search);
    words.value = query.get("q") ?? "";
    for (const box of boxes) box.checked = query.getAll(box.name).includes(box.value);
    show();
  };
  // Ticks are steps that Back undoes; letters are not.
  const write = (step) => {
    const query = new URLSearchParams();
    if (words.value.trim()) query.set("q", words.value.trim());
    for (const box of boxes) if (box.checked) query.append(box.name, box.value);
    const address = query.size ? `?${query}` : "";
    if (address !== location.search) history[step](null, "", `${location.pathname}${address}`);
    show();
  };

  words.addEventListener("input", () => write("replaceState"));
  for (const box of boxes) box.addEventListener("change", () => write("pushState"));
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", (event) => {
    event.preventDefault();  // back to nothing, and not to what the page opened with
    words.value = "";
    for (const box of boxes) box.checked = false;
    write("pushState");
    words.focus();
  });
  addEventListener("popstate", read);
  addEventListener("pageshow", read);  // browsers refill forms when they come back to a page

  form.hidden = false;
  // On a phone the choices would push the claims away; who has chosen sees what.
  if (matchMedia("(max-width: 720px)").matches) form.querySelector(".facets").open = /[?&](?!q=)/.test(location.search);
  read();
}
