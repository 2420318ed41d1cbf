import type * as Wire from "@bufbuild/protobuf/wire";

/** What a birth or death of Sparkplug B says about its session (Sparkplug 3.0, 6.4.5 and 6.4.19 to 6.4.26). */
export interface SparkplugPayload {
  /** When it was published: milliseconds since 1970. Of an NDEATH it is the time of the CONNECT. */
  readonly timestamp: number | undefined;
  /** Its place among all messages of the edge node, 0 to 255 and again from 0. */
  readonly seq: number | undefined;
  /** The number of the edge node's session, 0 to 255 and again from 0. */
  readonly bdSeq: number | undefined;
  /** What may stand in the place of the name `bdSeq` in the session's further messages. */
  readonly bdSeqAlias: number | undefined;
}

/** The fields of a payload that count, as sparkplug_b.proto numbers them. */
const PAYLOAD = { timestamp: 1, metrics: 2, seq: 3 } as const;
/** The highest of its numbers that isn't an extension's. */
const LAST_FIELD = 5;
/** The same of a metric. */
const METRIC = { name: 1, alias: 2, intValue: 10, longValue: 11 } as const;
const BD_SEQ = "bdSeq";

type Numbers = { -readonly [field in keyof SparkplugPayload]: SparkplugPayload[field] };

/** A metric as far as it may be the number of the session. */
interface Metric {
  name: string | undefined;
  alias: number | undefined;
  value: number | undefined;
}

let wire: typeof Wire | undefined;

/**
 * Reads a payload, in time linear in its length.
 * @param bdSeqAlias what the session's birth gave as such
 * @returns undefined if it is no protobuf, as the JSON that some gateways publish; never throws
 */
export function readSparkplugPayload(bytes: Uint8Array, bdSeqAlias: number | undefined): SparkplugPayload | undefined {
  const { BinaryReader } = wireFormat();
  try {
    return payloadOf(new BinaryReader(bytes), bdSeqAlias);
  } catch {
    return undefined;
  }
}

/** Most people watch no Sparkplug: the library is loaded for those who do, by the first payload. */
function wireFormat(): typeof Wire {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would load it for all
  wire ??= require("@bufbuild/protobuf/wire") as typeof Wire;
  return wire;
}

function payloadOf(reader: Wire.BinaryReader, bdSeqAlias: number | undefined): SparkplugPayload {
  const payload: Numbers = { timestamp: undefined, seq: undefined, bdSeq: undefined, bdSeqAlias: undefined };
  let isSparkplug = false;
  while (reader.pos < reader.len) {
    const [field, type] = reader.tag();
    isSparkplug ||= field <= LAST_FIELD;
    if (field === PAYLOAD.timestamp) payload.timestamp = integer(reader, type);
    else if (field === PAYLOAD.seq) payload.seq = integer(reader, type);
    else if (field === PAYLOAD.metrics) takeBdSeq(payload, metricOf(reader, type), bdSeqAlias);
    else skip(reader, type);
  }
  if (!isSparkplug) throw new TypeError("None of Sparkplug's fields");
  return payload;
}

function takeBdSeq(payload: Numbers, { name, alias, value }: Metric, bdSeqAlias: number | undefined): void {
  const isMeant = name === undefined ? alias !== undefined && alias === bdSeqAlias : name === BD_SEQ;
  if (!isMeant) return;
  payload.bdSeq = value;
  payload.bdSeqAlias = alias;
}

function metricOf(reader: Wire.BinaryReader, type: Wire.WireType): Metric {
  const end = messageEnd(reader, type);
  const metric: Metric = { name: undefined, alias: undefined, value: undefined };
  while (reader.pos < end) {
    const [field, fieldType] = reader.tag();
    if (field === METRIC.name) metric.name = name(reader, fieldType);
    else if (field === METRIC.alias) metric.alias = integer(reader, fieldType);
    else if (field === METRIC.intValue || field === METRIC.longValue) metric.value = integer(reader, fieldType);
    else skip(reader, fieldType);
  }
  if (reader.pos !== end) throw new RangeError("A field reaches over the end of its metric");
  return metric;
}

/** Where a message within the payload ends; if that is beyond the payload, its last field won't be there. */
function messageEnd(reader: Wire.BinaryReader, type: Wire.WireType): number {
  check(type, wireFormat().WireType.LengthDelimited);
  const length = reader.uint32();
  return reader.pos + length;
}

function name(reader: Wire.BinaryReader, type: Wire.WireType): string {
  check(type, wireFormat().WireType.LengthDelimited);
  return reader.string();
}

/** Int64 as UInt64: what is counted is never negative, and implementations write either. */
function integer(reader: Wire.BinaryReader, type: Wire.WireType): number {
  check(type, wireFormat().WireType.Varint);
  return Number(reader.uint64());
}

/** Sparkplug has no groups, and every JSON object would begin with one. */
function skip(reader: Wire.BinaryReader, type: Wire.WireType): void {
  if (type === wireFormat().WireType.StartGroup) throw new TypeError("A group");
  reader.skip(type);
}

function check(type: Wire.WireType, expected: Wire.WireType): void {
  if (type !== expected) throw new TypeError("Another type than Sparkplug's");
}
