import type { Node, NodeAPI, NodeDef, NodeMessage } from "node-red";
import { systemClock } from "../lib/clock";
import { readConfig } from "../lib/config/read-config";
import { MqttNodeError } from "../lib/errors";
import { Reporter } from "../lib/reporter";
import { refusedStatus, type Status } from "../lib/status";
import { StatusLine } from "../lib/status-line";
import { translator } from "../lib/texts";
import { textIn } from "../lib/uri/address";
import { doUriAction } from "../lib/uri/uri-action";
import { uriWarnings } from "../lib/uri/warnings";
import { fields, type UriParserConfig } from "./config";

/** What is shown while nothing is wrong. */
const NO_STATUS: Status = { fill: "grey", shape: "dot", text: "" };
/** What the name of an environment variable looks like; anything else isn't repeated, since it may be the value. */
const ENVIRONMENT_NAME = /^[\w.-]{1,64}$/;

export default function registerUriParser(RED: NodeAPI): void {
  const translate = translator((key, values) => RED._(key, values));

  function UriParserConstructor(this: Node, saved: NodeDef): void {
    RED.nodes.createNode(this, saved);
    const reporter = new Reporter(this, translate);
    const { config, errors, unknown } = readConfig(fields, saved, (name) => RED.util.getSetting(this, name));
    reporter.unknownProperties(unknown);
    const problem = errors[0] ?? expressionProblem(config);
    if (problem === undefined) handleInputs(this, config, reporter);
    else reporter.refuseInputs(problem, this);
    this.on("close", () => reporter.close());
  }

  function handleInputs(node: Node, config: UriParserConfig, reporter: Reporter): void {
    let problem: MqttNodeError | undefined;
    const compose = (): Status => (problem === undefined ? NO_STATUS : problemStatus(problem));
    const line = new StatusLine((status) => node.status(status === NO_STATUS ? {} : status), compose, systemClock);
    const warn = onceInARow((text) => node.warn(text));
    const end = (error: unknown, done: (error?: Error) => void): void => {
      problem = error === undefined ? undefined : reporter.explain(MqttNodeError.from(error));
      done(problem);
      line.refresh();
    };
    node.on("input", (msg, send, done) => {
      void transform(node, config, msg, warn)
        .then(() => send(msg))
        .then(
          () => end(undefined, done),
          (error: unknown) => end(error, done),
        )
        // Node-RED copies the message for Catch and Complete nodes, which a message may not allow.
        .catch((error: unknown) => node.error(reporter.explain(MqttNodeError.from(error))));
    });
    node.on("close", () => line.close());
  }

  async function transform(
    node: Node,
    config: UriParserConfig,
    msg: NodeMessage,
    warn: (text: string) => void,
  ): Promise<void> {
    const value = await read(node, config, msg);
    if (value === undefined) throw missing(config);
    const result = doUriAction(config.action, value, config.strict);
    if (config.action === "parse") warn(warningsAbout(value));
    await write(node, config, msg, result);
  }

  function read(node: Node, { property, propertyType }: UriParserConfig, msg: NodeMessage): Promise<unknown> {
    if (propertyType === "env") return Promise.resolve<unknown>(RED.util.getSetting(node, property));
    return new Promise((resolve, reject) => {
      RED.util.evaluateNodeProperty(property, propertyType, node, msg, (error, value: unknown) => {
        // A path that leads nowhere is an error in a message, and undefined in a context.
        if (error !== null && propertyType === "msg") resolve(undefined);
        else if (error) reject(error);
        else resolve(value);
      });
    });
  }

  function write(node: Node, { target, targetType }: UriParserConfig, msg: NodeMessage, value: unknown): Promise<void> {
    return new Promise((resolve, reject) => {
      if (targetType === "msg") {
        if (RED.util.setMessageProperty(msg, target, value, true)) return resolve();
        throw new MqttNodeError("uri-target", { place: `msg.${target}` });
      }
      const { store, key } = RED.util.parseContextStore(target);
      const name = key.includes("[msg") ? RED.util.normalisePropertyExpression(key, msg, true) : key;
      const written = (error?: Error | null): void => (error ? reject(error) : resolve());
      node.context()[targetType].set(name, value, store, written);
    });
  }

  /** Every warning's sentence; what isn't a text has been made by a node. */
  function warningsAbout(value: unknown): string {
    const texts = [value].flat().filter((item) => typeof item === "string" || item instanceof Uint8Array);
    return texts
      .flatMap((item) => uriWarnings(textIn(item)))
      .map(({ code, values }) => translate(`warnings.${code}`, values))
      .join(" ");
  }

  /** A property or a context variable is an expression; an environment variable is a name. */
  function expressionProblem(config: UriParserConfig): MqttNodeError | undefined {
    const expressions = { ...(config.propertyType !== "env" && { property: config.property }), target: config.target };
    for (const [property, expression] of Object.entries(expressions)) {
      try {
        RED.util.normalisePropertyExpression(RED.util.parseContextStore(expression).key);
      } catch {
        return new MqttNodeError("config-wrong-shape", { property, shape: "payload.uri" });
      }
    }
    return undefined;
  }

  /** Says where in the text the problem is; what has no phrase of its own here has one that all nodes share. */
  function problemStatus(problem: MqttNodeError): Status {
    const { code, values } = problem;
    if (!code.startsWith("uri-")) return refusedStatus(problem, translate);
    const key = `@m2m-flows/node-red-mqtt/uri-parser:status.${code}`;
    return { fill: "red", shape: "dot", text: Object.keys(values).length === 0 ? key : RED._(key, values) };
  }

  RED.nodes.registerType("uri-parser", UriParserConstructor);
}

function missing({ property, propertyType }: UriParserConfig): MqttNodeError {
  if (propertyType !== "env") return new MqttNodeError("uri-missing", { place: `${propertyType}.${property}` });
  return new MqttNodeError("env-unset", { name: ENVIRONMENT_NAME.test(property) ? property : "…" });
}

/** Says the same thing once, until there is something else, or nothing, to say. */
function onceInARow(say: (text: string) => void): (text: string) => void {
  let said = "";
  return (text) => {
    if (text !== said && text !== "") say(text);
    said = text;
  };
}
