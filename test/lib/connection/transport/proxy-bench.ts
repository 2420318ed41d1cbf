import { startHttpProxy, type HttpProxy, type HttpProxyOptions } from "../../../support/http-proxy";
import { useProxyEnvironment } from "../../../support/proxy-environment";
import { startEcho, type EchoServer } from "./transport-bench";

/** Servers that a test starts, and the environment that leads to them; all is gone after it. */
export interface ProxyBench {
  /** Sets environment variables. */
  readonly environment: (variables: Readonly<Record<string, string>>) => void;
  /** Starts a proxy that `all_proxy` names. @param login `name:password@` in the variable */
  readonly proxied: (options?: HttpProxyOptions, login?: string) => Promise<HttpProxy>;
  readonly echo: (...options: Parameters<typeof startEcho>) => Promise<EchoServer>;
  /** Has a server stopped after the test. */
  readonly keep: <T extends { stop(): Promise<void> }>(server: T) => T;
}

/** Gives the tests of a describe block a bench. */
export function useProxyBench(): ProxyBench {
  const environment = useProxyEnvironment();
  let running: { stop(): Promise<void> }[] = [];
  afterEach(async () => {
    await Promise.all(running.map((server) => server.stop()));
    running = [];
  });
  const keep: ProxyBench["keep"] = (server) => {
    running.push(server);
    return server;
  };
  return {
    environment,
    keep,
    proxied: async (options = {}, login = "") => {
      const proxy = keep(await startHttpProxy(options));
      environment({ all_proxy: `http://${login}${proxy.name}` });
      return proxy;
    },
    echo: async (...options) => keep(await startEcho(...options)),
  };
}
