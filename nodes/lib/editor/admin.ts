import type { ADMIN_PATHS } from "../admin-api/paths";
import type { Problem } from "../admin-api/problem";
import { sharedText } from "./texts";

/** HTTP's: the runtime understood, and says no. */
const OK = 200;

type Path = (typeof ADMIN_PATHS)[keyof typeof ADMIN_PATHS];

/** The runtime, or what stands before it, didn't do what the editor asked for. `message` is for people. */
export class AdminError extends Error {
  /** HTTP's; 0 if there was no answer. */
  readonly status: number;
  /** What the runtime says; undefined if the answer isn't ours. */
  readonly problem: Problem | undefined;

  constructor(status: number, problem: Problem | undefined) {
    super(problem === undefined ? withoutWords(status) : sharedText(`errors.${problem.code}`, problem.values));
    this.status = status;
    this.problem = problem;
  }
}

/** What the runtime answers where it can't do what it is asked for. */
interface Refused {
  readonly refusal?: Problem;
}

/** Begins something in the runtime. @returns its id */
export async function begin(path: Path, body: object): Promise<string> {
  const { id } = await ask<{ id: string }>("POST", path, JSON.stringify(body));
  return id;
}

/** Asks how it is getting on. */
export function follow<T>(path: Path, id: string, query: Readonly<Record<string, string>> = {}): Promise<T> {
  const search = new URLSearchParams(query).toString();
  return ask<T>("GET", `${path}/${id}${search === "" ? "" : `?${search}`}`);
}

/** Ends it; it may have ended by itself. */
export async function end(path: Path, id: string): Promise<void> {
  await ask("DELETE", `${path}/${id}`).catch(() => undefined);
}

/** `$.ajax` adds the user's token. */
function ask<T>(method: string, url: string, data?: string): Promise<T> {
  return new Promise((resolve, reject) => {
    $.ajax({ method, url, ...(data === undefined ? {} : { data }), contentType: "application/json", cache: false })
      .done((answer: (T & Refused) | undefined) => {
        if (answer?.refusal === undefined) resolve(answer as T);
        else reject(new AdminError(OK, answer.refusal));
      })
      .fail(({ status, responseJSON }: JQuery.jqXHR) => {
        reject(new AdminError(status, (responseJSON as Refused | undefined)?.refusal));
      });
  });
}

function withoutWords(status: number): string {
  if (status === 401 || status === 403) return sharedText("admin.forbidden");
  return status === 0 ? sharedText("admin.unreachable") : sharedText("admin.failed", { status });
}
