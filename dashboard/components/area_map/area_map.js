// The map with its legend, period slider and table. The socket carries only the view (which indicator,
// which classes); shapes, names and values come by HTTP from immutable addresses, so that changing the
// period recolours in the browser without the server, whatever the number of areas.

const mounted = new WeakMap();
const fetched = new Map();
const NO_DATA = -1;
const ROWS_AT_FIRST = 500;
const MERCATOR_TILE = 512;
const COLUMNS = ["name", "parent", "value"];
const PLOT_CONFIG = {
  displaylogo: false, scrollZoom: true, modeBarButtons: [["zoomInMap", "zoomOutMap", "resetViewMap"]],
};

export default async function mount({ data, parentElement, setTriggerValue }) {
  const map = mounted.get(parentElement) ?? new AreaMap(parentElement, data.assets);
  mounted.set(parentElement, map);
  const turn = {};
  map.turn = turn;
  map.onOpen = (code) => setTriggerValue("opened", { area: code, period: map.current });
  await map.show(data);
  // Streamlit also cleans up a call that a newer one has overtaken: the map then belongs to the newer one.
  return () => {
    if (map.turn !== turn) return;
    mounted.delete(parentElement);
    map.close();
  };
}

function getJson(url) {
  if (!url) return null;
  if (!fetched.has(url)) {
    const answer = fetch(url).then((response) => {
      if (!response.ok) throw new Error(`${response.status} ${url}`);
      return response.json();
    });
    answer.catch(() => fetched.delete(url));
    fetched.set(url, answer);
  }
  return fetched.get(url);
}

let plotlyLoaded;
function loadPlotly(url) {
  plotlyLoaded ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = url;
    script.onload = () => resolve(window.Plotly);
    script.onerror = () => reject(new Error(`cannot load ${url}`));
    document.head.append(script);
  });
  return plotlyLoaded;
}

function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value !== null && value !== undefined) made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
}

