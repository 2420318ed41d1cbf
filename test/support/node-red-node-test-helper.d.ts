/** What `flow.ts` uses of a package that has no types of its own. */
declare module "node-red-node-test-helper" {
  import type { NodeAPI, Node } from "node-red";

  interface NodeTestHelper {
    init(runtimePath: string): void;
    settings(settings: object): object;
    startServer(): Promise<void>;
    stopServer(): Promise<void>;
    load(nodes: readonly ((RED: NodeAPI) => void)[], flow: readonly object[], credentials: object): Promise<void>;
    unload(): Promise<void>;
    getNode(id: string): Node | null;
  }

  const helper: NodeTestHelper;
  export default helper;
}
