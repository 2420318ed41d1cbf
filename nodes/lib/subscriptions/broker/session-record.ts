import { parseTopicFilter } from "../../topics/topic-filter";
import { HIGHEST_IDENTIFIER } from "../identifiers";

/** A filter that a broker knows from us. */
export interface StoredFilter {
  /** As it was sent. */
  readonly wire: string;
  /** What topic names are matched against. */
  readonly pattern: string;
  /** Under which its messages may still come; empty where the broker knows none. */
  readonly identifiers: readonly number[];
}

/** What a broker was asked for in a session that outlives connections. */
export interface StoredSession {
  readonly clientId: string;
  readonly filters: readonly StoredFilter[];
}

/** What a file holds, if it is a session: anybody may have edited it. */
export function asStoredSession(value: unknown): StoredSession | undefined {
  const session = value as Partial<StoredSession> | null | undefined;
  if (typeof session?.clientId !== "string" || !Array.isArray(session.filters)) return undefined;
  return { clientId: session.clientId, filters: session.filters.filter(isStoredFilter) };
}

function isStoredFilter(value: unknown): value is StoredFilter {
  const filter = value as Partial<StoredFilter> | null;
  if (typeof filter?.wire !== "string" || patternOf(filter.wire) !== filter.pattern) return false;
  return Array.isArray(filter.identifiers) && filter.identifiers.every(isIdentifier);
}

/** Undefined for a filter that can't have been asked for. */
function patternOf(wire: string): string | undefined {
  try {
    const filter = parseTopicFilter(wire);
    return filter.wire === wire ? filter.pattern : undefined;
  } catch {
    return undefined;
  }
}

function isIdentifier(value: unknown): boolean {
  return typeof value === "number" && Number.isInteger(value) && value >= 1 && value <= HIGHEST_IDENTIFIER;
}

/** Where that is kept, so that a new process agrees with the session of the old one. */
export interface SessionRecord {
  /** Of the process before, or undefined. */
  load(): StoredSession | undefined;
  /** Kept when it returns: the broker is told next. */
  save(session: StoredSession): void;
}
