import { MOST_COMPLETIONS } from "../completions";

/** What this package and others offer to topic fields, in Node-RED 5 those of the built-in nodes, too. */
export interface CompletionSource {
  getCompletions(value: string, context: { readonly node: unknown }): unknown;
}

/** Milliseconds that a field waits for others. */
const PATIENCE = 500;

/** Topics that are looked at of one source: more are more than it can mean. */
const MOST_TOPICS = 1_000;

/**
 * The topics that other sources know for a typed text. One that throws, never answers or answers something else has
 * none.
 * @param wait resolves after some milliseconds
 */
export async function topicsOfOthers(
  sources: readonly CompletionSource[],
  typed: string,
  node: unknown,
  wait: (milliseconds: number) => Promise<void> = waited,
): Promise<string[]> {
  if (sources.length === 0) return [];
  const tooLate = wait(PATIENCE);
  const answers = await Promise.all(sources.map((source) => Promise.race([answerOf(source, typed, node), tooLate])));
  const topics = answers.flatMap((answer) => matching(answer, typed.toLowerCase()));
  return [...new Set(topics)].slice(0, MOST_COMPLETIONS);
}

async function answerOf(source: CompletionSource, typed: string, node: unknown): Promise<unknown> {
  try {
    return await source.getCompletions(typed, { node });
  } catch {
    return undefined;
  }
}

function matching(answer: unknown, typed: string): string[] {
  if (!Array.isArray(answer)) return [];
  const texts = answer.slice(0, MOST_TOPICS).filter((topic): topic is string => typeof topic === "string");
  return texts.filter((topic) => topic.toLowerCase().includes(typed));
}

function waited(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
