import assert from "node:assert/strict";
import { MqttNodeError } from "../../../../nodes/lib/errors";
import { PROTOCOLS, type Protocol } from "../../../../nodes/lib/uri/broker-uri";
import { opensslMissing } from "../../../support/certificates";
import { Leftovers } from "../../../support/leftovers";
import { needs } from "../../../support/needs";
import { startSilence } from "../../../support/silence";
import { useProxyBench } from "./proxy-bench";
import { DialledTransport, identity, trust } from "./transport-bench";

const ALL = Object.keys(PROTOCOLS) as Protocol[];

describe("a tunnel through a proxy that is given up", () => {
  needs(opensslMissing());
  const { proxied, echo, keep } = useProxyBench();
  let leftovers: Leftovers;
  beforeEach(() => {
    leftovers = new Leftovers();
  });

  for (const protocol of ALL) {
    it(`at once leaves no socket: ${protocol}`, async () => {
      const proxy = await proxied();
      new DialledTransport(`${protocol}://broker.example`).stream.destroy();
      await proxy.deserted();
      assert.deepEqual(await leftovers.remaining(), []);
    });

    it(`while the proxy says nothing names the proxy and leaves no socket: ${protocol}`, async () => {
      const proxy = await proxied({ answer: () => undefined });
      const transport = new DialledTransport(`${protocol}://broker.example`);
      transport.stream.write("CONNECT");
      await proxy.requests.next();
      transport.stream.destroy();
      // At once: MQTT.js says next that there was no CONNACK in time.
      const [report] = transport.reports.all;
      assert.ok(report instanceof MqttNodeError);
      assert.deepEqual([report.code, report.values], ["proxy-timeout", { proxy: proxy.name }]);
      await proxy.deserted();
      assert.deepEqual(await leftovers.remaining(), []);
    });
  }

  for (const protocol of ["mqtts", "ws", "wss"] as const) {
    it(`in the middle of the handshake behind it leaves no socket: ${protocol}`, async () => {
      const silence = keep(await startSilence());
      const proxy = await proxied({ leadsTo: silence.port });
      const transport = new DialledTransport(`${protocol}://broker.example`);
      transport.stream.write("CONNECT");
      await silence.heard.next();
      transport.stream.destroy();
      await proxy.deserted();
      assert.deepEqual(await leftovers.remaining(), []);
      assert.ok(!transport.reports.all.some((report) => report instanceof MqttNodeError));
    });
  }

  for (const protocol of ALL) {
    it(`when it stands leaves no socket: ${protocol}`, async () => {
      const server = await echo(protocol, await identity("otherHost"));
      const proxy = await proxied({ leadsTo: server.port });
      const transport = new DialledTransport(`${protocol}://broker.example`, { tls: await trust() });
      await transport.echo("x");
      assert.ok(leftovers.count > 0);
      transport.stream.destroy();
      await proxy.deserted();
      assert.deepEqual(await leftovers.remaining(), []);
      assert.deepEqual(transport.reports.all, ["up"]);
    });
  }
});
