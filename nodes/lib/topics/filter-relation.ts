/**
 * Whether every topic name that matches the narrower filter matches the wider one too [MQTT 5, 4.7]. A filter covers
 * itself. Both are valid filters without names or `$share/`; the empty text is taken for a topic name.
 */
export function covers(wider: string, narrower: string): boolean {
  if (isSystem(wider) !== isSystem(narrower)) return false;
  // Every topic name has a first level.
  if (narrower === "#") return wider === "#" || wider === "+/#";
  const wide = wider.split("/");
  const narrow = narrower.split("/");
  for (const [depth, level] of wide.entries()) {
    // Where the narrower one ends too: `a/#` also matches `a` [MQTT 5, 4.7.1.2].
    if (level === "#") return true;
    const other = narrow[depth];
    if (other === undefined || other === "#") return false;
    if (level !== "+" && level !== other) return false;
  }
  return wide.length === narrow.length;
}

/** Whether some topic name matches both filters [MQTT 5, 4.7], with the same conditions. */
export function intersects(first: string, second: string): boolean {
  if (isSystem(first) !== isSystem(second)) return false;
  const one = first.split("/");
  const two = second.split("/");
  for (const [depth, level] of one.entries()) {
    const other = two[depth];
    if (level === "#" || other === "#") return true;
    if (other === undefined) return false;
    if (level !== "+" && other !== "+" && level !== other) return false;
  }
  return one.length === two.length || two[one.length] === "#";
}

/** Whether a filter is for topics that begin with `$`: one that begins with a wildcard isn't [MQTT-4.7.2-1]. */
export function isSystem(pattern: string): boolean {
  return pattern.startsWith("$");
}
