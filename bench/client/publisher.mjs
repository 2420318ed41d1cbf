const MOST_INCOMPLETE = 100;
const REFILL_AT = 50;

/** Sends messages through source nodes in turn, as fast as the nodes behind them are done with them. */
export class Publisher {
  #sources;
  #messages;
  #incomplete = 0;
  #unsent = 0;

  constructor(sources, { topics, payload }) {
    this.#sources = sources;
    this.#messages = topics.map((topic) => ({ topic, payload }));
  }

  /** At most 100 messages are incomplete, so that no queue grows without bound. */
  flood(count) {
    this.#unsent = count;
    this.#fill();
  }

  /** To be called for each done(). */
  complete() {
    this.#incomplete -= 1;
    if (this.#incomplete === REFILL_AT) setImmediate(() => this.#fill());
  }

  #fill() {
    while (this.#unsent > 0 && this.#incomplete < MOST_INCOMPLETE) {
      this.#unsent -= 1;
      this.#incomplete += 1;
      const source = this.#sources[this.#unsent % this.#sources.length];
      source.send({ ...this.#messages[this.#unsent % this.#messages.length] });
    }
  }
}
