/** The server answered the WebSocket handshake with an HTTP status other than 101. */
export class WebSocketRefusal extends Error {
  readonly status: number;

  constructor(status: number) {
    super(`HTTP ${status}`);
    this.status = status;
  }
}
