// The index' process: builds indexes of generated filters and looks topic names up in them.
import { createRequire } from "node:module";
import { serveCommands } from "../worker-commands.mjs";

const LEVELS = 6;
/** Of the mixed filters one in seven has a wildcard: a `+` somewhere below the first level, or a `#` at the end. */
const WILD_EVERY = 7;

serveCommands({ measure });

/**
 * The mean CPU time of a look-up (microseconds) among exact and among mixed filters, and the bytes a filter takes beyond its
 * own text. `module` is the file of the class TopicIndex.
 */
function measure({ module, filters, warm, count }) {
  const { TopicIndex } = createRequire(import.meta.url)(module);
  const topics = Array.from({ length: filters }, (_, number) => topicName(number));
  const exact = measureIndex(new TopicIndex(), topics, topics, { warm, count });
  const mixed = measureIndex(new TopicIndex(), topics.map(withWildcard), topics, { warm, count });
  return { exact: exact.lookup, mixed: mixed.lookup, bytes: Math.max(exact.bytes, mixed.bytes) };
}

function measureIndex(index, filters, topics, { warm, count }) {
  globalThis.gc();
  const heapBefore = process.memoryUsage().heapUsed;
  filters.forEach((filter, number) => index.add(filter, number));
  globalThis.gc();
  const bytes = (process.memoryUsage().heapUsed - heapBefore) / filters.length;
  lookUp(index, topics, warm);
  const before = process.cpuUsage();
  lookUp(index, topics, count);
  const { user, system } = process.cpuUsage(before);
  return { lookup: (user + system) / count, bytes };
}

/** Strides through the topics so that neighbours in the index are not looked up in a row. */
function lookUp(index, topics, count) {
  const stride = 7919;
  let found = 0;
  for (let i = 0; i < count; i++) found += index.match(topics[(i * stride) % topics.length]).length;
  if (found === 0) throw new Error("the index finds nothing");
}

/** `level-0/level-4/level-2/level-7/level-1/state` of 4271: a tree with ten branches at every level but the last. */
function topicName(number) {
  const digits = String(number)
    .padStart(LEVELS - 1, "0")
    .split("");
  return [...digits.map((digit) => `level-${digit}`), "state"].join("/");
}

function withWildcard(topic, number) {
  if (number % WILD_EVERY !== 0) return topic;
  const levels = topic.split("/");
  const at = 1 + ((number / WILD_EVERY) % LEVELS);
  return at === LEVELS ? [...levels.slice(0, -1), "#"].join("/") : levels.with(at, "+").join("/");
}
