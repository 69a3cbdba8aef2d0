// The map with its legend, period slider and table. The socket carries only the view (which indicator and
// classes, or a small number per area); shapes, names and the values of an indicator come by HTTP from
// immutable addresses, so that changing the period recolours in the browser without the server.

import { AreaTable } from "./area_table.js";
import { element, escapeHtml, swatch } from "./elements.js";
import { scaleOf } from "./scales.js";

const mounted = new WeakMap();
const fetched = new Map();
const MERCATOR_TILE = 512;
const PLOT_CONFIG = {
  displaylogo: false, scrollZoom: true, modeBarButtons: [["zoomInMap", "zoomOutMap", "resetViewMap"]],
};

export default async function mount({ data, parentElement, setTriggerValue }) {
  const map = mounted.get(parentElement) ?? new AreaMap(parentElement, data.assets);
  mounted.set(parentElement, map);
  const turn = {};
  map.turn = turn;
  map.onOpen = (code) => setTriggerValue("opened", { area: code, period: map.scale.period });
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

function pointFeature(coordinates) {
  return { type: "Feature", properties: {}, geometry: { type: "Point", coordinates } };
}

class AreaMap {
  constructor(parent, assets) {
    this.assets = assets;
    this.drawings = 0;
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
    this.table = new AreaTable((code) => this.onOpen(code));
    this.root = element(
      "div", { class: "am" },
      element("link", { rel: "stylesheet", href: assets.css }),
      element("div", { class: "am-left" },
        element("div", { class: "am-frame" }, this.plot, this.badge), this.legend, this.time),
      this.table.root,
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
    const scale = scaleOf(view, values);
    const period = this.keptPeriod(view, scale);
    Object.assign(this, { view, areas, scale });
    this.rows = areas.codes.map((code, index) => ({
      code, name: areas.names[index], parent: areas.parents[index], index,
    }));
    this.shaped = this.rows.filter((row) => areas.located[row.index]);
    this.root.dataset.scale = view.scale;
    this.badge.textContent = view.badge;
    this.badge.hidden = !view.badge;
    this.setUpSlider(period);
    const [plotly, geometry, outline] = await drawing;
    if (asked !== this.shown) return;
    await this.draw(plotly, geometry, outline);
    this.table.revealSelected();
    this.root.removeAttribute("aria-busy");
  }

  // The server does not hear of the slider: its period holds until the server asks for another one.
  keptPeriod(view, { periods }) {
    const isKept = this.view?.period === view.period && periods.includes(this.scale?.period);
    return isKept ? this.scale.period : view.period;
  }

  setUpSlider(period) {
    const { periods } = this.scale;
    this.slider.max = Math.max(periods.length - 1, 0);
    this.slider.value = Math.max(periods.indexOf(period), 0);
    this.slider.setAttribute("aria-label", this.view.texts.period ?? "");
    this.time.hidden = periods.length < 2;
    this.setPeriod(Number(this.slider.value));
    this.rememberPeriod();
  }

  async draw(plotly, geometry, outline) {
    this.plotly = plotly;
    const { data: [trace], layout } = structuredClone(this.view.figure);
    const shapes = new Map(geometry?.features.map((feature) => [feature.id, feature]));
    const layers = (layout.map.layers ?? []).map((layer) => ({
      ...layer, source: layer.name === "parents" ? outline : this.emphasised(layer.name, shapes),
    }));
    layout.map = { ...layout.map, ...this.fitted(layout.uirevision), layers };
    Object.assign(trace, this.placed(trace.type, geometry), this.painted(trace));
    await plotly.react(this.plot, [trace], layout, PLOT_CONFIG);
    if (this.isDrawn) return;
    this.isDrawn = true;
    this.plot.on("plotly_click", ({ points: [point] }) => this.onOpen(this.shaped[point.pointIndex].code));
    this.plot.on("plotly_relayout", (change) => { this.isMoved ||= "map.center" in change; });
  }

  // Pan and zoom outlive a drawing only if it asks for the same view as the one before them.
  fitted(revision) {
    const isKept = this.isMoved && this.fittedFor === revision;
    if (!isKept) {
      this.fit = fitBounds(this.areas.bounds, this.plot.clientWidth, this.plot.clientHeight);
      Object.assign(this, { isMoved: false, fittedFor: revision });
    }
    return this.fit;
  }

  placed(type, geojson) {
    if (type === "choroplethmap") return { geojson, locations: this.shaped.map((row) => row.code) };
    const places = this.shaped.map((row) => this.areas.located[row.index]);
    return { lon: places.map(([lon]) => lon), lat: places.map(([, lat]) => lat) };
  }

  painted({ type, marker }) {
    const classes = this.shaped.map((row) => this.scale.classOf(row));
    const text = this.shaped.map((row) => `<b>${escapeHtml(row.name)}</b><br>${this.scale.describe(row)}`);
    return type === "choroplethmap" ? { z: classes, text } : { marker: { ...marker, color: classes }, text };
  }

  // Plotly adds a layer whose source changed on top of those whose source did not: the count changes all.
  emphasised(name, shapes) {
    this.drawings += 1;
    const rows = this.shaped.filter((row) => this.scale.isEmphasised(name, row));
    const features = rows.map((row) => this.featureOf(row, shapes, name)).filter(Boolean);
    return { type: "FeatureCollection", features, drawing: this.drawings };
  }

  featureOf(row, shapes, name) {
    const place = this.areas.located[row.index];
    if (place !== true) return pointFeature(place);
    const shape = shapes.get(row.code);
    return name === "marked" && shape ? pointFeature([shape.properties.lon, shape.properties.lat]) : shape;
  }

  setPeriod(position) {
    this.scale.period = this.scale.periods[position] ?? this.view.period;
    this.period.textContent = this.scale.period ?? "";
    this.slider.setAttribute("aria-valuetext", this.scale.period ?? "");
    this.showLegend();
    this.table.show(this.view, this.scale, this.rows);
  }

  recolour() {
    this.setPeriod(Number(this.slider.value));
    if (!this.isDrawn) return;
    const { z, marker, text } = this.painted(this.view.figure.data[0]);
    this.plotly.restyle(this.plot, { text: [text], ...(z ? { z: [z] } : { "marker.color": [marker.color] }) });
  }

  rememberPeriod() {
    const { period } = this.scale;
    const address = new URL(window.location);
    if (period === undefined || address.searchParams.get("period") === period) return;
    address.searchParams.set("period", period);
    window.history.replaceState(window.history.state, "", address);
  }

  showLegend() {
    const counts = new Map();
    for (const row of this.rows) {
      const found = this.scale.classOf(row);
      counts.set(found, (counts.get(found) ?? 0) + 1);
    }
    const { heading, entries } = this.scale.legend(counts);
    this.legend.replaceChildren(
      element("li", { class: "am-unit" }, heading),
      ...entries.map(({ look, words, count }) => element(
        "li", {}, swatch(look), element("span", {}, words), element("span", { class: "am-count" }, `(${count})`),
      )),
    );
  }
}