function escapeHtml(text) {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

// Browsers differ in the locales they carry (Kyrgyz is often missing), so the separators come from the server.
function numberFormat(decimals, [decimal, group]) {
  const format = new Intl.NumberFormat("en-US", {
    minimumFractionDigits: decimals, maximumFractionDigits: decimals,
  });
  const own = { decimal, group };
  return (value) => format.formatToParts(value).map(({ type, value: part }) => own[type] ?? part).join("");
}

function mercatorY(latitude) {
  const radians = (latitude * Math.PI) / 180;
  return Math.log(Math.tan(Math.PI / 4 + radians / 2)) / (2 * Math.PI);
}

function fitBounds([west, south, east, north], width, height) {
  const spanX = Math.max((east - west) / 360, 1e-6);
  const spanY = Math.max(mercatorY(north) - mercatorY(south), 1e-6);
  const margin = 0.94;
  const zoom = Math.log2(Math.min(width / spanX, height / spanY) * margin / MERCATOR_TILE);
  return { center: { lon: (west + east) / 2, lat: (south + north) / 2 }, zoom };
}

class AreaMap {
  constructor(parent, assets) {
    this.assets = assets;
    this.sort = { column: "value", descending: true };
    this.plot = element("div", { class: "am-plot" });
    this.badge = element("div", { class: "am-badge" });
    this.legend = element("ul", { class: "am-legend" });
    this.period = element("output", { class: "am-period" });
    this.slider = element("input", {
      type: "range", min: 0, step: 1,
      oninput: () => this.recolour(),
      onchange: () => this.rememberPeriod(),
    });
    this.time = element("div", { class: "am-time" }, this.slider, this.period);
    this.table = element("div", { class: "am-table" });
    this.root = element(
      "div", { class: "am" },
      element("link", { rel: "stylesheet", href: assets.css }),
      element("div", { class: "am-left" },
        element("div", { class: "am-frame" }, this.plot, this.badge), this.legend, this.time),
      this.table,
    );
    parent.append(this.root);
    this.resized = new ResizeObserver(() => this.isDrawn && window.Plotly.Plots.resize(this.plot));
    this.resized.observe(this.plot);
  }

  close() {
    this.resized.disconnect();
    if (this.isDrawn) window.Plotly.purge(this.plot);
    this.root.remove();
  }

  async show(view) {
    const asked = JSON.stringify(view);
    if (asked === this.shown) return;
    this.shown = asked;
    this.root.setAttribute("aria-busy", "true");
    // The library takes the longest to start: it starts while names and values are on their way.
    const drawing = Promise.all([
      loadPlotly(this.assets.plotly), getJson(view.geometry_url), getJson(view.outline_url),
    ]);
    const [areas, values] = await Promise.all([getJson(view.areas_url), getJson(view.values_url)]);
    if (asked !== this.shown) return;
    const period = this.keptPeriod(view, values);
    Object.assign(this, { view, areas, values });
    this.number = numberFormat(view.decimals, view.separators);
    this.rows = areas.codes.map((code, index) => ({
      code, name: areas.names[index], parent: areas.parents[index], index,
    }));
    this.shaped = this.rows.filter((row) => areas.located[row.index]);
    this.position = new Map(values.codes.map((code, index) => [code, index]));
    this.badge.textContent = view.badge;
    this.badge.hidden = !view.badge;
    this.setUpSlider(period);
    const [plotly, geometry, outline] = await drawing;
    if (asked !== this.shown) return;
    await this.draw(plotly, geometry, outline);
    this.root.removeAttribute("aria-busy");
  }

  // The server does not hear of the slider: its period holds until the server asks for another one.
  keptPeriod(view, values) {
    const isKept = this.view?.period === view.period && values.periods.includes(this.current);
    return isKept ? this.current : view.period;
  }

  setUpSlider(period) {
    const { periods } = this.values;
    this.slider.max = Math.max(periods.length - 1, 0);
    this.slider.value = Math.max(periods.indexOf(period), 0);
    this.slider.setAttribute("aria-label", this.view.texts.period);
    this.time.hidden = periods.length < 2;
    this.setPeriod(Number(this.slider.value));
    this.rememberPeriod();
  }

  async draw(plotly, geometry, outline) {
    this.plotly = plotly;
    const { data: [trace], layout } = structuredClone(this.view.figure);
    const fitted = fitBounds(this.areas.bounds, this.plot.clientWidth, this.plot.clientHeight);
    const layers = (layout.map.layers ?? []).map((layer) => ({ ...layer, source: outline }));
    layout.map = { ...layout.map, ...fitted, layers };
    Object.assign(trace, this.placed(trace.type, geometry), this.painted(trace));
    await plotly.react(this.plot, [trace], layout, PLOT_CONFIG);
    if (this.isDrawn) return;
    this.isDrawn = true;
    this.plot.on("plotly_click", ({ points: [point] }) => this.onOpen(this.shaped[point.pointIndex].code));
  }

  placed(type, geojson) {
    if (type === "choroplethmap") return { geojson, locations: this.shaped.map((row) => row.code) };
    const places = this.shaped.map((row) => this.areas.located[row.index]);
    return { lon: places.map(([lon]) => lon), lat: places.map(([, lat]) => lat) };
  }

  painted({ type, marker }) {
    const classes = this.shaped.map((row) => this.classOf(this.valueOf(row)));
    const text = this.shaped.map((row) => `<b>${escapeHtml(row.name)}</b><br>${this.describe(row)}`);
    return type === "choroplethmap" ? { z: classes, text } : { marker: { ...marker, color: classes }, text };
  }

  valueOf(row) {
    const index = this.position.get(row.code);
    return index === undefined ? null : this.values.values[this.current]?.[index] ?? null;
  }

  get bins() {
    return this.view.bins[this.current] ?? [];
  }

  classOf(value) {
    if (value === null) return NO_DATA;
    const found = this.bins.findIndex((upper) => value <= upper);
    return found === -1 ? this.bins.length - 1 : found;
  }

  note(row) {
    return this.values.notes[this.current]?.[row.code] ?? "";
  }

  format(value) {
    return value === null ? this.view.texts.no_data : this.number(value);
  }

  describe(row) {
    const value = this.valueOf(row);
    const unit = value === null ? "" : ` ${this.view.unit}`;
    const note = this.note(row);
    return escapeHtml(`${this.format(value)}${unit}`) + (note ? `<br><i>${escapeHtml(note)}</i>` : "");
  }

  setPeriod(position) {
    this.current = this.values.periods[position] ?? this.view.period;
    this.period.textContent = this.current;
    this.slider.setAttribute("aria-valuetext", this.current);
    this.showLegend();
    this.showTable();
  }

  recolour() {
    this.setPeriod(Number(this.slider.value));
    if (!this.isDrawn) return;
    const { z, marker, text } = this.painted(this.view.figure.data[0]);
    this.plotly.restyle(this.plot, { text: [text], ...(z ? { z: [z] } : { "marker.color": [marker.color] }) });
  }

  rememberPeriod() {
    const address = new URL(window.location);
    if (address.searchParams.get("period") === this.current) return;
    address.searchParams.set("period", this.current);
    window.history.replaceState(window.history.state, "", address);
  }

  showLegend() {
    const counts = new Map();
    for (const row of this.rows) {
      const found = this.classOf(this.valueOf(row));
      counts.set(found, (counts.get(found) ?? 0) + 1);
    }
    const edges = [this.view.lowest[this.current], ...this.bins];
    const entry = (index, words) => element(
      "li", {}, this.swatch(index), element("span", {}, words),
      element("span", { class: "am-count" }, `(${counts.get(index) ?? 0})`),
    );
    const classes = this.bins.map((upper, index) =>
      entry(index, `${this.number(edges[index])} – ${this.number(upper)}`));
    const heading = element("li", { class: "am-unit" }, this.view.unit);
    this.legend.replaceChildren(heading, ...classes, entry(NO_DATA, this.view.texts.no_data));
  }

  swatch(index) {
    const color = index === NO_DATA ? this.view.no_data_color : this.view.colors[index];
    return element("span", { class: "am-swatch", style: `background:${color}` });
  }

  sorted() {
    const collator = new Intl.Collator(this.view.language);
    const { column, descending } = this.sort;
    const direction = descending ? -1 : 1;
    if (column !== "value") {
      return [...this.rows].sort((a, b) => direction * collator.compare(a[column], b[column]));
    }
    const value = (row) => this.valueOf(row);
    const present = this.rows.filter((row) => value(row) !== null);
    const missing = this.rows.filter((row) => value(row) === null);
    return [...present.sort((a, b) => direction * (value(a) - value(b))), ...missing];
  }

  showTable() {
    const rows = this.sorted();
    const limit = this.allRows ? rows.length : ROWS_AT_FIRST;
    const body = element("tbody", {}, ...rows.slice(0, limit).map((row) => this.tableRow(row)));
    const head = element("thead", {}, element("tr", {}, ...this.headers()));
    const caption = element("caption", {}, `${this.view.title}, ${this.view.unit}, ${this.current}`);
    const scrolled = this.table.querySelector(".am-scroll")?.scrollTop ?? 0;
    const scroll = element("div", { class: "am-scroll", tabindex: 0 }, element("table", {}, caption, head, body));
    this.table.replaceChildren(scroll, this.tableFoot(rows.length, limit));
    scroll.scrollTop = scrolled;
  }

  headers() {
    const { texts } = this.view;
    const words = { name: texts.area, parent: texts.parent, value: this.current };
    return COLUMNS.map((column) => {
      const order = this.sort.descending ? "descending" : "ascending";
      const button = element("button", { type: "button", onclick: () => this.sortBy(column) }, words[column]);
      return element("th", { scope: "col", class: `am-${column}`, "aria-sort": this.sort.column === column ? order : null }, button);
    });
  }

  sortBy(column) {
    const isAgain = this.sort.column === column;
    this.sort = { column, descending: isAgain ? !this.sort.descending : column === "value" };
    this.showTable();
    this.table.querySelectorAll("th button")[COLUMNS.indexOf(column)].focus();
  }

  tableRow(row) {
    const value = this.valueOf(row);
    const note = this.note(row);
    const open = (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      this.onOpen(row.code);
    };
    const href = `${this.view.profile_url}&area=${encodeURIComponent(row.code)}`;
    return element(
      "tr", {},
      element("th", { scope: "row" }, element("a", { href, onclick: open }, row.name)),
      element("td", {}, row.parent),
      element("td", { class: "am-value", title: note || null },
        this.swatch(this.classOf(value)), this.format(value), note ? " *" : ""),
    );
  }

  tableFoot(total, limit) {
    const links = this.view.downloads.map(({ url, label }) =>
      element("a", { href: `${url}&period=${encodeURIComponent(this.current)}`, download: "" }, label));
    const more = () => {
      this.allRows = true;
      this.showTable();
    };
    const all = element("button", { type: "button", onclick: more }, `${this.view.texts.show_all} (${total})`);
    return element("p", { class: "am-foot" }, ...(total > limit ? [all] : []), ...links);
  }
}
