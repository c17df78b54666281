/** So near to its end the list goes along with the call. */
const AT_END_PX = 24;

/** What agent and caller said, how much of it was heard, and what the agent did meanwhile. */
export class Conversation {
  #section;
  #list;
  #scroll;
  #count;
  #turns = 0;
  #interruptions = 0;
  #speaking = null;
  #due = null;

  constructor(section) {
    this.#section = section;
    this.#list = section.querySelector("ol");
    this.#scroll = section.querySelector(".scroll");
    this.#count = section.querySelector("output");
  }

  /** Only some agents tell what they do. */
  set offered(offered) {
    this.#section.hidden = !offered;
  }

  clear() {
    this.#list.replaceChildren();
    this.#turns = 0;
    this.#interruptions = 0;
    this.#speaking = null;
    this.#due = null;
    this.#tellCount();
  }

  /** Something that the agent did. */
  take(news) {
    const follows = this.#atEnd();
    switch (news.event) {
      case "answered":
        this.#answered(news);
        break;
      case "agent-said":
        this.#agentSaid(news);
        break;
      case "caller-said":
        this.#callerSaid(news);
        break;
      case "tool":
        this.#list.append(row("tool", "Tool", news.at, toolWords(news)));
        break;
      case "tools-ready":
        this.#list.append(row("note", "Tools", news.at, readyWords(news)));
        break;
      case "tools-missing":
        this.#list.append(row("trouble", "Tools", news.at, `${news.source} is missing: ${news.text}`));
        break;
      case "trouble":
        this.#list.append(row("trouble", "Trouble", news.at, news.text));
        break;
      default: // Nothing to read.
    }
    if (follows) {
      this.#scroll.scrollTop = this.#scroll.scrollHeight;
    }
  }

  /** The caller's words may be written down later than the answer to them begins. */
  #answered({ at }) {
    this.#stopSpeaking();
    if (this.#turns > 0 && this.#due === null) {
      this.#due = { after: this.#list.lastElementChild };
    } else {
      this.#due = null;
    }
    this.#turns += 1;
    this.#speaking = row("agent speaking", "Agent", at, "speaking …");
    this.#list.append(this.#speaking);
    this.#tellCount();
  }

  #callerSaid({ at, text }) {
    const said = row("caller", "You", at, text.trim() || "(not understood)");
    if (this.#due?.after) {
      this.#due.after.after(said);
      this.#due = null;
    } else {
      this.#list.append(said);
      this.#due = { after: null };
    }
  }

  #agentSaid({ at, text, said, heard, interrupted }) {
    const words = document.createElement("span");
    const share = said > 0 ? Math.min(1, heard / said) : 0;
    const end = interrupted ? wordEnd(text, share * text.length) : text.length;
    words.append(text.slice(0, end));
    if (end < text.length) {
      const unheard = document.createElement("s");
      unheard.textContent = text.slice(end);
      words.append(unheard);
    }
    const done = row(interrupted ? "agent cut" : "agent", "Agent", at - heard, words);
    const facts = document.createElement("small");
    facts.textContent = interrupted
      ? `interrupted: ${seconds(heard)} of ${seconds(said)} s heard`
      : `${seconds(heard)} s heard`;
    done.lastElementChild.append(facts);
    this.#interruptions += interrupted ? 1 : 0;
    if (this.#speaking?.isConnected) {
      this.#speaking.replaceWith(done);
    } else {
      this.#list.append(done);
    }
    this.#speaking = null;
    this.#tellCount();
  }

  #stopSpeaking() {
    this.#speaking?.remove();
    this.#speaking = null;
  }

  #atEnd() {
    const { scrollTop, scrollHeight, clientHeight } = this.#scroll;
    return scrollHeight - scrollTop - clientHeight < AT_END_PX;
  }

  #tellCount() {
    const answers = `${this.#turns} ${this.#turns === 1 ? "answer" : "answers"}`;
    const cuts = `${this.#interruptions} ${this.#interruptions === 1 ? "interruption" : "interruptions"}`;
    this.#count.textContent = this.#turns === 0 ? "" : `${answers}, ${cuts}`;
  }
}

/** A row of the list; who it is of is said in words, not by its colour alone. */
function row(kind, who, at, content) {
  const item = document.createElement("li");
  item.className = kind;
  const time = document.createElement("span");
  time.className = "time";
  time.textContent = (Math.max(0, at) / 1000).toFixed(1);
  const name = document.createElement("strong");
  name.textContent = who;
  const words = document.createElement("p");
  words.append(content);
  item.append(time, name, words);
  return item;
}

function toolWords({ tool, outcome, took }) {
  const words = document.createElement("span");
  const name = document.createElement("code");
  name.textContent = tool;
  words.append(name, ` ${outcome.toLowerCase().replaceAll("_", " ")}, ${took} ms`);
  return words;
}

function readyWords({ source, tools, after }) {
  return `${source} has ${tools.length} tools, ${after} ms after the call was connected`;
}

function seconds(ms) {
  return (ms / 1000).toFixed(1);
}

/** Where the word ends that is there. */
function wordEnd(text, position) {
  const space = text.indexOf(" ", Math.floor(position));
  return space < 0 ? text.length : space;
}
