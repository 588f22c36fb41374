// Charts to explore. Each stands in an element of its own with its numbers as JSON; this script shows the choices, keeps
// them in the address, and says what is shown in a sentence, a chart and a table. Texts of numbers come with the numbers:
// nothing is rounded here. Styles are classes, so that the page needs no styles or code from strings.
{
  const NO_DATA = "no data";
  const ALL = "all";
  const NARROW = 520;  // pixels: below it the names of lines stand above the chart, and no more beside them

  const element = (name, attributes = {}, ...children) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  };
  const shape = (name, attributes = {}, text = "") => {
    const made = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.textContent = text;
    return made;
  };
  const upper = (text) => text.charAt(0).toUpperCase() + text.slice(1);
  const years = ([start, end]) => start === end ? `${start}` : `${start}–${end}`;

  // An exploration: what its element, its form and its numbers are, and what follows from the choices made.
  const explorations = [...document.querySelectorAll(".explore")].map((box) => {
    const form = box.querySelector("form");
    const data = JSON.parse(box.querySelector("script").textContent);
    const lists = [...form.querySelectorAll("select")];
    return {
      box, form, data, lists,
      slider: form.elements.year,
      tick: form.elements.quoted,
      chart: box.querySelector(".explore-chart"),
      name: (field) => `${box.id.replace("explore-", "")}-${field.name}`,
    };
  });

  const stopOf = ({ data, slider }) => data.stops[slider.value];
  const fits = (line, [who, which]) => line.who === who && (which === ALL || line.which === which);
  const linesOf = ({ data, lists }) => data.lines.filter((line) => fits(line, lists.map((list) => list.value)));
  const marksOf = ({ data, lists, tick }) => tick?.checked && lists[0].selectedIndex === 0 ? data.marks : [];
  const at = (line, [start, end]) => line.points.filter((point) => point[0] <= end && point[1] >= start);

  // What lines have at a place of the slider, in words: the values, then what is missing, once for each reason.
  const saidOf = (lines, stop) => {
    const told = [];
    const missing = new Map();
    const answered = lines.filter((line) => line.optional && at(line, stop).length).map((line) => line.which);
    for (const line of lines) {
      const found = at(line, stop);
      const known = found.filter((point) => point[2] !== null);
      if (known.length) {
        const each = known.map((point) => {
          const exact = point[0] === stop[0] && point[1] === stop[1];
          return exact ? point[3] : `${point[3]} (mean of ${years(point)})`;
        });
        told.push(`${each.join(" and ")} ${line.said}`);
      } else if (!line.optional && !answered.includes(line.which)) {
        const why = found.length ? line.missing : line.absent;
        missing.set(why, [...(missing.get(why) ?? []), line.said]);
      }
    }
    for (const [why, said] of missing) told.push(`${NO_DATA} ${said.join(", ")}${why ? ` (${why})` : ""}`);
    return told.join("; ") || NO_DATA;
  };
  const sentence = (one, stop) => {
    if (one.data.draw === "rows") return stop[3];
    const list = one.lists[0];
    const shown = linesOf(one);
    // Among several suppliers those without a share in these years are not named.
    const named = shown.filter((line) => shown.length < 3 || one.data.draw !== "columns" || at(line, stop)[0]?.[2] !== 0);
    const quoted = marksOf(one).filter((mark) => mark.year === stop[0]).map((mark) => `${mark.text} by ${mark.by}`);
    const parts = [
      `${upper(list.selectedOptions[0].text)}, ${stop[2]}: ${saidOf(named, stop)}.`,
      quoted.length ? `Quoted: ${quoted.join("; ")}.` : "",
      one.lists[1].value === ALL || !shown.length ? one.data.notes[list.value] ?? "" : "",
    ];
    return parts.filter(Boolean).join(" ");
  };

  // Steps of an axis: one, two or five times a power of ten.
  const stepOf = (most) => {
    const power = 10 ** Math.floor(Math.log10(most / 5));
    return [1, 2, 5, 10].map((each) => each * power).find((each) => each * 5 >= most * 0.999);
  };
  const onAxis = (value, unit) => {
    if (unit === "percent") return `${value} %`;
    if (value === 0) return "$0";
    return value >= 1e9 ? `$${+(value / 1e9).toFixed(1)}bn` : value >= 1e6 ? `$${+(value / 1e6).toFixed(1)}m` : `$${value.toLocaleString("en-GB")}`;
  };

  // Draws the chart anew at the width there is.
  const draw = (one) => {
    const { data, chart } = one;
    const shown = linesOf(one);
    const marks = marksOf(one);
    const columns = data.draw === "columns";
    const width = Math.max(260, Math.round(chart.clientWidth) || 640);
    const narrow = width < NARROW;
    const [top, right, bottom, left] = [12, narrow || columns ? 10 : 136, 26, data.unit === "percent" ? 46 : 52];
    const height = narrow ? 250 : 320;
    const values = [...shown.flatMap((line) => line.points.map((point) => point[2] ?? 0)), ...marks.map((mark) => mark.value)];
    const most = data.unit === "percent" ? 100 : Math.max(...values, 0);
    const step = most ? stepOf(most) : 1;
    const ceiling = most ? Math.ceil(most / step - 0.001) * step : 1;
    const [first, last] = [data.stops[0][0], data.stops.at(-1)[1]];
    const band = (width - left - right) / data.stops.length;
    const y = (value) => height - bottom - (value / ceiling) * (height - top - bottom);
    const x = (year) => left + ((year - first) / (last - first)) * (width - left - right);
    const middle = (stop) => columns ? left + (data.stops.indexOf(stop) + 0.5) * band : x((stop[0] + stop[1]) / 2);

    const svg = shape("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": `${upper(one.form.getAttribute("aria-label"))}. The table below has all numbers.` });
    for (let value = 0; value <= ceiling * 1.001; value += step) {
      if (!most && value) break;
      svg.append(shape("line", { class: "grid", x1: left, x2: width - right, y1: y(value), y2: y(value) }));
      svg.append(shape("text", { class: "tick", x: left - 6, y: y(value) + 4, "text-anchor": "end" }, most ? onAxis(value, data.unit) : ""));
    }
    if (columns) {
      for (const [place, stop] of data.stops.entries()) {
        if (band < 40 && place % 2 === 0) continue;
        const label = band < 62 ? `${String(stop[0]).slice(2)}–${String(stop[1]).slice(2)}` : stop[2];
        svg.append(shape("text", { class: "tick", x: middle(stop), y: height - 8, "text-anchor": "middle" }, label));
      }
    } else {
      const every = narrow ? 10 : 5;
      for (let year = Math.ceil(first / every) * every; year <= last; year += every) {
        svg.append(shape("text", { class: "tick", x: x(year), y: height - 8, "text-anchor": "middle" }, String(year)));
      }
    }
    const cursor = shape(columns ? "rect" : "line", { class: "cursor" });
    svg.append(cursor);

    const ends = [];
    if (columns) {
      for (const stop of data.stops) {
        let sum = 0;
        for (const line of shown) {
          const value = at(line, stop)[0]?.[2];
          if (!value) continue;
          svg.append(shape("rect", { class: `column c-${line.colour}`, x: middle(stop) - band * 0.36, width: band * 0.72, y: y(sum + value), height: y(sum) - y(sum + value) }));
          sum += value;
        }
        const known = shown.some((line) => typeof at(line, stop)[0]?.[2] === "number");
        if (!sum) svg.append(shape("text", { class: "tick", x: middle(stop), y: y(0) - 5, "text-anchor": "middle" }, known ? "0" : narrow ? "–" : NO_DATA));
      }
    } else {
      const behind = data.context && one.lists[0].value !== data.context ? data.lines.filter((line) => fits(line, [data.context, one.lists[1].value])) : [];
      for (const line of [...behind, ...shown]) {
        const style = `c-${line.colour}${behind.includes(line) ? " behind" : ""}`;
        let path = "";
        let before = null;
        for (const point of line.points) {
          const [start, end, value] = point;
          if (value === null) { before = null; continue; }
          if (start < end) svg.append(shape("line", { class: `span ${style}`, x1: x(start - 0.4), x2: x(end + 0.4), y1: y(value), y2: y(value) }));
          else {
            path += `${before === start - 1 ? "L" : "M"}${x(start).toFixed(1)} ${y(value).toFixed(1)}`;
            before = start;
            const alone = !line.points.some((each) => each[2] !== null && Math.abs(each[0] - start) === 1);
            if (alone) svg.append(shape("circle", { class: `dot ${style}`, cx: x(start), cy: y(value), r: 4 }));
          }
        }
        if (path) svg.append(shape("path", { class: `line ${style}`, d: path }));
        const final = line.points.findLast((point) => point[2] !== null);
        if (final && !behind.includes(line)) ends.push({ line, x: x(final[1]), y: y(final[2]) });
      }
      for (const mark of marks) {
        const [mx, my] = [x(mark.year), y(mark.value)];
        svg.append(shape("path", { class: `mark ${mark.document ? "document" : "other"}`, d: `M${mx} ${my - 6}L${mx + 6} ${my}L${mx} ${my + 6}L${mx - 6} ${my}Z` }));
      }
      if (!narrow) {
        // From the top down, each at least a line below the one before.
        ends.sort((one, other) => one.y - other.y);
        let free = 0;
        for (const end of ends) {
          end.y = Math.max(end.y, free);
          free = end.y + 15;
          svg.append(shape("text", { class: `name c-${end.line.colour}`, x: Math.min(end.x, width - right) + 12, y: end.y + 4 }, end.line.short || end.line.name));
        }
      }
    }
    if (!most || !shown.some((line) => line.points.some((point) => point[2] !== null))) {
      svg.append(shape("text", { class: "nothing", x: (left + width - right) / 2, y: height / 2, "text-anchor": "middle" }, upper(NO_DATA)));
    }

    const dots = shape("g");
    svg.append(dots);
    // Moves the cursor to a place without drawing all else again.
    one.point = (stop) => {
      const place = columns ? { x: middle(stop) - band / 2, width: band, y: top, height: height - top - bottom } : { x1: middle(stop), x2: middle(stop), y1: top, y2: height - bottom };
      for (const [key, value] of Object.entries(place)) cursor.setAttribute(key, value);
      dots.replaceChildren(...(columns ? [] : shown).flatMap((line) => at(line, stop).filter((point) => point[2] !== null).map((point) =>
        shape("circle", { class: `dot c-${line.colour}`, cx: middle(stop), cy: y(point[2]), r: 4.5 }))));
    };
    const under = (event) => {
      const place = ((event.clientX - svg.getBoundingClientRect().left) / svg.getBoundingClientRect().width) * width;
      return data.stops.reduce((near, stop) => Math.abs(middle(stop) - place) < Math.abs(middle(near) - place) ? stop : near);
    };
    const preview = (stop) => { one.point(stop); tell(one, stop); };
    svg.addEventListener("pointermove", (event) => preview(under(event)));
    svg.addEventListener("pointerleave", () => preview(stopOf(one)));
    svg.addEventListener("click", (event) => {
      one.slider.value = data.stops.indexOf(under(event));
      one.slider.dispatchEvent(new Event("input", { bubbles: true }));
    });
    chart.replaceChildren(legend(one, shown, marks, narrow || columns), svg);
    one.point(stopOf(one));
  };

  const legend = (one, shown, marks, names) => {
    const list = element("ul", { class: "explore-key" });
    const entry = (style, words) => list.append(element("li", {}, element("span", { class: `swatch ${style}`, "aria-hidden": "true" }), words));
    // A line is named at its end where there is room, except what a few words cannot say.
    for (const line of shown) {
      const drawn = line.points.some((point) => point[2]);
      if (drawn && (names || line.short)) entry(`c-${line.colour}`, line.name);
    }
    if (one.data.context && one.lists[0].value !== one.data.context) entry("behind", "thin: the mean of the ten members, year by year");
    if (marks.length) {
      entry("diamond document", "quoted in one of the documents");
      entry("diamond other", "quoted by others");
    }
    return list;
  };

  const table = (one) => {
    if (one.data.draw === "rows") {
      const heads = [...one.box.querySelectorAll("thead th")].map((head) => head.textContent);
      one.box.querySelector("tbody").replaceChildren(...stopOf(one)[4].map(([cells, differs]) => element("tr", differs ? { class: "differs" } : {},
        ...cells.map((cell, place) => place ? element("td", { "data-head": heads[place] }, cell) : element("th", { scope: "row" }, cell)))));
      return;
    }
    const shown = linesOf(one);
    const marks = marksOf(one);
    const periods = [...new Map([...shown.flatMap((line) => line.points), ...marks.map((mark) => [mark.year, mark.year])]
      .map((point) => [years(point), point])).values()].sort((one, other) => one[0] - other[0] || one[1] - other[1]);
    const heads = ["Years", ...shown.map((line) => line.name), ...(marks.length ? ["Quoted"] : [])];
    one.box.querySelector("thead").replaceChildren(element("tr", {}, ...heads.map((head) => element("th", { scope: "col" }, head))));
    one.box.querySelector("tbody").replaceChildren(...periods.map((period) => element("tr", {},
      element("th", { scope: "row" }, years(period)),
      ...shown.map((line) => element("td", {}, line.points.find((point) => years(point) === years(period))?.[3] ?? (line.optional ? "–" : NO_DATA))),
      ...(marks.length ? [element("td", {}, marks.filter((mark) => mark.year === period[0]).map((mark) => `${mark.text} (${mark.by})`).join("; ") || "–")] : []))));
  };

  const tell = (one, stop) => {
    const said = one.box.querySelector(".explore-said");
    const words = sentence(one, stop);
    // A reader of screens speaks what changes: what stays need not be said again.
    if (said.textContent !== words) said.textContent = words;
  };

  // What can be chosen beside the first choice is what the exhibits hold for it.
  const offer = ({ data, lists, tick }) => {
    if (tick) tick.disabled = lists[0].selectedIndex !== 0;
    for (const option of lists[1]?.options ?? []) {
      option.disabled = option.value !== ALL && !data.lines.some((line) => fits(line, [lists[0].value, option.value]));
    }
  };

  const show = (one) => {
    offer(one);
    const stop = stopOf(one);
    one.slider.setAttribute("aria-valuetext", stop[2]);
    one.form.querySelector(".explore-at").textContent = stop[2];
    tell(one, stop);
    table(one);
    if (one.chart) draw(one);
  };

  const fieldsOf = ({ lists, slider, tick }) => [...lists, slider, ...(tick ? [tick] : [])];
  const usual = (field) => field.type === "checkbox" ? field.defaultChecked : field.type === "range" ? field.defaultValue : field.options[0].value;
  const chosen = (field) => field.type === "checkbox" ? field.checked : field.value;
  const isUsual = (field) => String(chosen(field)) === String(usual(field));

  // The address holds what is not as it was at first: a year by its number, a list by its value, the tick as "no".
  const inAddress = ({ data }, field) => field.type === "checkbox" ? "no" : field.type === "range" ? String(data.stops[field.value][0]) : field.value;
  const read = () => {
    const query = new URLSearchParams(location.search);
    for (const one of explorations) {
      for (const field of fieldsOf(one)) {
        const asked = query.get(one.name(field));
        if (field.type === "checkbox") field.checked = asked !== "no";
        else if (field.type === "range") {
          const place = one.data.stops.findIndex((stop) => String(stop[0]) === asked);
          field.value = place < 0 ? usual(field) : place;
        } else field.value = [...field.options].some((option) => option.value === asked) ? asked : usual(field);
      }
      show(one);
    }
  };
  let moved = null;
  const write = (one, field) => {
    const query = new URLSearchParams(location.search);
    for (const each of explorations) for (const every of fieldsOf(each)) {
      query.delete(each.name(every));
      if (!isUsual(every)) query.set(each.name(every), inAddress(each, every));
    }
    const asked = query.size ? `?${query}` : "";
    // Back undoes a choice, and a way along the slider as one.
    const step = field === moved && field.type === "range" ? "replaceState" : "pushState";
    moved = field;
    history[step](null, "", `${location.pathname}${asked}#${one.box.id}`);
  };

  for (const one of explorations) {
    one.form.addEventListener("input", (event) => { write(one, event.target); show(one); });
    one.form.addEventListener("submit", (event) => event.preventDefault());
    one.form.hidden = false;
    const numbers = one.box.querySelector(".explore-numbers");
    if (numbers) numbers.hidden = false;
    if (one.chart) {
      let width = 0;
      new ResizeObserver(() => {
        if (one.chart.clientWidth === width) return;
        width = one.chart.clientWidth;
        draw(one);
      }).observe(one.chart);
    }
  }
  addEventListener("popstate", () => { moved = null; read(); });
  addEventListener("pageshow", read);  // browsers refill forms when they come back to a page
  read();
}
