const PROXY_VARIABLE = /^(all|no|https?|wss?|mqtts?)_proxy$/i;

/** Gives the tests of a describe block an environment without proxies, and a way to set variables in it. */
export function useProxyEnvironment(): (variables: Readonly<Record<string, string>>) => void {
  let saved: [string, string | undefined][] = [];
  const clear = (): void => {
    for (const name of Object.keys(process.env))
      if (PROXY_VARIABLE.test(name)) Reflect.deleteProperty(process.env, name);
  };
  before(() => {
    saved = Object.entries(process.env).filter(([name]) => PROXY_VARIABLE.test(name));
  });
  beforeEach(clear);
  after(() => {
    clear();
    Object.assign(process.env, Object.fromEntries(saved));
  });
  return (variables) => void Object.assign(process.env, variables);
}
