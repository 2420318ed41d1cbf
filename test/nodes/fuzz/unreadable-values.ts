import { fresh, type HostileValue } from "./hostile-value";

/** Values whose own code runs when they are read. */
export const unreadableValues: readonly HostileValue[] = [
  fresh("a Proxy that throws on everything", throwingProxy),
  fresh("an object of a Proxy that throws on everything", () => ({ a: throwingProxy() })),
  fresh("an array of a Proxy that throws on everything", () => [throwingProxy()]),
  fresh("a Proxy that is revoked", () => revoked({})),
  fresh("a Proxy of an array that is revoked", () => revoked([])),
  fresh("a Proxy of an array that throws for its items", () => new Proxy(["a"], { get: refuse })),
  fresh("an object with a getter that throws", () => throwing("a")),
  fresh("an array with a getter that throws", () => Object.defineProperty(["a"], 0, { enumerable: true, get: refuse })),
  fresh("an object with a list with a getter that throws", () => ({
    a: Object.defineProperty(["b"], 0, { enumerable: true, get: refuse }),
  })),
  fresh("an object with a getter that throws a text", () => throwing("a", "a text")),
  fresh("an object with a getter that throws a Proxy", () => throwing("a", throwingProxy())),
  fresh("an object with a getter that throws an object without a prototype", () => throwing("a", Object.create(null))),
  fresh("an object with a getter that throws an Error that can't be read", () => {
    return throwing("a", Object.defineProperties(new Error(), { stack: { get: refuse }, message: { get: refuse } }));
  }),
  fresh("an object with a toJSON that throws", () => ({ toJSON: refuse })),
  fresh("an object with a toJSON that gives nothing", () => ({ toJSON: () => undefined })),
  fresh("an object with a toJSON that gives a bigint", () => ({ toJSON: () => 1n })),
  fresh("an object with a toJSON getter that throws", () => throwing("toJSON")),
  fresh("an object with a toString that throws", () => ({ toString: refuse, valueOf: refuse })),
  fresh("an object with a Symbol.toPrimitive that throws", () => ({ [Symbol.toPrimitive]: refuse })),
  fresh("an object with a Symbol.toStringTag that throws", () => throwing(Symbol.toStringTag)),
  fresh("an object with a constructor that throws", () => throwing("constructor")),
  fresh("an array with a Symbol.iterator that throws", () => Object.assign(["a"], { [Symbol.iterator]: refuse })),
  fresh("a Buffer with a byteLength that throws", () =>
    Object.defineProperty(Buffer.from("a"), "byteLength", { get: refuse }),
  ),
  fresh("a Buffer with a byteLength that lies", () =>
    Object.defineProperty(Buffer.from("a"), "byteLength", { value: 5e9 }),
  ),
];

/** Throws whatever is done to it. */
export function throwingProxy(): object {
  const traps = Reflect.ownKeys(Reflect).filter((key) => typeof key === "string");
  return new Proxy({}, Object.fromEntries(traps.map((trap) => [trap, refuse])));
}

/** What hostile values throw where they are read. */
export function refuse(): never {
  throw new Error("not to be read");
}

/** An object with a getter that throws. @param error what it throws: nothing falsy, which the test helper's spies lose */
function throwing(key: PropertyKey, ...error: [error?: unknown]): object {
  const get = (): never => {
    if (error.length === 0) return refuse();
    throw error[0];
  };
  return Object.defineProperty({}, key, { enumerable: true, get });
}

function revoked(target: object): object {
  const { proxy, revoke } = Proxy.revocable(target, {});
  revoke();
  return proxy;
}
