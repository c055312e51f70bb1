// A picture in a person's own colours is a <use>, which no browser lets wait. So its address comes when it is near.
{
  const waiting = () => document.querySelectorAll("svg[data-use]");
  const show = (picture) => {
    picture.firstElementChild.setAttribute("href", picture.dataset.use);
    picture.removeAttribute("data-use");
  };
  const near = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting) continue;
        near.unobserve(target);
        show(target);
      }
    },
    { rootMargin: "1000px" },
  );
  const watch = () => waiting().forEach((picture) => near.observe(picture));
  watch();
  document.addEventListener("htmx:afterSwap", watch);
  addEventListener("beforeprint", () => waiting().forEach(show));
}
