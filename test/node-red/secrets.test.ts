import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { WebSocket } from "ws";
import { startAedes, type AedesBroker } from "../support/aedes-broker";
import { freePort, listen } from "../support/free-port";
import { Journal } from "../support/journal";
import { nodeRedModules, startNodeRed, type RealNodeRed } from "../support/real-node-red";
import { useAfterwards } from "./use-afterwards";

/** Each in another place where a secret may stand. */
const SECRETS = {
  credential: "s3cret-credential",
  header: "s3cret-header",
  brokenHeader: "s3cret-broken",
  uri: "s3cret-uri",
  query: "s3cret-query",
  message: "s3cret-message",
  proxy: "s3cret-proxy",
} as const;

type Properties = Readonly<Record<string, unknown>>;

/** A node as it is deployed. */
interface SavedNode extends Properties {
  readonly id: string;
  readonly type: string;
  readonly credentials?: object;
}

/** What the editor is told of: a status, a line of the debug sidebar. */
interface Comms {
  readonly topic: string;
  readonly data: unknown;
}

for (const module of nodeRedModules()) {
  describe(`the secrets of a Node-RED (${module}) full of failing connections`, function () {
    this.timeout(60_000);
    let broker: AedesBroker;
    let webServer: Server;
    let nodeRed: RealNodeRed;
    let editor: WebSocket;
    let comms: Journal<Comms>;
    let saved: readonly SavedNode[];
    const afterwards = useAfterwards();

    before(async () => {
      broker = await startAedes();
      afterwards(() => broker.stop());
      broker.aedes.authenticate = (client, _username, _password, done) => {
        if (client.id === "guest") return done(null, true);
        done(Object.assign(new Error("no"), { returnCode: 4 }), null);
      };
      webServer = createServer((_request, response) => response.writeHead(403).end());
      webServer.on("upgrade", (_request, socket) => socket.end("HTTP/1.1 403 Forbidden\r\n\r\n"));
      const webPort = await listen(webServer);
      afterwards(() => closed(webServer));
      const nobody = await freePort();
      nodeRed = await startNodeRed({
        module,
        settings: { logging: { console: { level: "trace", metrics: true, audit: true } } },
        env: { mqtt_proxy: `http://user:${SECRETS.proxy}@127.0.0.1:${nobody}`, no_proxy: "127.0.0.1" },
      });
      afterwards(() => nodeRed.stop());
      comms = new Journal("comms");
      editor = new WebSocket(`${nodeRed.url.replace("http", "ws")}/comms`);
      afterwards(() => editor.terminate());
      editor.on("message", (data) => {
        for (const entry of JSON.parse((data as Buffer).toString()) as Comms[]) comms.add(entry);
      });
      await once(editor, "open");
      editor.send(JSON.stringify({ subscribe: "#" }));
      saved = flow({ broker: broker.port, web: webPort, nobody });
      await nodeRed.deploy(saved);
    });

    it("stand in no status, error, debug message, log line, or answer of the admin interface", async () => {
      for (const name of Object.keys(BROKERS)) {
        await seen(({ topic, data }) => topic === `status/out-${name}` && /red|green/.test(JSON.stringify(data)));
      }
      // Two control messages with a wrong msg.broker, and a message to each broker but the one that works.
      for (let errors = Object.keys(BROKERS).length + 1; errors > 0; errors -= 1) {
        await comms.next(({ topic }) => topic === "debug");
      }
      assert.match(nodeRed.output(), /Connected to mqtt:/);
      assertClean("comms", JSON.stringify(comms.all));
      assertClean("log", nodeRed.output());
      for (const path of ADMIN) {
        const answer = await fetch(`${nodeRed.url}${path}`, { headers: { accept: "application/json" } });
        assertClean(path, await answer.text());
      }
    });

    for (const kind of ["trials", "surveys"]) {
      it(`stand in no answer and no log line where an editor asks for ${kind} of them`, async () => {
        for (const { id, type, credentials = {}, ...properties } of saved) {
          if (type !== "broker-config") continue;
          for (const typed of [{}, credentials]) {
            const said = await answers(kind, { id, properties, credentials: typed });
            assert.match(said, /"problem":|"refusal":/, "it says what is wrong");
            assert.doesNotMatch(said, /requests-too-many|"unexpected"/);
            assertClean(`the ${kind} of ${id}`, said);
          }
        }
        assertClean("log", nodeRed.output());
      });
    }

    /** All that is said until a job is over. */
    async function answers(kind: string, draft: object): Promise<string> {
      const path = `${nodeRed.url}/node-red-mqtt/${kind}`;
      const body = JSON.stringify(kind === "trials" ? draft : { broker: draft });
      const begun = await fetch(path, { method: "POST", headers: { "content-type": "application/json" }, body });
      let said = await begun.text();
      const { id } = JSON.parse(said) as { id?: string };
      for (let isOver = id === undefined; !isOver;) {
        const answer = await (await fetch(`${path}/${id ?? ""}`)).text();
        const report = JSON.parse(answer) as { isOver?: boolean; state?: string };
        isOver = report.isOver ?? report.state === "ended";
        said += answer;
      }
      return said;
    }

    /** Statuses may come in any order, and some had come before anybody asked. */
    async function seen(matches: (entry: Comms) => boolean): Promise<void> {
      if (!comms.all.some(matches)) await comms.next(matches);
    }
  });
}

