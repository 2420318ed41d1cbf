/** Tells whether a saved value takes something from the environment: `${NAME}` anywhere in it, or `$(NAME)` as a whole. */
export function hasPlaceholder(value: unknown): boolean {
  return typeof value === "string" && (/\$\{[^{}]+\}/.test(value) || /^\$\([^()]+\)$/.test(value));
}

/** What stands in a text beside the `${NAME}`s. */
export function withoutPlaceholders(text: string): string {
  return text.replaceAll(/\$\{[^{}]+\}/g, "");
}
