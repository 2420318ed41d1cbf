/** What is told of a failed file operation: without the path, which tells more of the machine than a Catch node has to know. */
export function failureDetail(error: unknown): string {
  const { message } = error instanceof Error ? error : new Error(String(error));
  return message.replace(/, \w+(?: '.*)?$/s, "");
}