async function closed(server: Server): Promise<void> {
  server.close();
  await once(server, "close");
}

/** The properties of the brokers by name; `%` stands for a port. */
const BROKERS = {
  welcome: { uri: "mqtt://127.0.0.1:%broker", clientId: "guest", credentials: login("alice", SECRETS.credential) },
  refused: { uri: "mqtt://127.0.0.1:%broker", credentials: login("alice", SECRETS.credential) },
  forbidden: {
    uri: `ws://127.0.0.1:%web/mqtt?token=${SECRETS.query}`,
    credentials: { websocketHeaders: JSON.stringify({ Authorization: `Bearer ${SECRETS.header}` }) },
  },
  brokenHeaders: {
    uri: "ws://127.0.0.1:%web/mqtt",
    credentials: { websocketHeaders: `{"Authorization": ${SECRETS.brokenHeader}` },
  },
  nobody: { uri: `mqtt://bob:${SECRETS.uri}@127.0.0.1:%nobody` },
  unescaped: { uri: `mqtt://bob:${SECRETS.uri}/x@127.0.0.1` },
  badEscape: { uri: `mqtt://bob:${SECRETS.uri}%zz@127.0.0.1` },
  badPort: { uri: `mqtt://bob:${SECRETS.uri}@127.0.0.1:99999` },
  badParameter: { uri: `mqtt://bob:${SECRETS.uri}@127.0.0.1?keepalive=-1` },
  mixed: { uri: `mqtt://bob:${SECRETS.uri}@127.0.0.1,mqtt://eve:${SECRETS.uri}2@127.0.0.1` },
  proxied: { uri: `mqtt://bob:${SECRETS.uri}@broker.invalid`, credentials: login("alice", SECRETS.credential) },
};

const ADMIN = [
  "/settings",
  "/nodes",
  "/diagnostics",
  "/icons",
  ...Object.keys(BROKERS).map((name) => `/credentials/broker-config/${name}`),
];

function login(username: string, password: string): object {
  return { username, password };
}

function assertClean(where: string, text: string): void {
  for (const [place, secret] of Object.entries(SECRETS)) {
    assert.ok(!text.includes(secret), `the secret of the ${place} stands in ${where}: ${around(text, secret)}`);
  }
}

function around(text: string, secret: string): string {
  const at = text.indexOf(secret);
  return text.slice(Math.max(0, at - 200), at + 100);
}

function flow(ports: Readonly<Record<string, number>>): SavedNode[] {
  const brokers = Object.entries(BROKERS).map(([id, { uri, ...config }]) => ({
    id,
    type: "broker-config",
    uri: uri.replace(/%(broker|web|nobody)/, (_all, name: string) => String(ports[name])),
    queue: "off",
    reconnectMin: 1,
    reconnectMax: 1,
    ...config,
  }));
  const outs = brokers.flatMap(({ id }, index) => [
    { ...place(`out-${id}`, index), type: "mqtt-out", broker: id, wires: [] },
    { ...place(`inject-${id}`, index), ...inject({ topic: "a", payload: "b", qos: 1 }), wires: [[`out-${id}`]] },
  ]);
  const commands = [
    { url: `mqtx://u:${SECRETS.message}@h` },
    { uri: `mqtt://u:${SECRETS.message}/2@h`, password: SECRETS.message },
  ].map((broker, index) => ({
    ...place(`command-${index}`, index),
    ...inject({ action: "connect", broker }),
    wires: [["out-welcome"]],
  }));
  return [
    { id: "tab", type: "tab", label: "Secrets" },
    ...brokers,
    ...outs,
    ...commands,
    { ...place("catch", 1), type: "catch", scope: null, uncaught: false, wires: [["debug"]] },
    {
      ...place("debug", 2),
      type: "debug",
      active: true,
      tosidebar: true,
      console: true,
      complete: "error",
      targetType: "msg",
    },
  ];
}

function inject(message: object): Properties & { type: string } {
  const props = Object.entries(message).map(([p, value]) => ({ p, v: JSON.stringify(value), vt: "json" }));
  return { type: "inject", props, once: true, onceDelay: 1 };
}

function place(id: string, row: number): Properties & { id: string } {
  return { id, z: "tab", x: 100, y: 40 * row };
}
