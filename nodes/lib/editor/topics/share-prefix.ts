/** The `$share/<group>/` with which the filter of a shared subscription begins [MQTT 5, 4.8.2]; else nothing. */
export function sharePrefix(filter: string): string {
  return /^\$share\/[^/]+\//.exec(filter)?.[0] ?? "";
}
