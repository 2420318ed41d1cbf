import assert from "node:assert/strict";
import { connectAsync } from "mqtt";
import type { SurveyReport } from "../../nodes/lib/admin-api/survey-report";
import type { TrialReport } from "../../nodes/lib/admin-api/trial-report";
import { mosquittoMissing, startMosquitto, type Mosquitto } from "../support/mosquitto";
import { needs } from "../support/needs";
import { nodeRedModules, startNodeRed, type RealNodeRed } from "../support/real-node-red";
import { useAfterwards } from "./use-afterwards";

/** bcrypt's, of "let me in". */
const HASH = "$2b$04$z7xywG5eRjFzrM7FfShSnuqPetoN1IFGW42ZiSAOWbVswoIOvTLgG";
const USERS = [
  { username: "author", password: HASH, permissions: "*" },
  { username: "reader", password: HASH, permissions: "read" },
  { username: "deployer", password: HASH, permissions: ["flows.write"] },
];
const SECRET = "s3cret-stored";
const OTHERS_SECRET = "s3cret-of-another-node";
const TRIALS = "node-red-mqtt/trials";
const SURVEYS = "node-red-mqtt/surveys";

for (const module of nodeRedModules()) {
  describe(`the admin API (${module}) for whom Node-RED's adminAuth lets deploy`, function () {
    this.timeout(60_000);
    needs(mosquittoMissing());
    let broker: Mosquitto;
    let nodeRed: RealNodeRed;
    const tokens: Record<string, string> = {};
    const afterwards = useAfterwards();

    before(async () => {
      broker = await startMosquitto({ users: { ada: SECRET } });
      afterwards(() => broker.stop());
      nodeRed = await startNodeRed({
        module,
        flow: [
          { id: "tab", type: "tab" },
          { id: "everywhere", type: "global-config", env: [{ name: "BROKER", value: broker.uri, type: "str" }] },
          { id: "broker", type: "broker-config", uri: broker.uri },
          { id: "core", type: "mqtt-broker", broker: "127.0.0.1", port: broker.port, autoConnect: false },
          { id: "in", type: "mqtt-in", z: "tab", broker: "broker", topic: "house/#", wires: [[]] },
        ],
        credentials: {
          broker: { username: "ada", password: SECRET },
          core: { user: "ada", username: "ada", password: OTHERS_SECRET },
        },
        settings: { adminAuth: { type: "credentials", users: USERS } },
      });
      afterwards(() => nodeRed.stop());
      for (const { username } of USERS) tokens[username] = await login(username);
    });

    async function login(username: string): Promise<string> {
      const body = { client_id: "node-red-admin", grant_type: "password", scope: "", username, password: "let me in" };
      const answer = await send("POST", "auth/token", undefined, body);
      assert.equal(answer.status, 200);
      return ((await answer.json()) as { access_token: string }).access_token;
    }

    function send(method: string, path: string, user?: string, body?: unknown): Promise<Response> {
      return fetch(`${nodeRed.url}/${path}`, {
        method,
        headers: {
          "content-type": "application/json",
          ...(user === undefined ? {} : { authorization: `Bearer ${tokens[user] ?? ""}` }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
    }

    function draft(id: string, uri: string, credentials: object = {}): object {
      return { id, properties: { uri }, credentials };
    }

    /** @returns the path of a job that is begun */
    async function begin(path: string, body: object): Promise<string> {
      const started = await send("POST", path, "deployer", body);
      assert.equal(started.status, 200, await started.clone().text());
      const { id } = (await started.json()) as { id: string };
      return `${path}/${id}`;
    }

    async function read<T>(path: string): Promise<T> {
      return (await (await send("GET", path, "deployer")).json()) as T;
    }

    /** The report of a job once `isReady` says so. */
    async function reportOf<T>(job: string, isReady: (report: T) => boolean): Promise<T> {
      for (;;) {
        const report = await read<T>(job);
        if (isReady(report)) return report;
      }
    }

    async function end(job: string): Promise<void> {
      assert.equal((await send("DELETE", job, "deployer")).status, 204);
      const { refusal } = await read<{ refusal?: { code: string } }>(job);
      assert.equal(refusal?.code, "request-unknown");
    }

    async function tried(body: object): Promise<TrialReport> {
      const job = await begin(TRIALS, body);
      const report = await reportOf<TrialReport>(job, ({ isOver }) => isOver);
      await end(job);
      return report;
    }

    async function refused(path: string, body: unknown): Promise<[number, string]> {
      const answer = await send("POST", path, "deployer", body);
      const { refusal } = (await answer.json()) as { refusal: { code: string } };
      return [answer.status, refusal.code];
    }

    it("answers nobody without a token or without the permission to deploy", async () => {
      const requests = [
        ["POST", TRIALS, draft("broker", broker.uri)],
        ["POST", SURVEYS, { broker: draft("broker", broker.uri) }],
        ["GET", `${TRIALS}/x`],
        ["GET", `${SURVEYS}/x`],
        ["DELETE", `${TRIALS}/x`],
        ["DELETE", `${SURVEYS}/x`],
      ] as const;
      for (const [method, path, body] of requests) {
        assert.equal((await send(method, path, undefined, body)).status, 401, `${method} ${path}`);
        assert.equal((await send(method, path, "reader", body)).status, 401, `${method} ${path} by a reader`);
      }
    });

    it("tries the deployed broker with its stored password", async () => {
      const report = await tried(draft("broker", broker.uri));
      assert.equal(report.session?.version, 5);
      assert.ok(!JSON.stringify(report).includes(SECRET));
    });

    it("tries a new broker with what is typed, at an address that stands in Node-RED's global environment", async () => {
      const report = await tried(draft("new", "${BROKER}", { username: "ada", password: SECRET }));
      assert.equal(report.session?.address, broker.uri);
      assert.ok(!JSON.stringify(report).includes(SECRET));
    });

    it("knows no broker by the name of what every object has", async () => {
      for (const id of ["__proto__", "constructor", "toString"]) {
        const report = await tried(draft(id, broker.uri));
        assert.equal(report.attempts.at(-1)?.steps.at(-1)?.problem?.code, "not-authorised");
        const withTls = { id, properties: { uri: broker.uri, tls: id }, credentials: {} };
        assert.deepEqual(await refused(TRIALS, withTls), [200, "tls-config-missing"]);
      }
    });

    it("says what is wrong with a typed password", async () => {
      const report = await tried(draft("broker", broker.uri, { password: "s3cret-typed" }));
      const failed = report.attempts.at(-1)?.steps.at(-1);
      assert.deepEqual([failed?.layer, failed?.state, failed?.problem?.code], ["mqtt", "failed", "not-authorised"]);
      assert.ok(!JSON.stringify(report).includes("s3cret"));
    });

    it("gives a stored password to no other address, and that of another node to none", async () => {
      const other = broker.uri.replace("127.0.0.1", "localhost");
      assert.deepEqual(await refused(TRIALS, draft("broker", other)), [200, "secret-elsewhere"]);
      assert.deepEqual(await refused(SURVEYS, { broker: draft("broker", other) }), [200, "secret-elsewhere"]);
      const report = await tried(draft("core", broker.uri));
      assert.equal(report.attempts.at(-1)?.steps.at(-1)?.problem?.code, "not-authorised");
      const converted = { ...draft("core", broker.uri), hasStoredPassword: true };
      assert.deepEqual(await refused(TRIALS, converted), [200, "secret-elsewhere"]);
    });

    it("lists the topics of the deployed broker", async () => {
      const isSeen = ({ topics }: SurveyReport): boolean => topics.some(({ topic }) => topic === "house/lamp");
      await publish();
      const survey = await begin(SURVEYS, { broker: draft("broker", broker.uri) });
      const { topics, filter, version } = await reportOf<SurveyReport>(survey, isSeen);
      assert.equal(filter, "#");
      assert.deepEqual(
        topics.map(({ topic, payload, bytes }) => [topic, payload, bytes]),
        [["house/lamp", "on", 2]],
      );
      assert.deepEqual((await read<SurveyReport>(`${survey}?since=${version}`)).topics, []);
      await end(survey);
    });

    it("answers what can't be read with a code", async () => {
      const bad = [
        undefined,
        [],
        {},
        { id: 1, properties: {}, credentials: {} },
        { id: "a", properties: [], credentials: {} },
        { id: "a", properties: {}, credentials: { password: 1 } },
        { id: "a", properties: {}, credentials: { tls: "x" } },
      ];
      for (const body of bad) {
        assert.deepEqual(await refused(TRIALS, body), [400, "request-invalid"], JSON.stringify(body));
        assert.deepEqual(await refused(SURVEYS, { broker: body }), [400, "request-invalid"], JSON.stringify(body));
      }
      assert.deepEqual(await refused(TRIALS, draft("new", "mqtss://a")), [200, "uri-unknown-scheme"]);
      const broken = { broker: draft("broker", broker.uri), filter: "house/#/x" };
      assert.deepEqual(await refused(SURVEYS, broken), [200, "filter-hash-not-last"]);
    });

    it("takes no form: a foreign web page could send one in the name of who looks at it, where nobody logs in", async () => {
      const forms = {
        "application/x-www-form-urlencoded": "id=new&properties[uri]=mqtt://127.0.0.1:1&credentials[username]=${HOME}",
        "text/plain": JSON.stringify(draft("new", "mqtt://127.0.0.1:1")),
      };
      for (const [type, body] of Object.entries(forms)) {
        for (const path of [TRIALS, SURVEYS]) {
          const headers = { "content-type": type, authorization: `Bearer ${tokens["deployer"] ?? ""}` };
          const answer = await fetch(`${nodeRed.url}/${path}`, { method: "POST", headers, body });
          const refusal = { code: "request-invalid", values: { expected: "application/json" } };
          assert.deepEqual([answer.status, await answer.json()], [400, { refusal }], `${path} by ${type}`);
        }
      }
    });

    it("goes on through a deploy without the broker, whose password nobody is helped to after that", async () => {
      const survey = await begin(SURVEYS, { broker: draft("broker", broker.uri) });
      await reportOf<SurveyReport>(survey, ({ state }) => state === "listening");
      nodeRed.lines.skip();
      assert.equal((await send("POST", "flows", "author", [{ id: "tab", type: "tab" }])).status, 204);
      await nodeRed.lines.next((line) => line.includes("Started flows"));
      assert.equal((await read<SurveyReport>(survey)).state, "listening");
      await end(survey);
      const shown = { ...draft("broker", broker.uri), hasStoredPassword: true };
      assert.deepEqual(await refused(TRIALS, shown), [200, "secret-elsewhere"]);
    });

    it("stops whoever starts tests in a loop", async () => {
      const codes = new Set<string>();
      for (let round = 0; round < 40 && !codes.has("requests-too-many"); round += 1) {
        const answer = await send("POST", TRIALS, "author", draft("new", "mqtt://127.0.0.1:1"));
        const { id, refusal } = (await answer.json()) as { id?: string; refusal?: { code: string } };
        if (id === undefined) codes.add(refusal?.code ?? "");
        else await send("DELETE", `${TRIALS}/${id}`, "author");
      }
      assert.deepEqual([...codes], ["requests-too-many"]);
    });

    async function publish(): Promise<void> {
      const client = await connectAsync(broker.uri, { username: "ada", password: SECRET });
      await client.publishAsync("house/lamp", "on", { qos: 1, retain: true });
      await client.endAsync();
    }
  });
}
