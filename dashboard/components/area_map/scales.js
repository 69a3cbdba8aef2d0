// What the areas show. Map, legend and table ask a scale for classes, words and columns and need not know
// whether these come from an indicator with its periods or from named classes of one date.

import { element, escapeHtml, numberFormat, swatch } from "./elements.js";

export const NO_DATA = -1;

export function scaleOf(view, values) {
  return view.scale === "categories" ? new CategoryScale(view) : new ValueScale(view, values);
}

// A column ranks rows by what `order` says: a number, a text, or null for a row without a value.
function areaColumns({ texts }) {
  return [
    { key: "name", title: texts.area, order: (row) => row.name },
    { key: "parent", title: texts.parent, order: (row) => row.parent, cell: (row) => [row.parent] },
  ];
}

class ValueScale {
  constructor(view, values) {
    Object.assign(this, { view, values, periods: values.periods });
    this.number = numberFormat(view.decimals, view.separators);
    this.position = new Map(values.codes.map((code, index) => [code, index]));
    this.firstSort = { key: "value", descending: true };
  }

  get caption() {
    return `${this.view.title}, ${this.view.unit}, ${this.period}`;
  }

  get columns() {
    return [...areaColumns(this.view), {
      key: "value",
      title: this.period,
      isNumber: true,
      order: (row) => this.valueOf(row),
      cell: (row) => [swatch(this.look(row)), this.format(this.valueOf(row)), this.note(row) ? " *" : ""],
      note: (row) => this.note(row),
    }];
  }

  get bins() {
    return this.view.bins[this.period] ?? [];
  }

  valueOf(row) {
    const index = this.position.get(row.code);
    return index === undefined ? null : this.values.values[this.period]?.[index] ?? null;
  }

  classOf(row) {
    const value = this.valueOf(row);
    if (value === null) return NO_DATA;
    const found = this.bins.findIndex((upper) => value <= upper);
    return found === -1 ? this.bins.length - 1 : found;
  }

  look(row) {
    return this.lookOf(this.classOf(row));
  }

  lookOf(index) {
    return { color: index === NO_DATA ? this.view.no_data_color : this.view.colors[index] };
  }

  note(row) {
    return this.values.notes[this.period]?.[row.code] ?? "";
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

  legend(counts) {
    const edges = [this.view.lowest[this.period], ...this.bins];
    const entry = (index, words) => ({ look: this.lookOf(index), words, count: counts.get(index) ?? 0 });
    const classes = this.bins.map((upper, index) =>
      entry(index, `${this.number(edges[index])} – ${this.number(upper)}`));
    return { heading: this.view.unit, entries: [...classes, entry(NO_DATA, this.view.texts.no_data)] };
  }

  downloadUrl(url) {
    return `${url}&period=${encodeURIComponent(this.period)}`;
  }

  isEmphasised() {
    return false;
  }
}

class CategoryScale {
  constructor(view) {
    Object.assign(this, { view, periods: [], caption: view.title });
    this.outlined = new Set(view.outlined);
    this.firstSort = { key: "category", descending: false };
    this.columns = [...areaColumns(view), this.categoryColumn(), ...view.columns.map((each) => this.column(each))];
  }

  categoryColumn() {
    return {
      key: "category",
      title: this.view.texts.category,
      order: (row) => (this.classOf(row) === NO_DATA ? null : this.classOf(row)),
      cell: (row) => [swatch(this.look(row)), this.label(row)],
    };
  }

  column({ key, title, cells, words, decimals }) {
    const number = numberFormat(decimals, this.view.separators);
    const order = words ? (row) => words[cells[row.index]] ?? null : (row) => cells[row.index];
    const text = (row) => {
      const value = order(row);
      if (value === null) return this.view.texts.no_data;
      return words ? value : number(value);
    };
    return { key: `own-${key}`, title, isNumber: !words, order, text, cell: (row) => [text(row)] };
  }

  classOf(row) {
    return this.view.classes[row.index];
  }

  isEmphasised(name, row) {
    return {
      outlined: () => this.outlined.has(row.index),
      marked: () => this.view.categories[this.classOf(row)]?.is_marked,
      selected: () => row.code === this.view.selected,
    }[name]();
  }

  look(row) {
    return { ...this.lookOf(this.classOf(row)), isOutlined: this.isEmphasised("outlined", row) };
  }

  lookOf(index) {
    const { color = this.view.no_data_color, is_marked: isMarked } = this.view.categories[index] ?? {};
    return { color, isMarked };
  }

  label(row) {
    const label = this.view.categories[this.classOf(row)]?.label ?? this.view.texts.no_data;
    return this.isEmphasised("outlined", row) ? `${label} · ${this.view.texts.outlined}` : label;
  }

  describe(row) {
    const own = this.columns.filter((column) => column.text);
    const lines = [this.label(row), ...own.map((column) => `${column.title}: ${column.text(row)}`)];
    return lines.map(escapeHtml).join("<br>");
  }

  legend(counts) {
    const { categories, texts } = this.view;
    const entry = (index, words) => ({ look: this.lookOf(index), words, count: counts.get(index) ?? 0 });
    const outlined = { color: "transparent", isOutlined: true };
    const outline = { look: outlined, words: texts.outlined, count: this.outlined.size };
    return {
      heading: texts.category,
      entries: [
        ...categories.map(({ label }, index) => entry(index, label)),
        ...(texts.outlined ? [outline] : []),
        ...(counts.has(NO_DATA) ? [entry(NO_DATA, texts.no_data)] : []),
      ],
    };
  }

  downloadUrl(url) {
    return url;
  }
}
