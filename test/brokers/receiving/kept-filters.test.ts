import assert from "node:assert/strict";
import type { ISubscribePacket, IUnsubscribePacket } from "mqtt-packet";
import { useRuntime } from "../../support/flow";
import { connected } from "../../support/phrase";
import { startTcpProxy, type TcpProxy } from "../../support/tcp-proxy";
import { useCopyingPeer } from "./copying-peer";
import { useMosquitto } from "./foreign-broker";
import { END, payloadsUntil, receivers, receiving } from "./receivers";

const KEPT = { cleanSession: false, clientId: "plant" };

describe("a session that the broker kept while the link was cut", () => {
  useRuntime();
  const startPeer = useCopyingPeer();
  const start = useMosquitto();
  let proxy: TcpProxy | undefined;
  afterEach(() => proxy?.stop());

  for (const protocolVersion of ["5", "4"]) {
    it(`is asked again only for what wants its retained values again (protocol version ${protocolVersion})`, async () => {
      const peer = await startPeer({ copies: "one copy", keeps: true });
      const flow = await receiving({ uri: peer.uri, protocolVersion, ...KEPT }, [
        { topic: "a/new", retained: "new" },
        { topic: "a/never", retained: "never" },
        { topic: "a/always", retained: "always" },
      ]);
      peer.asked.skip();
      const before = peer.asked.all.length;
      peer.cut();
      await peer.asked.next(({ cmd }) => cmd === "subscribe");
      await connected(flow, "in-0", "in-1", "in-2");
      for (const topic of ["a/new", "a/never", "a/always"]) peer.publish(topic, END);
      for (const index of [0, 1, 2]) assert.deepEqual(await payloadsUntil(flow, index), [END]);
      assert.deepEqual(peer.asked.all.slice(before).flatMap(filtersOf), ["+a/always"]);
    });

    it(`is rid of the filters that nobody wanted any more meanwhile (protocol version ${protocolVersion})`, async () => {
      const broker = await start();
      proxy = await startTcpProxy(broker.port);
      const config = { uri: proxy.uri, protocolVersion, ...KEPT };
      const [gone, stays] = [{ topic: "a/gone" }, { topic: "a/stays", retained: "new" }];
      const flow = await receiving(config, [stays, gone]);
      proxy.refuse();
      proxy.reset();
      await flow.statuses("in-0").next(({ fill }) => fill === "red");
      await flow.redeploy(receivers(config, [stays]), "nodes");
      await broker.publish("a/stays", ["queued"]);
      await proxy.forward();
      await broker.log.next((line) => line.includes("Received UNSUBSCRIBE from plant"));
      assert.match(await broker.log.next(), /\ta\/gone$/);
      await broker.publish("a/stays", [END]);
      assert.deepEqual(await payloadsUntil(flow, 0), ["queued", END]);
    });
  }
});

function filtersOf(packet: ISubscribePacket | IUnsubscribePacket): string[] {
  if (packet.cmd === "unsubscribe") return packet.unsubscriptions.map((filter) => `-${filter}`);
  return packet.subscriptions.map(({ topic }) => `+${topic}`);
}
