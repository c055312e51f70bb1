/* Where a person is: the level (floor, kneeling, chair, standing) and the props around them. Pure. */

/**
 * Whether `form` waits for the person, who has to get to its place first. `before` is the form that was done last;
 * null where nothing was, and of a rest nobody knows where it was taken.
 */
export function waitsFor(form, before) {
  // A session of older making does not tell its props: it counts down everywhere, as it always did. So does a rest.
  if (!form.props) return false;
  return !before?.props || form.level !== before.level || form.props.join() !== before.props.join();
}
