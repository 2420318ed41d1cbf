import { MqttNodeError } from "../errors";
import { parseJson } from "./parse-json";
import type { ReceivedMessage } from "./received-message";

/** How a flow wants payloads. */
export type Datatype = "auto-detect" | "auto" | "utf8" | "json" | "buffer" | "base64";

/**
 * Gives a payload the form a node asked for. An object or a buffer is never shared: each node gets its own.
 * @throws MqttNodeError `payload-not-json`, whose cause tells the place, `payload-not-utf8`
 */
export function decodePayload(message: ReceivedMessage, datatype: Datatype): unknown {
  switch (datatype) {
    case "buffer":
      return Buffer.from(message.payload);
    case "base64":
      return message.payload.toString("base64");
    case "utf8":
      return message.text ?? message.payload.toString("utf8");
    case "json":
      return jsonOf(message);
    case "auto":
      return contentKind(message) === "binary" ? Buffer.from(message.payload) : textOrBuffer(message);
    case "auto-detect":
      return detect(message);
  }
}

/** Content type if given, else text if it is UTF-8, parsed if it is JSON. */
function detect(message: ReceivedMessage): unknown {
  switch (contentKind(message)) {
    case "json":
      return jsonOf(message);
    case "text":
      return textOrBuffer(message);
    case "binary":
      return Buffer.from(message.payload);
    default:
      return message.text === undefined ? Buffer.from(message.payload) : parseIfJson(message.text);
  }
}

/** The media types that say how to read a payload; any other says nothing. */
function contentKind({ properties }: ReceivedMessage): "json" | "text" | "binary" | undefined {
  const contentType = properties?.contentType;
  if (contentType === undefined) return undefined;
  const mediaType = (contentType.split(";", 1)[0] ?? "").trim().toLowerCase();
  if (mediaType === "application/json" || mediaType.endsWith("+json")) return "json";
  if (mediaType.startsWith("text/")) return "text";
  if (mediaType === "application/octet-stream" || /^(image|audio|video)\//.test(mediaType)) return "binary";
  return undefined;
}

function textOrBuffer(message: ReceivedMessage): string | Buffer {
  return message.text ?? Buffer.from(message.payload);
}

function jsonOf(message: ReceivedMessage): unknown {
  if (message.text === undefined) throw new MqttNodeError("payload-not-utf8", { topic: message.topic });
  try {
    return parseJson(message.text);
  } catch (cause) {
    throw new MqttNodeError("payload-not-json", { topic: message.topic }, cause);
  }
}

/** What a JSON text can start with; anything else is spared the parser's costly exception. */
const JSON_START = /^[\s]*[[{"\-\dtfn]/;

function parseIfJson(text: string): unknown {
  if (!JSON_START.test(text)) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
