/* Where a person is: the level (floor, kneeling, chair, standing) and the props around them. Pure. */

/**
 * Whether `form` waits for the person, who has to get to its place or fetch something first. `before` is the form that
 * was done last; null where nothing was, and of a rest nobody knows where it was taken. The very first form counts down
 * if there is nothing to fetch, so that three taps lead from the first visit to moving.
 */
export function waitsFor(form, before, isFirst = false) {
  // A session of older making does not tell its props: it counts down everywhere, as it always did. So does a rest.
  if (!form.props) return false;
  if (isFirst && !before) return form.props.length > 0;
  return !before?.props || form.level !== before.level || form.props.some((prop) => !before.props.includes(prop));
}
