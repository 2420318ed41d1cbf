import { convertBroker } from "../../../../../nodes/lib/editor/conversion/settings/broker";
import { itCarriesOver } from "./carried-over";
import { coreBroker, coreBroker5 } from "./core-flow";
import { invalid, notJson, placeholder } from "./expected-notes";

describe("A built-in mqtt-broker with messages of its own", () => {
  for (const kind of ["birth", "close", "will"] as const) {
    const one = (message: object): Record<string, unknown> => ({ [kind]: kind === "birth" ? [message] : message });
    const plain = { topic: "hub/state", payload: "", qos: 0, retain: false, properties: {} };
    const own = (properties: Record<string, unknown>): Record<string, unknown> =>
      Object.fromEntries(Object.entries(properties).map(([name, value]) => [`${kind}${name}`, value]));
    const with5 = (message: object): Record<string, unknown> => own({ Topic: "hub/state", Msg: message });

    describe(`carries over as its ${kind} message`, () => {
      itCarriesOver(convertBroker, coreBroker, [
        { core: own({ Payload: "there is no topic" }) },
        { core: own({ Topic: "hub/state" }), becomes: one(plain) },
        {
          core: own({ Topic: "hub/state", Payload: "on", Qos: "1", Retain: "true" }),
          becomes: one({ ...plain, payload: "on", qos: 1, retain: true }),
        },
        {
          core: own({ Topic: "hub/state", Payload: { on: true }, Qos: 2, Retain: true }),
          becomes: one({ ...plain, payload: '{"on":true}', qos: 2, retain: true }),
        },
        { core: own({ Topic: "hub/state", Qos: "", Retain: undefined }), becomes: one(plain) },
        {
          core: own({ Topic: "hub/state", Qos: "${QOS}", Retain: "${RETAIN}" }),
          becomes: one(plain),
          notes: [invalid(`${kind}Qos`, "${QOS}"), invalid(`${kind}Retain`, "${RETAIN}")],
        },
        {
          core: own({ Topic: "hub/${NAME}" }),
          becomes: one({ ...plain, topic: "hub/${NAME}" }),
          notes: [placeholder(`${kind}Topic`, "NAME")],
        },
        { core: with5({ contentType: "text/plain" }), becomes: one(plain) },
      ]);
    });

    describe(`speaking MQTT 5 carries over as its ${kind} message`, () => {
      const withProperties = (properties: object): Record<string, unknown> => one({ ...plain, properties });

      itCarriesOver(convertBroker, coreBroker5, [
        {
          core: with5({ contentType: "text/plain", respTopic: "answers", correl: "42", expiry: "60" }),
          becomes: withProperties({
            contentType: "text/plain",
            responseTopic: "answers",
            correlationData: "42",
            messageExpiryInterval: 60,
          }),
        },
        {
          core: with5({ userProps: '{"site":"north"}', delay: "30" }),
          becomes: withProperties({ ...(kind === "will" && { delay: 30 }), userProperties: { site: "north" } }),
        },
        {
          core: with5({ userProps: { site: "north" } }),
          becomes: withProperties({ userProperties: { site: "north" } }),
        },
        { core: with5({ expiry: "${EXPIRY}" }), becomes: withProperties({ messageExpiryInterval: "${EXPIRY}" }) },
        {
          core: with5({ expiry: "soon", userProps: "north" }),
          becomes: withProperties({}),
          notes: [invalid(`${kind}Msg.expiry`, "soon"), notJson(`${kind}Msg.userProps`)],
        },
      ]);
    });
  }
});
