const FIRST_RETRY_MS = 1000;
const LAST_RETRY_MS = 10000;

/**
 * The WebSocket to the phone server, opened again for as long as the page is there. Dispatches an
 * event of each message's type with the message in `detail`, `frame` with the bytes of what is
 * heard, and `open` and `lost`.
 */
export class Line extends EventTarget {
  #socket = null;
  #retryMs = FIRST_RETRY_MS;

  connect() {
    const address = new URL("/phone/line", location.href);
    address.protocol = address.protocol.replace("http", "ws");
    const socket = new WebSocket(address);
    socket.binaryType = "arraybuffer";
    socket.onopen = () => {
      this.#socket = socket;
      this.#retryMs = FIRST_RETRY_MS;
      this.#tell("open");
    };
    socket.onmessage = ({ data }) => this.#take(data);
    socket.onclose = () => this.#lose();
  }

  get open() {
    return this.#socket !== null;
  }

  send(message) {
    this.#socket?.send(JSON.stringify(message));
  }

  /** Sends a frame of the microphone, unless earlier ones wait: those would only come late. */
  speak(samples) {
    if (this.#socket && this.#socket.bufferedAmount < 4 * samples.byteLength) {
      this.#socket.send(samples);
    }
  }

  #take(data) {
    if (data instanceof ArrayBuffer) {
      this.#tell("frame", data);
    } else {
      const message = JSON.parse(data);
      this.#tell(message.type, message);
    }
  }

  #lose() {
    this.#socket = null;
    this.#tell("lost");
    setTimeout(() => this.connect(), this.#retryMs);
    this.#retryMs = Math.min(2 * this.#retryMs, LAST_RETRY_MS);
  }

  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
