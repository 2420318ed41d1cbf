import assert from "node:assert/strict";
import { loginOf } from "../../../../../nodes/lib/editor/conversion/login/login";
import { newCredentials } from "../../../../../nodes/lib/editor/conversion/login/new-credentials";

describe("The login of a built-in broker", () => {
  const stored = { user: "anna", has_password: true };

  it("is what the runtime tells, which is not the password", () => {
    assert.deepEqual(loginOf(stored, undefined, "user"), { username: "anna", hasPassword: true, stored });
    assert.deepEqual(loginOf({}, undefined, "user"), { username: "", hasPassword: false, stored: {} });
  });

  it("is what was typed since the last deploy", () => {
    const typed = { user: "bert", password: "secret", has_password: true };
    assert.deepEqual(loginOf(stored, typed, "user"), {
      username: "bert",
      hasPassword: true,
      password: "secret",
      stored,
    });
    assert.deepEqual(loginOf(stored, { password: "", has_password: false }, "user"), {
      username: "anna",
      hasPassword: false,
      stored,
    });
    assert.deepEqual(loginOf(stored, { ...stored, password: "__PWRD__" }, "user"), {
      username: "anna",
      hasPassword: true,
      stored,
    });
  });
});

describe("The login of a converted broker", () => {
  it("has the password that the runtime keeps under its id", () => {
    assert.deepEqual(newCredentials({ username: "anna", hasPassword: true }, true), {
      username: "anna",
      has_password: true,
      _: { username: "", has_password: true },
    });
  });

  it("has none until it is given", () => {
    assert.deepEqual(newCredentials({ username: "anna", hasPassword: true }, false), {
      username: "anna",
      has_password: false,
      _: { username: "", has_password: false },
    });
  });

  it("has the one that is known", () => {
    for (const isStored of [true, false]) {
      assert.deepEqual(newCredentials({ username: "anna", hasPassword: true, password: "secret" }, isStored), {
        username: "anna",
        password: "secret",
        has_password: true,
        _: { username: "", has_password: false },
      });
    }
  });
});
