// Buttons that only help where there is JavaScript: they are hidden until they work. And links that do better with it.
//   data-act="print"                         prints the page
//   data-act="copy" data-of="id" data-done   copies an element's text, then says so
//   data-back                                a link to a list: to what was searched there, if one comes from it
//   data-act="fill" data-of="id" data-value  a link to the page anew: once something is typed there, only fills the field

const BY_HAND = "input:not([type=hidden]), textarea, select";

const isTyped = (field) => {
  if (field.options) return [...field.options].some((o) => o.selected !== o.defaultSelected);
  return field.checked !== field.defaultChecked || field.value !== field.defaultValue;
};

const ACTS = {
  print: () => window.print(),
  copy: async (button) => {
    const source = document.getElementById(button.dataset.of);
    try {
      await navigator.clipboard.writeText(source.textContent);
      button.textContent = button.dataset.done;
    } catch {
      // No leave to write: the text is selected, so that the keys or the phone's own menu can copy it.
      getSelection().selectAllChildren(source);
    }
  },
  fill: (link, event) => {
    const field = document.getElementById(link.dataset.of);
    if (![...field.form.querySelectorAll(BY_HAND)].some(isTyped)) return;
    event.preventDefault();
    field.value = link.dataset.value;
    field.focus();
  },
};

for (const button of document.querySelectorAll("[data-act]")) {
  button.hidden = false;
  button.addEventListener("click", (event) => ACTS[button.dataset.act](button, event));
}

// A line of a list that is opened near the edge of the screen comes into sight with what is in it.
document.addEventListener("click", (event) => {
  const part = event.target.closest(".list-part > summary")?.parentElement;
  if (part) requestAnimationFrame(() => part.open && part.scrollIntoView({ block: "nearest" }));
});

// Back is where one came from: the search, with its results, or the week, which has a name of its own.
for (const link of document.querySelectorAll("[data-back]")) {
  const from = document.referrer;
  // A week by its own address: one that is only put together, or a chooser of poses, would come back changed.
  const [beside, rest] = from.split(new URL(link.dataset.weeks, location).href);
  const week = beside === "" && /^[0-9a-f-]{36}\/$/.test(rest);
  if (week) link.textContent = link.dataset.week;
  if (week || from.startsWith(`${link.href}?`)) link.href = from;
}
