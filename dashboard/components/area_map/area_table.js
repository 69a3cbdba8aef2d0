// The table beside the map: the same areas in words, sortable by every column.

import { element } from "./elements.js";

const ROWS_AT_FIRST = 500;

export class AreaTable {
  constructor(onOpen) {
    this.onOpen = onOpen;
    this.root = element("div", { class: "am-table" });
  }

  show(view, scale, rows) {
    Object.assign(this, { view, scale, rows });
    if (!scale.columns.some(({ key }) => key === this.sort?.key)) this.sort = scale.firstSort;
    const focused = this.root.contains(document.activeElement) ? document.activeElement.dataset.key : null;
    const scrolled = this.root.querySelector(".am-scroll")?.scrollTop ?? 0;
    this.rebuild();
    this.root.querySelector(".am-scroll").scrollTop = scrolled;
    if (focused) this.root.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
  }

  rebuild() {
    const rows = this.sorted();
    const isSelected = ({ code }) => code === this.view.selected;
    const limit = this.allRows ? rows.length : Math.max(ROWS_AT_FIRST, rows.findIndex(isSelected) + 1);
    const body = element("tbody", {}, ...rows.slice(0, limit).map((row) => this.tableRow(row)));
    const head = element("thead", {}, element("tr", {}, ...this.scale.columns.map((column) => this.header(column))));
    const table = element("table", {}, element("caption", {}, this.scale.caption), head, body);
    const scroll = element("div", { class: "am-scroll", tabindex: 0 }, table);
    this.root.replaceChildren(scroll, this.foot(rows.length, limit));
  }

  sorted() {
    const collator = new Intl.Collator(this.view.language);
    const { order } = this.scale.columns.find(({ key }) => key === this.sort.key);
    const direction = this.sort.descending ? -1 : 1;
    const compare = (a, b) => (typeof a === "string" ? collator.compare(a, b) : a - b);
    const present = this.rows.filter((row) => order(row) !== null);
    const missing = this.rows.filter((row) => order(row) === null);
    return [...present.sort((a, b) => direction * compare(order(a), order(b))), ...missing];
  }

  header({ key, title, isNumber }) {
    const order = this.sort.descending ? "descending" : "ascending";
    const sort = () => this.sortBy(key, isNumber);
    const button = element("button", { type: "button", "data-key": `column ${key}`, onclick: sort }, title);
    const kind = isNumber ? "am-value" : `am-${key}`;
    return element("th", { scope: "col", class: kind, "aria-sort": this.sort.key === key ? order : null }, button);
  }

  sortBy(key, isNumber) {
    const isAgain = this.sort.key === key;
    this.sort = { key, descending: isAgain ? !this.sort.descending : Boolean(isNumber) };
    this.show(this.view, this.scale, this.rows);
  }

  tableRow(row) {
    const isSelected = row.code === this.view.selected;
    const [, ...others] = this.scale.columns;
    return element(
      "tr", { "aria-current": isSelected ? "true" : null },
      element("th", { scope: "row" }, this.nameLink(row)),
      ...others.map(({ isNumber, cell, note }) => element(
        "td", { class: isNumber ? "am-value" : null, title: note?.(row) || null }, ...cell(row),
      )),
    );
  }

  nameLink({ code, name }) {
    const open = (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      this.onOpen(code);
    };
    const href = `${this.view.link_url}&area=${encodeURIComponent(code)}`;
    return element("a", { href, "data-key": `area ${code}`, onclick: open }, name);
  }

  // Only the table scrolls, and only when another area is selected: the page stays where the person reads.
  revealSelected() {
    const { selected } = this.view;
    const row = this.root.querySelector("tr[aria-current]");
    const isNew = selected !== this.revealed;
    this.revealed = selected;
    if (!isNew || !row) return;
    const scroll = this.root.querySelector(".am-scroll");
    const { bottom: top } = scroll.querySelector("thead").getBoundingClientRect();
    const { bottom } = scroll.getBoundingClientRect();
    const place = row.getBoundingClientRect();
    if (place.top < top || place.bottom > bottom) scroll.scrollTop += place.top - (top + bottom) / 2;
  }

  foot(total, limit) {
    const links = this.view.downloads.map(({ url, label }) =>
      element("a", { href: this.scale.downloadUrl(url), download: "" }, label));
    const more = () => {
      this.allRows = true;
      this.show(this.view, this.scale, this.rows);
    };
    const all = element("button", { type: "button", onclick: more }, `${this.view.texts.show_all} (${total})`);
    return element("p", { class: "am-foot" }, ...(total > limit ? [all] : []), ...links);
  }
}
