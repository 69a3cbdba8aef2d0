// Small things of the page: elements, escaped text, numbers as the language writes them.

export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value !== null && value !== undefined) made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
}

export function escapeHtml(text) {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

// Browsers differ in the locales they carry (Kyrgyz is often missing), so the separators come from the server.
export function numberFormat(decimals, [decimal, group]) {
  const format = new Intl.NumberFormat("en-US", {
    minimumFractionDigits: decimals, maximumFractionDigits: decimals,
  });
  const own = { decimal, group };
  return (value) => format.formatToParts(value).map(({ type, value: part }) => own[type] ?? part).join("");
}

export function swatch({ color, isMarked, isOutlined }) {
  const kinds = ["am-swatch", isMarked && "am-marked", isOutlined && "am-outlined"].filter(Boolean);
  return element("span", { class: kinds.join(" "), style: `background-color:${color}` });
}
