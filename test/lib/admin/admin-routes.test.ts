import assert from "node:assert/strict";
import type { BrokerDraft } from "../../../nodes/lib/admin-api/broker-draft";
import { adminRoutes, type AdminRequest, type AdminRoute } from "../../../nodes/lib/admin/admin-routes";
import type { ConnectionSettings } from "../../../nodes/lib/connection/settings/connect-settings";
import { MqttNodeError } from "../../../nodes/lib/errors";
import { ManualClock } from "../../support/manual-clock";
import { settingsOf } from "../connection/settings/saved-connection";

const DRAFT = { id: "broker", properties: {}, credentials: { password: "s3cret-typed" } };
const UNKNOWN = { refusal: { code: "request-unknown", values: {} } };
const TOO_MANY = [429, { refusal: { code: "requests-too-many", values: {} } }];

/** What the routes answer. */
type Answer = readonly [status: number, body: unknown];

/** Each kind of job, and what begins it. */
const KINDS = [
  ["trials", DRAFT],
  ["surveys", { broker: DRAFT }],
] as const;

describe("the routes of the admin API", () => {
  let clock: ManualClock;
  let routes: AdminRoute[];
  let logged: unknown[];
  let settings: (draft: BrokerDraft) => ConnectionSettings;

  beforeEach(() => {
    clock = new ManualClock();
    logged = [];
    // Time stands still: nothing is dialled.
    settings = () => settingsOf({ uri: "mqtt://127.0.0.1:1" });
    routes = adminRoutes(
      (draft) => settings(draft),
      clock,
      (error) => logged.push(error),
    );
  });

  /** Asks as Express would. */
  function ask(method: string, path: string, request: Partial<AdminRequest> = {}): Answer {
    const route = routes.find((one) => one.method === method && one.path === path);
    assert.ok(route, `${method} ${path}`);
    let status = 200;
    const answers: unknown[] = [];
    const response = {
      status(code: number) {
        status = code;
        return response;
      },
      json: (body: unknown) => answers.push(body),
      end: () => answers.push(undefined),
    };
    route.handle({ params: {}, query: {}, is: (type) => type, ...request }, response);
    assert.equal(answers.length, 1, "each request is answered, once");
    return [status, answers[0]];
  }

  const post = (kind: string, body: unknown): Answer => ask("post", `/node-red-mqtt/${kind}`, { body });
  const follow = (kind: string, id: string, query = {}): Answer =>
    ask("get", `/node-red-mqtt/${kind}/:id`, { params: { id }, query });
  const end = (kind: string, id: string): Answer => ask("delete", `/node-red-mqtt/${kind}/:id`, { params: { id } });

  function begin(kind: string, body: unknown): string {
    const [status, answer] = post(kind, body);
    assert.equal(status, 200, JSON.stringify(answer));
    return (answer as { id: string }).id;
  }

  it("are three for each kind of job", () => {
    assert.deepEqual(
      routes.map(({ method, path }) => `${method} ${path}`),
      KINDS.flatMap(([kind]) => [
        `post /node-red-mqtt/${kind}`,
        `get /node-red-mqtt/${kind}/:id`,
        `delete /node-red-mqtt/${kind}/:id`,
      ]),
    );
  });

  for (const [kind, body] of KINDS) {
    describe(`for ${kind}`, () => {
      it("begin one, tell how it is getting on, and end it", () => {
        const id = begin(kind, body);
        const [status, report] = follow(kind, id);
        assert.equal(status, 200);
        assert.ok(typeof report === "object" && report !== null && !("refusal" in report));
        assert.deepEqual(end(kind, id), [204, undefined]);
        assert.deepEqual(follow(kind, id), [200, UNKNOWN]);
        assert.equal(clock.pending, 0, "nothing of it goes on");
      });

      it("know no other's ids, and end nothing of theirs", () => {
        const others = KINDS.find(([other]) => other !== kind);
        assert.ok(others);
        const id = begin(others[0], others[1]);
        for (const unknown of [id, "", "__proto__", "constructor"]) {
          assert.deepEqual(follow(kind, unknown), [200, UNKNOWN]);
          assert.deepEqual(end(kind, unknown), [204, undefined]);
        }
        assert.notDeepEqual(follow(others[0], id), [200, UNKNOWN]);
      });

      it("answer 400 to what can't be read", () => {
        for (const bad of [undefined, null, "x", [], {}, { broker: {} }, { ...DRAFT, credentials: { password: 1 } }]) {
          const [status, answer] = post(kind, bad);
          const { refusal } = answer as { refusal: { code: string } };
          assert.deepEqual([status, refusal.code], [400, "request-invalid"]);
        }
      });

      it("answer 400 to a form, which any web page may send, and count it for nobody", () => {
        for (let round = 0; round < 31; round += 1) {
          const answer = ask("post", `/node-red-mqtt/${kind}`, { body, is: () => false });
          const refusal = { code: "request-invalid", values: { expected: "application/json" } };
          assert.deepEqual(answer, [400, { refusal }]);
        }
        begin(kind, body);
      });

      it("answer 200 with what is wrong with a broker that can't be tried", () => {
        settings = () => {
          throw new MqttNodeError("env-unset", { name: "BROKER" });
        };
        assert.deepEqual(post(kind, body), [200, { refusal: { code: "env-unset", values: { name: "BROKER" } } }]);
        assert.deepEqual(logged, []);
      });

      it("answer 500 to what nobody foresaw, with none of its words: those are for the log", () => {
        const error = new TypeError("s3cret-stored isn't iterable");
        settings = () => {
          throw error;
        };
        assert.deepEqual(post(kind, body), [500, { refusal: { code: "unexpected", values: { detail: "TypeError" } } }]);
        assert.deepEqual(logged, [error]);
      });

      it("answer 429 to the ninth at a time, and to none after one is ended", () => {
        const ids = Array.from({ length: 8 }, () => begin(kind, body));
        assert.deepEqual(post(kind, body), TOO_MANY);
        end(kind, ids[3] ?? "");
        begin(kind, body);
      });

      it("answer 429 to the thirty-first within a minute, counting those that couldn't be begun", () => {
        for (let round = 0; round < 29; round += 1) end(kind, begin(kind, body));
        post(kind, {});
        assert.deepEqual(post(kind, body), TOO_MANY);
        clock.advance(60_000);
        begin(kind, body);
      });
    });
  }

  it("count trials and surveys apart", () => {
    for (let round = 0; round < 30; round += 1) end("trials", begin("trials", DRAFT));
    assert.deepEqual(post("trials", DRAFT), TOO_MANY);
    begin("surveys", { broker: DRAFT });
  });

  it("hand over the broker as the editor shows it", () => {
    const drafts: BrokerDraft[] = [];
    settings = (draft) => {
      drafts.push(draft);
      return settingsOf({});
    };
    begin("trials", DRAFT);
    begin("surveys", { broker: DRAFT });
    assert.deepEqual(drafts, [DRAFT, DRAFT]);
  });

  it("listen to everything, or to what they are asked for, and say what is wrong with that", () => {
    const filterOf = (body: object): unknown =>
      (follow("surveys", begin("surveys", body))[1] as { filter: string }).filter;
    assert.equal(filterOf({ broker: DRAFT }), "#");
    assert.equal(filterOf({ broker: DRAFT, filter: "a/+room/#" }), "a/+/#");
    const broken = { refusal: { code: "filter-hash-not-last", values: { filter: "a/#/b" } } };
    assert.deepEqual(post("surveys", { broker: DRAFT, filter: "a/#/b" }), [200, broken]);
  });

  it("tell of a survey whatever version is asked for", () => {
    const id = begin("surveys", { broker: DRAFT });
    for (const since of [undefined, "0", "17", "x", ["1"], { toString: "x" }]) {
      const [status, report] = follow("surveys", id, { since });
      assert.deepEqual([status, (report as { kept: number }).kept], [200, 0]);
    }
  });
});
