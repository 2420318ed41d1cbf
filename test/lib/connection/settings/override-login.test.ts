import assert from "node:assert/strict";
import { broker, overridden, SECRETS } from "./override-bench";

describe("the saved login", () => {
  it("goes with the saved server, however it is named", () => {
    for (const given of [
      {},
      { uri: "mqtt://LOCALHOST:1883" },
      { host: "localhost" },
      { port: 1883 },
      { keepalive: 5 },
    ]) {
      const { username, password, websocket } = broker(given);
      assert.deepEqual([username, password], ["saved", "secret"]);
      assert.deepEqual(websocket.headers, SECRETS.websocketHeaders);
    }
  });

  it("goes to no other server, port or protocol", () => {
    for (const given of [{ host: "h" }, { port: 1884 }, { usetls: true }, { uri: "ws://localhost" }]) {
      const { username, password, websocket } = broker(given);
      assert.deepEqual([username, password, websocket.headers], [undefined, undefined, {}]);
    }
  });

  it("isn't sent in plain text where it was saved for a port that encrypts", () => {
    const { username, password } = broker({ uri: "mqtt://h:8883" }, { uri: "mqtts://h" });
    assert.deepEqual([username, password], [undefined, undefined]);
  });

  it("goes to no other server either where it stands in a saved URI", () => {
    const saved = { uri: "mqtt://user:pass@a,mqtt://b" };
    assert.deepEqual(login({ host: "h" }, saved), [undefined, undefined]);
    assert.deepEqual(login({ uri: "mqtt://b" }, saved), ["user", "pass"]);
    assert.deepEqual(login({ uri: "mqtt://a" }, saved), ["user", "pass"]);
    assert.deepEqual(login({}, saved), ["user", "pass"]);
  });

  it("goes to none of several servers where one of them isn't saved, since they share one login", () => {
    for (const saved of [{ uri: "mqtt://user:pass@a" }, { uri: "mqtt://a" }]) {
      const several = [
        { uri: "mqtt://a,mqtt://evil" },
        { uri: "mqtt://evil,mqtt://a" },
        [{ host: "a" }, { host: "evil" }],
      ];
      for (const given of several) {
        const { brokers } = overridden(given, saved);
        for (const { username, password, websocket } of brokers) {
          assert.deepEqual([username, password, websocket.headers], [undefined, undefined, {}]);
        }
      }
    }
  });

  it("gives way to one in the message's own URI, for all of its servers", () => {
    const { brokers } = overridden({ uri: "mqtt://b,mqtt://new:word@a" }, { uri: "mqtt://user:pass@b,mqtt://a" });
    assert.deepEqual(
      brokers.map(({ username, password }) => [username, password]),
      [
        ["new", "word"],
        ["new", "word"],
      ],
    );
  });

  it("gives way to a user name or a password of the message, and is as saved in what that doesn't name", () => {
    for (const saved of [{ uri: "mqtt://saved:secret@h" }, { uri: "mqtt://h" }]) {
      assert.deepEqual(login({ username: "new", password: "word" }, saved), ["new", "word"]);
      assert.deepEqual(login({ username: "new" }, saved), ["new", "secret"]);
      assert.deepEqual(login({ password: "word" }, saved), ["saved", "word"]);
    }
    assert.deepEqual(login({ host: "h", username: "new" }), ["new", undefined]);
    assert.deepEqual(login({ host: "h", password: "word" }), ["", "word"]);
    assert.deepEqual(login({ uri: "mqtt://user@h", password: "word" }), ["user", "word"]);
  });

  it("is none where none is saved", () => {
    const nothing = { username: "", password: "" };
    const { username, password } = broker({}, {}, nothing);
    assert.deepEqual([username, password], [undefined, undefined]);
  });

  it("may be a token in the query of a WebSocket, which no other server gets; what is read of it stays", () => {
    const saved = { uri: "wss://h/mqtt?token=s3cret&clientId=c&keepalive=5" };
    const other = broker({ host: "other" }, saved);
    assert.deepEqual([other.broker.query, other.clientId, other.keepalive], ["clientId=c&keepalive=5", "c", 5]);
    assert.equal(broker({ host: "h" }, saved).broker.query, "token=s3cret&clientId=c&keepalive=5");
    assert.equal(broker({ path: "/other" }, saved).broker.query, "token=s3cret&clientId=c&keepalive=5");
    assert.equal(broker({ host: "other", query: "token=mine" }, saved).broker.query, "token=mine");
    assert.equal(broker({ host: "other" }, { uri: "wss://h?token=s3cret" }).broker.query, "");
  });

  it("leaves certificates to every server: they prove who we are, and tell nothing", () => {
    assert.deepEqual(broker({ uri: "mqtts://other" }).tls, { ca: "ca", rejectUnauthorized: true });
  });

  function login(given: object, saved: object = {}): unknown[] {
    const { username, password } = broker(given, saved);
    return [username, password];
  }
});
