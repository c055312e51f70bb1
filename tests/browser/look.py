"""What axe, the title and the width say of a page as it stands."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

#: What WCAG 2.2 AA asks, and axe's good practices.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_SCRIPT = Axe().axe_script
#: Contrast takes axe longer than all else together, so it is left to `_CONTRAST`.
_ALL_ELSE = """async (runOnly) => {
  const options = { runOnly, rules: { "color-contrast": { enabled: false } }, resultTypes: ["violations"] };
  const found = await axe.run(document, { ...options, preload: false });
  return found.violations.map((v) => [v.help, v.nodes.map((n) => `${n.target.join(" ")} ${n.failureSummary}`)]);
}"""
#: Of the text that can be seen: only what has not been looked at in the same place, colours and size.
_CONTRAST = """async (known) => {
  const style = new Map(), told = new Set(known), fresh = new Map();
  const paths = new Map();
  const styleOf = (e) => style.get(e) ?? style.set(e, getComputedStyle(e)).get(e);
  const nameOf = (e) => {
    const { backgroundColor, backgroundImage, opacity } = styleOf(e);
    return [e.localName, ...[...e.classList].sort(), backgroundColor, backgroundImage.slice(0, 80), opacity].join(" ");
  };
  const pathTo = (e) => `${e.parentElement ? pathOf(e.parentElement) : ""}/${nameOf(e)}`;
  const pathOf = (e) => paths.get(e) ?? paths.set(e, pathTo(e)).get(e);
  const short = (text) => {
    let [a, b] = [0xdeadbeef, 0x41c6ce57];
    for (let n = 0; n < text.length; n++) {
      const c = text.charCodeAt(n);
      [a, b] = [Math.imul(a ^ c, 2654435761), Math.imul(b ^ c, 1597334677)];
    }
    return (b >>> 0) * 2 ** 21 + (a >>> 11);
  };
  for (const e of document.body.querySelectorAll("*")) {
    const says = [...e.childNodes].some((n) => n.nodeType === Node.TEXT_NODE && n.data.trim()) || "value" in e;
    if (!says || !e.getClientRects().length) continue;
    const { color, fontSize, fontWeight } = styleOf(e);
    const key = short([pathOf(e), color, fontSize, fontWeight, e.disabled ?? "", e.checked ?? ""].join(" "));
    if (!told.has(key) && !fresh.has(key)) fresh.set(key, e);
  }
  if (!fresh.size) return [[], []];
  const only = { type: "rule", values: ["color-contrast"] };
  const found = await axe.run([...fresh.values()], { runOnly: only, resultTypes: ["violations"], preload: false });
  const nodes = found.violations.flatMap((v) => v.nodes.map((n) => `${n.target.join(" ")} ${n.failureSummary}`));
  return [[...fresh.keys()], nodes];
}"""
#: A change of scheme would be a transition of colours, however short, of each element after the one it inherits from.
_STILL = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync("*, *::before, *::after { transition: none !important; }");
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  scrollTo(0, 0);  // what lies under a bar that stays in its place is no small target
}"""


class Looker:
    """Looks at pages one after the other, in light and dark, and remembers what it has seen of their colours."""

    def __init__(self) -> None:
        self.seen: set[int] = set()

    def faults(self, page: Page) -> list[str]:
        page.evaluate(_SCRIPT)
        page.evaluate(_STILL)
        told = page.evaluate(_ALL_ELSE, RULES)
        found = [f"{text}\n    " + "\n    ".join(nodes) for text, nodes in told]
        found += self._contrast(page)
        if not page.evaluate("document.documentElement.scrollWidth <= innerWidth"):
            found.append("is wider than the screen")
        if not page.title().endswith("· hipapp"):
            found.append(f"has no title of its own: {page.title()}")
        page.emulate_media(color_scheme="dark")
        found += [f"dark: {fault}" for fault in self._contrast(page)]
        page.emulate_media(color_scheme="light")
        return found

    def _contrast(self, page: Page) -> list[str]:
        fresh, nodes = page.evaluate(_CONTRAST, list(self.seen))
        self.seen.update(fresh)
        return [f"contrast: {node}" for node in nodes]


def look_at(page: Page, url: str, paths: list[str]) -> None:
    """Open every page and collect what is wrong with any of them."""
    wrong, looker = [], Looker()
    for path in paths:
        response = page.goto(url + path)
        if not response or response.status != 200:
            wrong.append(f"{path} did not answer as it should")
        wrong += [f"{path} {fault}" for fault in looker.faults(page)]
    assert not wrong, "\n".join(wrong)
