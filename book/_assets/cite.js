// How to cite a thing, in a box over the page. Without this script the links “Cite” lead to a page that says the same.
(() => {
  // A page opened from a folder may not write to the clipboard in every browser; a selection can be copied everywhere.
  const copy = async (text, shown) => {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      getSelection().selectAllChildren(shown);
      return document.execCommand("copy");
    }
  };

  const addButtons = (place) => {
    for (const shown of place.querySelectorAll(".cite-text")) {
      const value = shown.closest("dd");
      value.querySelectorAll("button, .cite-said").forEach((each) => each.remove()); // those of a copied place do nothing
      const name = value.previousElementSibling.textContent;
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = "Copy";
      button.setAttribute("aria-label", `Copy: ${name}`);
      const said = document.createElement("span");
      said.className = "cite-said";
      said.setAttribute("role", "status");
      button.addEventListener("click", async () => {
        said.textContent = "";
        const done = await copy(shown.textContent, shown);
        said.textContent = done ? "Copied" : "Select and copy by hand";
        setTimeout(() => { said.textContent = ""; }, 3000);
      });
      value.prepend(button, said);
    }
    // Where the report has no address of its own, that of this copy; the place on somebody's disk says nothing to others.
    for (const link of place.querySelectorAll("a.cite-text")) {
      if (!link.textContent.includes("://") && link.protocol !== "file:") link.textContent = link.href;
    }
  };

  let box;
  const show = (title, content) => {
    if (!box) {
      box = document.createElement("dialog");
      box.className = "cite-box";
      box.setAttribute("aria-labelledby", "cite-title");
      box.innerHTML = '<form method="dialog"><button aria-label="Close">×</button></form><h2 id="cite-title"></h2><div></div>';
      box.addEventListener("click", (event) => { if (event.target === box) box.close(); });
      document.body.append(box);
    }
    box.querySelector("h2").textContent = title;
    const place = box.querySelector("div");
    place.innerHTML = content;
    addButtons(place);
    box.showModal();
    box.scrollTop = 0;
  };

  const load = (address) => new Promise((done, failed) => {
    const script = document.createElement("script");
    script.addEventListener("load", done);
    script.addEventListener("error", failed);
    script.src = address;
    document.head.append(script);
  });

  // Between files in a folder a browser follows a link instead of storing what it leads to.
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a.cite-file");
    if (!link || location.protocol !== "file:") return;
    event.preventDefault();
    const made = document.createElement("a");
    made.href = URL.createObjectURL(new Blob([link.closest("dd").querySelector("pre").textContent]));
    made.download = link.pathname.split("/").pop();
    made.click();
    setTimeout(() => URL.revokeObjectURL(made.href), 1000);
  });

  document.addEventListener("click", async (event) => {
    const link = event.target.closest?.("a.cite");
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const here = link.pathname === location.pathname && document.getElementById(link.hash.slice(1));
    if (here) {
      event.preventDefault();
      show(here.querySelector("summary, h2").textContent, here.querySelector("dl").outerHTML);
    } else if (link.dataset.box) {
      event.preventDefault();
      const [script, name] = link.dataset.box.split("#");
      try {
        if (!window.citations?.[name]) await load(script);
        show(...window.citations[name]);
      } catch {
        location.href = link.href;
      }
    }
  });

  const unfold = () => {
    const fold = document.querySelector("details.cite-fold");
    if (fold && location.hash === `#${fold.id}`) fold.open = true;
  };
  addEventListener("hashchange", unfold);
  unfold();
  addButtons(document.querySelector("article") ?? document.body);
})();
