// Buttons that only help where there is JavaScript: they are hidden until they work.
//   data-act="print"                         prints the page
//   data-act="copy" data-of="id" data-done   copies an element's text, then says so

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
};

for (const button of document.querySelectorAll("[data-act]")) {
  button.hidden = false;
  button.addEventListener("click", () => ACTS[button.dataset.act](button));
}
