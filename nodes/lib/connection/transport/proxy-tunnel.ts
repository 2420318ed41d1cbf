import http from "node:http";
import https from "node:https";
import net from "node:net";
import type { Duplex } from "node:stream";
import { MqttNodeError } from "../../errors";
import { formatHost, type HostAndPort } from "../../uri/host";
import { LateSocket } from "./late-socket";
import type { ProxyAddress } from "./proxy-address";

/** Codes of Node.js for a proxy that can't be dialled. */
const UNREACHABLE: readonly unknown[] = [
  "ENOTFOUND",
  "EAI_AGAIN",
  "ECONNREFUSED",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ETIMEDOUT",
];

/**
 * Asks a proxy for a tunnel to a broker [RFC 9110, 9.3.6]. The stream can be written to at once.
 * @param enter what is to go through the tunnel when it stands, for example TLS
 * @param events told if the stream is given up while the proxy says nothing; other errors are the stream's
 */
export function openTunnel(
  proxy: ProxyAddress,
  broker: HostAndPort,
  enter: (tunnel: net.Socket) => Duplex,
  events: { failed(error: Error): void },
): Duplex {
  const { name } = proxy;
  const request = requestTunnel(proxy, `${formatHost(broker.host)}:${broker.port}`);
  const stream = new LateSocket((error) => {
    // MQTT.js destroys the stream before it says that its time is over, and knows no proxy.
    if (error === null) events.failed(new MqttNodeError("proxy-timeout", { proxy: name }));
    request.destroy();
  });
  request.once("connect", ({ statusCode: status = 0 }, tunnel: net.Socket, head) => {
    if (status < 200 || status > 299) {
      return void stream.destroy(new MqttNodeError("proxy-refused", { proxy: name, status }));
    }
    tunnel.setNoDelay(true);
    if (head.length > 0) tunnel.unshift(head);
    try {
      stream.attach(enter(tunnel));
    } catch (error) {
      // A certificate or key that can't be used is thrown, and here nobody else would catch it.
      stream.destroy(error as Error);
    }
  });
  request.once("error", (error) => stream.destroy(explain(error, name)));
  return stream;
}

function requestTunnel(proxy: ProxyAddress, authority: string): http.ClientRequest {
  const { host, port, secure, authorization } = proxy;
  const login = authorization === undefined ? {} : { "proxy-authorization": authorization };
  const options = { method: "CONNECT", host, port, path: authority, headers: { host: authority, ...login } };
  // An agent would take the server name from the header, which names the broker.
  const servername = net.isIP(host) === 0 ? host : "";
  const request = secure
    ? https.request({ ...options, servername, agent: false })
    : http.request({ ...options, agent: false });
  request.end();
  return request;
}

function explain(error: NodeJS.ErrnoException, proxy: string): MqttNodeError {
  const code = UNREACHABLE.includes(error.code) ? "proxy-unreachable" : "proxy-failed";
  // The error of a host with several addresses has no text of its own.
  return new MqttNodeError(code, { proxy, detail: error.message || String(error.code) }, error);
}
