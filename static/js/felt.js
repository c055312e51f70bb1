// What a tap feels like. It is taken at once; a bar says when it takes longer, words when it takes long, and words say
// when it did not arrive. Nothing is posted twice. All of it ends by itself: with the answer, on coming back, or in time.
{
  const { wait, lost, failed } = document.currentScript.dataset;
  const BAR_MS = 400;
  const WORDS_MS = 1000;
  const MOST_MS = 10_000;
  const bar = document.createElement("div");
  const words = document.createElement("p");
  bar.className = "felt-bar";
  words.className = "felt-words";
  words.setAttribute("role", "status"); // it has to be there before it says something
  document.body.append(bar, words);

  const waiting = new Map(); // by form, link or request: the form, what was tapped, and how to undo its mark
  let timers = [];

  function take(key, form, tapped) {
    if (waiting.has(key)) return;
    document.querySelector(".felt-lost")?.remove();
    tapped?.setAttribute("data-taken", "");
    const end = setTimeout(letGo, MOST_MS, key);
    waiting.set(key, { form, tapped, end, unlight: light(tapped) });
    if (waiting.size === 1) timers = [setTimeout(showBar, BAR_MS), setTimeout(say, WORDS_MS)];
  }

  function letGo(key, undo = true) {
    const { tapped, end, unlight } = waiting.get(key) ?? {};
    if (!waiting.delete(key)) return;
    clearTimeout(end);
    tapped?.removeAttribute("data-taken");
    tapped?.removeAttribute("aria-busy");
    if (undo) unlight();
    if (waiting.size) return;
    timers.forEach(clearTimeout);
    bar.classList.remove("on");
    words.textContent = "";
  }

  function showBar() {
    bar.classList.add("on");
    for (const { tapped } of waiting.values()) tapped?.setAttribute("aria-busy", "true");
  }

  const say = () => {
    words.textContent = wait;
  };

  function press(button, on) {
    button?.classList.toggle("chosen", on);
    if (on) button?.setAttribute("aria-pressed", "true");
    else button?.removeAttribute("aria-pressed");
  }

  /** A number that was tapped is lit before the server says so. Returns how to take that back. */
  function light(tapped) {
    const before = tapped?.closest(".rating")?.querySelector(".chosen");
    if (before === undefined || before === tapped) return () => {};
    press(before, false);
    press(tapped, true);
    return () => {
      press(tapped, false);
      press(before, true);
    };
  }

  function tell(text) {
    const told = document.createElement("div");
    told.className = "toast-line toast-error felt-lost";
    told.textContent = text;
    document.getElementById("messages").append(told);
  }

  const leads = (link) =>
    link.origin === location.origin &&
    !link.target &&
    !link.hasAttribute("download") &&
    !(link.hash && link.pathname + link.search === location.pathname + location.search);

  addEventListener("click", (event) => {
    event.target.closest("[data-close]")?.closest(".toast-line").remove();
    const link = event.target.closest("a[href]");
    const isPlain = !(event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);
    if (link && isPlain && !event.defaultPrevented && leads(link)) take(link, null, link);
  });

  const isOnItsWay = (form) => [...waiting.values()].some((w) => w.form === form);
  const isPost = (form) => form.getAttribute("method")?.toLowerCase() === "post";
  addEventListener(
    "submit",
    (event) => {
      if (!isPost(event.target) || !isOnItsWay(event.target)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
    },
    true,
  );
  addEventListener("submit", ({ defaultPrevented, target, submitter }) => {
    if (!defaultPrevented && target.getAttribute("method") !== "dialog") take(target, target, submitter);
  });

  addEventListener("htmx:beforeRequest", ({ detail: { xhr, requestConfig } }) => {
    // A form that only looks something up meanwhile can still be sent.
    const posting = requestConfig.verb === "get" ? null : requestConfig.elt;
    take(xhr, posting, requestConfig.triggeringEvent?.submitter);
  });
  addEventListener("htmx:afterRequest", ({ detail }) => letGo(detail.xhr, !detail.successful));
  // Whoever pressed "Search" wants to see what was found; whoever is typing stays where they are.
  addEventListener("htmx:afterSettle", ({ detail }) => {
    if (detail.requestConfig?.triggeringEvent?.type === "submit") document.querySelector("[data-arrive]")?.focus();
  });
  addEventListener("htmx:responseError", () => tell(failed));
  for (const kind of ["sendError", "timeout"]) addEventListener(`htmx:${kind}`, () => tell(lost));

  // A pose's picture grows into the one of its page (motion.css names that one).
  let grown;
  addEventListener("pageswap", ({ viewTransition }) => {
    if (!viewTransition) return;
    for (const { tapped } of waiting.values()) grown ??= tapped?.closest(".pose-card")?.querySelector(".fig");
    if (grown) grown.style.viewTransitionName = "pose";
  });
  // While pages change places nothing under a finger answers, so a finger ends that.
  addEventListener("pointerdown", () => document.activeViewTransition?.skipTransition(), true);

  addEventListener("pageshow", ({ persisted }) => {
    if (!persisted) return;
    [...waiting.keys()].forEach((key) => letGo(key));
    if (grown) grown.style.viewTransitionName = "";
    grown = undefined;
  });
}
